"""From statements to the table of parameters: every block completed, then free parameters numbered."""

import math
from dataclasses import replace

from isop_analysis.structural.block_parameters import BlockParameters
from isop_analysis.structural.parameter_table import EQUALITIES, Block, Conventions, Parameter, ParameterTable
from isop_analysis.structural.refusals import ModelRefused
from isop_analysis.structural.roles import Roles, roles
from isop_analysis.structural.statements import Syntax


def parameter_table(syntax: Syntax, conventions: Conventions) -> ParameterTable:
    """Return the table of a model: what is written and what lavaan's cfa() and sem() add, in its order.

    Raises ModelRefused for an unknown equality, a group in the syntax that isn't in the data, or a modifier
    with another number of entries than there are groups.
    """
    for kind in conventions.group_equal:
        if kind not in EQUALITIES:
            raise ModelRefused(f"group_equal has '{kind}'; expected one of {', '.join(EQUALITIES)}.")
    rows: list[Parameter] = []
    blocks: list[Block] = []
    for place, group in enumerate(conventions.groups):
        upper = frozenset(name for line in syntax.block(group, 2) for name in (line.lhs, line.rhs))
        levels = syntax.levels or (None,)
        bare = {level: roles(syntax.block(group, level)) for level in levels}
        for level in levels:
            lines = syntax.block(group, level)
            own = bare[level].beside(other for name, other in bare.items() if name != level)
            block = Block(place, level, own)
            above = upper if level == 1 else frozenset()
            rows.extend(BlockParameters(block, len(blocks), conventions, above).rows(lines))
            blocks.append(block)
    return _numbered(rows, tuple(blocks), conventions)


def _numbered(rows: list[Parameter], blocks: tuple[Block, ...], conventions: Conventions) -> ParameterTable:
    """Give free parameters their places; equal ones share one, and a fixed label fixes its namesakes."""
    fixed = {row.label: row.fixed for row in rows if row.label and not math.isnan(row.fixed)}
    places: dict[object, int] = {}
    numbered = []
    for count, row in enumerate(rows):
        if row.label in fixed and math.isnan(row.fixed):
            row = replace(row, fixed=fixed[row.label])
        if math.isnan(row.fixed) and not row.exogenous and not row.derived:
            key = row.label or _shared(row, blocks, conventions) or count
            row = replace(row, free=places.setdefault(key, len(places)))
        numbered.append(row)
    return ParameterTable(tuple(numbered), blocks, conventions, len(places))


def _shared(row: Parameter, blocks: tuple[Block, ...], conventions: Conventions) -> object | None:
    """Return what a parameter shares with its namesakes in other groups, if it is of an equal kind."""
    block = blocks[row.block]
    if len(conventions.groups) < 2 or _kind(row, block.roles) not in conventions.group_equal:
        return None
    if row.key in conventions.group_partial:
        return None
    return row.lhs, row.op, row.rhs, block.level


def _kind(row: Parameter, part: Roles) -> str:
    latent = row.lhs in part.latent
    kinds = {
        "=~": "loadings",
        "~": "regressions",
        "|": "thresholds",
        "~*~": "scales",
        "~1": "means" if latent else "intercepts",
    }
    if row.op != "~~":
        return kinds[row.op]
    if row.lhs == row.rhs:
        return "lv_variances" if latent else "residuals"
    return "lv_covariances" if latent else "residual_covariances"
