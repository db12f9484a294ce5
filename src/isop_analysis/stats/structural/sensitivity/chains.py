"""Indirect effects as chains of paths: what a definition multiplies, or what is named."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.definitions import Formula
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable


@dataclass(frozen=True)
class Chain:
    """A product of paths, each of which starts at what the one before it explains.

    Attributes:
        name: of the definition, or the variables with arrows.
        places: rows of the table, from the first cause to the last outcome.
        variables: the first cause, what lies between, the last outcome.
        block: of the rows.
    """

    name: str
    places: tuple[int, ...]
    variables: tuple[str, ...]
    block: int

    def values(self, table: Array) -> Array:
        """Return the product at values of the table's rows (..., rows)."""
        return table[..., list(self.places)].prod(axis=-1)


def chains(table: ParameterTable, defined: Sequence[Formula]) -> tuple[Chain, ...]:
    """Return the definitions that are nothing but products of labels of a chain's paths."""
    labelled = {row.label: place for place, row in reversed(list(enumerate(table.parameters))) if row.label}
    found = []
    for formula in defined:
        labels = _factors(formula)
        if labels is None or not all(label in labelled for label in labels):
            continue
        places = tuple(labelled[label] for label in labels)
        variables = _linked([table.parameters[place] for place in places])
        if variables is not None:
            found.append(Chain(formula.name, places, variables, table.parameters[places[0]].block))
    return tuple(found)


def chain_through(table: ParameterTable, variables: Sequence[str], block: int = 0) -> Chain:
    """Return the chain through these variables; raises Refused where the model has no such path."""
    places: list[int] = []
    for cause, effect in pairwise(variables):
        own = [
            place
            for place, row in enumerate(table.parameters)
            if (row.lhs, row.op, row.rhs, row.block) == (effect, "~", cause, block)
        ]
        if not own:
            raise Refused("no_such_path", cause=cause, effect=effect)
        places += own
    part = table.blocks[block]
    where = f" (level {part.level})" if part.level else ""
    label = table.conventions.groups[part.group]
    where = f" ({label})" if label else where
    return Chain(f"{' → '.join(variables)}{where}", tuple(places), tuple(variables), block)


def _factors(formula: Formula) -> list[str] | None:
    """Return the names that a formula multiplies; None where it is anything but a product of names."""

    def named(node: ast.expr) -> list[str] | None:
        if isinstance(node, ast.Name):
            return [formula.aliases[node.id]]
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            left, right = named(node.left), named(node.right)
            return left + right if left is not None and right is not None else None
        return None

    found = named(formula.tree)
    return found if found is not None and len(found) > 1 else None


def _linked(rows: list[Parameter]) -> tuple[str, ...] | None:
    """Return the variables of paths that follow each other, in whatever order they were multiplied."""
    if any(row.op != "~" for row in rows) or len({row.block for row in rows}) > 1:
        return None
    causes = {row.rhs: row for row in rows}
    effects = {row.lhs for row in rows}
    first = [cause for cause in causes if cause not in effects]
    if len(first) != 1 or len(causes) != len(rows):
        return None
    steps = [first[0]]
    while steps[-1] in causes:
        steps.append(causes[steps[-1]].lhs)
    return tuple(steps) if len(steps) == len(rows) + 1 else None
