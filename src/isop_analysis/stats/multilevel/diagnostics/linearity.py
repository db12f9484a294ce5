"""Do straight lines fit: the square of the fixed part's prediction, added to it (Ramsey 1969, RESET)."""

import numpy as np

from isop_analysis.stats.multilevel.assembly import with_predictor
from isop_analysis.stats.multilevel.crossproducts import taken_by_the_fixed_part
from isop_analysis.stats.multilevel.expressions import Measured
from isop_analysis.stats.multilevel.inference import t_p_value
from isop_analysis.stats.multilevel.kenward_roger import kenward_roger
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.solution import solve

SQUARE = "(predicted squared)"


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
