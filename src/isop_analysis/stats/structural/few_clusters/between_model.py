"""The between part of a two-level model in lavaan's syntax, as factors, columns and regressions."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.definitions import Formula, formulas
from isop_analysis.stats.structural.few_clusters.regression import Equation
from isop_analysis.stats.structural.moments import Places
from isop_analysis.stats.structural.statements import Definition, Statement, Syntax
from isop_analysis.stats.structural.syntax import parse


@dataclass(frozen=True)
class BetweenModel:
    """What level 2 says.

    Attributes:
        factors: items by factor.
        names: factors, then the other variables of regressions.
        columns: all columns of the data that are needed, items first.
        equations: regressions; terms: a row a slope, in the equations' order.
        defined: definitions that use labels of slopes only; left_out: names of the others.
    """

    factors: dict[str, tuple[str, ...]]
    names: tuple[str, ...]
    columns: tuple[str, ...]
    equations: tuple[Equation, ...]
    terms: tuple[Statement, ...]
    defined: tuple[Formula, ...]
    left_out: tuple[str, ...]

    def item_places(self) -> tuple[Places, ...]:
        """Return the columns of every factor's items."""
        return tuple(
            np.array([self.columns.index(item) for item in items], dtype=np.intp)
            for items in self.factors.values()
        )

    def single_places(self) -> Places:
        """Return the columns of the variables that are no factors."""
        single = self.names[len(self.factors) :]
        return np.array([self.columns.index(name) for name in single], dtype=np.intp)


def between_model(text: str) -> BetweenModel:
    """Read the between part of a two-level model.

    Raises Refused for syntax without level 2, without a regression there, or with factors of factors.
    """
    syntax = parse(text)
    lines = syntax.block(None, 2)
    if syntax.levels != (1, 2):
        raise Refused("no_two_levels")
    terms = tuple(line for line in lines if line.op == "~")
    if not terms:
        raise Refused("no_between_regression")
    labels = [label for line in terms for label in line.modifier.labels]
    if syntax.constraints or len(set(labels)) < len(labels):
        raise Refused("between_slopes_equal")
    factors: dict[str, tuple[str, ...]] = {}
    for line in lines:
        if line.op == "=~":
            factors[line.lhs] = (*factors.get(line.lhs, ()), line.rhs)
    higher = [item for items in factors.values() for item in items if item in factors]
    if higher:
        raise Refused("between_factor_of_factors", names=higher)
    used = tuple(dict.fromkeys(name for line in terms for name in (line.lhs, line.rhs)))
    measured = {name: items for name, items in factors.items() if name in used}
    names = (*measured, *(name for name in used if name not in factors))
    items = dict.fromkeys(item for own in measured.values() for item in own)
    columns = (*items, *(name for name in names if name not in measured and name not in items))
    ordered = tuple(sorted(terms, key=lambda line: [own.lhs for own in terms].index(line.lhs)))
    defined, left_out = _definitions(syntax, ordered)
    return BetweenModel(measured, names, columns, _equations(ordered, names), ordered, defined, left_out)


def _equations(terms: tuple[Statement, ...], names: tuple[str, ...]) -> tuple[Equation, ...]:
    predictors: dict[str, list[int]] = {}
    for line in terms:
        predictors.setdefault(line.lhs, []).append(names.index(line.rhs))
    return tuple(
        Equation(names.index(outcome), np.array(places, dtype=np.intp))
        for outcome, places in predictors.items()
    )


def _definitions(syntax: Syntax, terms: tuple[Statement, ...]) -> tuple[tuple[Formula, ...], tuple[str, ...]]:
    """Return the definitions of labels of slopes, and the names of those that use others."""
    labels = tuple(label for line in terms for label in line.modifier.labels)
    kept: list[Definition] = []
    left: list[str] = []
    for definition in syntax.definitions:
        try:
            formulas((*kept, definition), labels)
            kept.append(definition)
        except Refused:
            left.append(definition.name)
    return formulas(tuple(kept), labels), tuple(left)
