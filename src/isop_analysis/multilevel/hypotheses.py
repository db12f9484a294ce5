"""Which combinations of coefficients a term's F test sets to zero."""

import numpy as np

from isop_analysis.multilevel.assembly import Assembly
from isop_analysis.multilevel.coding import design
from isop_analysis.multilevel.columns import Array


def term_hypotheses(model: Assembly) -> list[tuple[str, Array]]:
    """Return per fixed term its type III hypothesis L (q, p).

    Type III averages over the levels of other factors with equal weight: the term's coefficients under
    sum-to-zero contrasts. A rank-deficient design has no such coding; its terms are tested as coded.
    """
    fixed = model.fixed
    terms = model.formula.fixed
    L, term_of = np.eye(len(fixed.design.names)), fixed.design.term_of
    if not fixed.dropped:
        summed = design(terms, model.variables, model.n, contrasts="sum")
        if summed.matrix.shape == fixed.design.matrix.shape:
            L, term_of = np.linalg.lstsq(summed.matrix, fixed.design.matrix, rcond=None)[0], summed.term_of
            L[np.abs(L) < 1e-12] = 0.0
    places = np.array(term_of)
    named = [(":".join(term), L[places == place]) for place, term in enumerate(terms.terms)]
    return [(name, rows) for name, rows in named if len(rows)]
