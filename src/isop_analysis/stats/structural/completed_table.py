"""From statements to the table of parameters: every block completed, then free parameters numbered."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.block_parameters import BlockParameters
from isop_analysis.stats.structural.parameter_table import (
    EQUALITIES,
    Block,
    Conventions,
    Parameter,
    ParameterTable,
)
from isop_analysis.stats.structural.roles import Roles, roles
from isop_analysis.stats.structural.statements import Constraint, Syntax


def equal_kinds(kinds: Iterable[str], ordered: bool) -> tuple[str, ...]:
    """Return the kinds of parameters to hold equal, as lavaan completes them, with dots or underscores.

    With ordered items, thresholds and the intercepts of numbers go together. Raises Refused for another.
    """
    named = [kind.replace(".", "_") for kind in kinds]
    for kind, name in zip(kinds, named, strict=True):
        if name not in EQUALITIES:
            raise Refused("group_equal_unknown", kind=kind, known=", ".join(EQUALITIES))
    both = ("intercepts", "thresholds")
    if ordered and not set(named).isdisjoint(both):
        named += [kind for kind in both if kind not in named]
    return tuple(named)


def parameter_table(syntax: Syntax, conventions: Conventions) -> ParameterTable:
    """Return the table of a model: what is written and what lavaan's cfa() and sem() add, in its order.

    Raises Refused for a modifier with another number of entries than there are groups, or a
    constraint of labels that no parameter has.
    """
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
    return _numbered(_constrained(rows, syntax.constraints), tuple(blocks), conventions)


def _constrained(rows: list[Parameter], constraints: tuple[Constraint, ...]) -> list[Parameter]:
    """Return the rows with what constraints say of their labels: a value, or another label to be equal to."""
    labels = {row.label for row in rows if row.label}
    same = {label: label for label in labels}
    values: dict[str, float] = {}
    for constraint in constraints:
        for name in (constraint.label, constraint.other):
            if isinstance(name, str) and name not in labels:
                raise _unknown_label(constraint, name, labels)
        if isinstance(constraint.other, float):
            values[constraint.label] = constraint.other
        else:
            kept, gone = same[constraint.other], same[constraint.label]
            same = {label: kept if own == gone else own for label, own in same.items()}
    fixed = _values(values, same)
    return [_held(row, same, fixed) for row in rows]


def _unknown_label(constraint: Constraint, name: str, labels: set[str]) -> Refused:
    line, meant = str(constraint), nearest(name, labels)
    if meant is None:
        return Refused("constraint_unknown_label", line=line, name=name)
    return Refused("constraint_unknown_label_meant", line=line, name=name, meant=meant)


def _values(values: Mapping[str, float], same: Mapping[str, str]) -> dict[str, float]:
    """Return the value of every label that is fixed, itself or through one it is equal to."""
    found: dict[str, float] = {}
    for label, value in values.items():
        if found.setdefault(same[label], value) != value:
            raise Refused("constraint_contradicts", label=label, value=value, other=found[same[label]])
    return {label: found[own] for label, own in same.items() if own in found}


def _held(row: Parameter, same: Mapping[str, str], fixed: Mapping[str, float]) -> Parameter:
    if not row.label:
        return row
    value = fixed.get(row.label, math.nan)
    return replace(row, equal=same[row.label], fixed=value if math.isnan(row.fixed) else row.fixed)


def _numbered(rows: list[Parameter], blocks: tuple[Block, ...], conventions: Conventions) -> ParameterTable:
    """Give free parameters their places; equal ones share one, and a fixed label fixes its namesakes."""
    fixed = {row.equal: row.fixed for row in rows if row.equal and not math.isnan(row.fixed)}
    places: dict[object, int] = {}
    numbered = []
    for count, row in enumerate(rows):
        if row.equal in fixed and math.isnan(row.fixed):
            row = replace(row, fixed=fixed[row.equal])
        if math.isnan(row.fixed) and not row.exogenous and not row.derived:
            key = row.equal or _shared(row, blocks, conventions) or count
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
