"""Which combinations of coefficients a term's F test sets to zero."""

import numpy as np

from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.coding import design
from isop_analysis.stats.multilevel.columns import Array


def term_hypotheses(model: Assembly) -> list[tuple[str, Array]]:
    """Return per fixed term its type III hypothesis L (q, p).

    Type III averages over the levels of other factors with equal weight. A rank-deficient design has no such
    average; its terms are tested as coded. The rows are lmerTest's, whose pooled df depend on their choice.
    """
    terms = model.formula.fixed.terms
    places = np.array(model.fixed.design.term_of)
    if len(terms) == 1:
        L = _sequential(model.fixed.design.matrix)
    else:
        L = np.eye(len(places)) if model.fixed.dropped else _averaged(model, places)
    named = [(":".join(term), L[places == place]) for place, term in enumerate(terms)]
    return [(name, rows) for name, rows in named if len(rows)]


def _sequential(X: Array) -> Array:
    """Return type I rows, the only hypothesis there is for a single term."""
    R = np.linalg.qr(X, mode="r")
    return np.asarray(R / np.diag(R)[:, None])


def _averaged(model: Assembly, places: Array) -> Array:
    """Return the coefficients under sum-to-zero contrasts, turned back to one own coefficient a row."""
    summed = design(model.formula.fixed, model.variables, model.n, contrasts="sum")
    if summed.term_of != model.fixed.design.term_of:
        return np.eye(len(places))
    coded = model.fixed.design.matrix
    L = np.asarray(np.linalg.lstsq(summed.matrix, coded, rcond=None)[0], dtype=np.float64)
    for place in np.unique(places):
        own = places == place
        L[own] = np.linalg.solve(L[np.ix_(own, own)], L[own])
    L[np.abs(L) < 1e-12] = 0.0
    return L
