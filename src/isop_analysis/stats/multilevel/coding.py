"""Columns of a design from terms, coded as R does: treatment contrasts, or indicators without a margin."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.multilevel.columns import Array, Columns, Factor
from isop_analysis.stats.multilevel.expressions import Measured, evaluate
from isop_analysis.stats.multilevel.formula import Term, Terms

Variables = Mapping[str, Measured | Factor]


@dataclass(frozen=True)
class Design:
    """A design matrix (n, p), its column names as R writes them, and per column the place of its term.

    The intercept's place is −1.
    """

    matrix: Array
    names: tuple[str, ...]
    term_of: tuple[int, ...]


def evaluate_all(terms: Terms, columns: Columns) -> dict[str, Measured | Factor]:
    """Evaluate each variable of the terms once."""
    names = dict.fromkeys(name for term in terms.terms for name in term)
    return {name: evaluate(name, columns) for name in names}


def design(terms: Terms, variables: Variables, n: int, contrasts: str = "treatment") -> Design:
    """Build the design matrix of n rows.

    `contrasts` is "treatment" (R's default), "sum", or "indicators": a column for every level and every cell.
    """
    matrices = [np.ones((n, 1))] if terms.intercept else []
    names, term_of = (["(Intercept)"], [-1]) if terms.intercept else ([], [])
    for place, term in enumerate(terms.terms):
        matrix, labels = _term_columns(terms, term, variables, contrasts)
        matrices.append(matrix)
        names += labels
        term_of += [place] * len(labels)
    stacked = np.concatenate(matrices, axis=1) if matrices else np.empty((n, 0))
    return Design(stacked, tuple(names), tuple(term_of))


def _term_columns(terms: Terms, term: Term, variables: Variables, contrasts: str) -> tuple[Array, list[str]]:
    matrix, labels = None, [""]
    for name in term:
        variable = variables[name]
        if isinstance(variable, Factor):
            full = contrasts == "indicators" or _is_full(terms, term, name, variables)
            columns, suffixes = _factor_columns(variable, full, contrasts)
        else:
            columns, suffixes = variable.values, variable.suffixes
        own = [name + suffix for suffix in suffixes]
        if matrix is None:
            matrix, labels = columns, own
        else:
            matrix = (columns[:, :, None] * matrix[:, None, :]).reshape(len(columns), -1)
            labels = [f"{left}:{right}" for right in own for left in labels]
    assert matrix is not None
    return matrix, labels


def _is_full(terms: Terms, term: Term, name: str, variables: Variables) -> bool:
    """R codes a factor by contrasts where the term without it is in the model, and else by indicators."""
    margin = frozenset(term) - {name}
    if margin:
        return margin not in {frozenset(other) for other in terms.terms}
    return not terms.intercept and name == _first_factor(terms, variables)


def _first_factor(terms: Terms, variables: Variables) -> str | None:
    alone = (term[0] for term in terms.terms if len(term) == 1)
    return next((name for name in alone if isinstance(variables[name], Factor)), None)


def _factor_columns(factor: Factor, full: bool, contrasts: str) -> tuple[Array, tuple[str, ...]]:
    count = len(factor.levels)
    if full:
        return np.eye(count)[factor.codes], factor.levels
    if contrasts == "sum":
        basis = np.vstack([np.eye(count - 1), -np.ones((1, count - 1))])
        return basis[factor.codes], tuple(str(place + 1) for place in range(count - 1))
    return np.eye(count)[factor.codes][:, 1:], factor.levels[1:]
