"""What a model takes for granted of its predictors: that they are separate, and their lines straight.

Variance inflation is generalised (Fox & Monette 1992, J Am Stat Assoc 87, 178-183); lines are tested by the
square of the fixed part's prediction, added to it (Ramsey 1969, RESET).
"""

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.assembly import with_predictor
from isop_analysis.stats.multilevel.crossproducts import taken_by_the_fixed_part
from isop_analysis.stats.multilevel.expressions import Measured
from isop_analysis.stats.multilevel.inference import t_p_value
from isop_analysis.stats.multilevel.kenward_roger import kenward_roger
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.solution import solve

SQUARE = "(predicted squared)"


def variance_inflation(fitted: Fit) -> pd.DataFrame:
    """Return term, columns, gvif and vif = gvif^(1/columns) per term of the fixed part, as R's car::vif.

    From the plain covariance of the coefficients without the intercept. `vif` compares with the usual limits
    of a single predictor. Empty with fewer than two terms.

    >>> curved = isop.multilevel.fit("Reaction ~ Days + I(Days^2) + (1 | Subject)", sleep)
    >>> print(isop.multilevel.variance_inflation(curved).round(1))
            term  columns  gvif   vif
    0       Days        1  13.7  13.7
    1  I(Days^2)        1  13.7  13.7
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


def curvature_p_value(fitted: Fit) -> float:
    """Return the p-value of the squared prediction, by Kenward–Roger's t; NaN without a numeric predictor of
    more than two values, where the square is redundant, and where it leaves nothing between clusters.
    """
    solution, model = fitted.solution, fitted.solution.model
    if not any(_bends(variable) for variable in model.variables.values()):
        return np.nan
    predicted = model.fixed.design.matrix @ solution.beta
    scored = (predicted - predicted.mean()) / max(float(predicted.std()), 1e-300)
    wider = with_predictor(model, SQUARE, scored**2)
    if wider.n - wider.fixed.Q.shape[1] < 2 or wider.fixed.design.names[-1] != SQUARE:
        return np.nan
    if taken_by_the_fixed_part(wider.layout, wider.products) is not None:
        return np.nan
    found = solve(wider, True)
    inference = kenward_roger(wider.criterion(True), found.optimum.point, wider.fixed.R_inverse)
    last = np.eye(len(found.beta))[-1]
    t = found.beta[-1] / np.sqrt(inference.covariance[-1, -1])
    return float(t_p_value(np.array(t), np.array(inference.df(last))))


def _bends(variable: object) -> bool:
    if not isinstance(variable, Measured):
        return False
    return any(len(np.unique(column)) > 2 for column in variable.values.T)
