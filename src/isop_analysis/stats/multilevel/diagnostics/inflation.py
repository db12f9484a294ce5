"""Variance inflation of the coefficients (generalised: Fox & Monette 1992, J Am Stat Assoc 87, 178-183)."""

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.result import Fit


def variance_inflation(fitted: Fit) -> pd.DataFrame:
    """Return term, columns, gvif and vif = gvif^(1/columns) per term of the fixed part, as R's car::vif.

    From the plain covariance of the coefficients without the intercept. `vif` compares with the usual limits
    of a single predictor. Empty with fewer than two terms.
    """
    solution = fitted.solution
    places = np.array(solution.model.fixed.design.term_of)
    kept = places >= 0
    C, own = solution.covariance[np.ix_(kept, kept)], places[kept]
    terms = np.unique(own)
    scale = np.sqrt(np.diag(C))
    R = C / np.outer(scale, scale)
    rows = []
    for term in terms if len(terms) > 1 else []:
        inside = own == term
        logs = [np.linalg.slogdet(R[np.ix_(part, part)])[1] for part in (inside, ~inside)]
        gvif = float(np.exp(sum(logs) - np.linalg.slogdet(R)[1]))
        name = ":".join(solution.model.formula.fixed.terms[term])
        rows.append((name, int(inside.sum()), gvif, gvif ** (1.0 / inside.sum())))
    return pd.DataFrame(rows, columns=["term", "columns", "gvif", "vif"])
