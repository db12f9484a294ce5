"""One step of Fisher scoring over the variances (Harville 1977, J Am Stat Assoc 72): a start for the search.

With S_ij = tr(PV_iPV_j) it solves the likelihood's equations as if P did not depend on the variances: exact
for balanced data, and close to the optimum otherwise.
"""

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import blocks_of, entries, lower_cholesky
from isop_analysis.stats.multilevel.criterion import Criterion, Point, residual_forms, traces


def scored(criterion: Criterion, point: Point) -> list[Array] | None:
    """Return the relative covariances T after a step from a point, or None where no residual variance is
    left. They need not be positive definite.

    The residual's rows follow from PV_0 = PV − Σ T_iPV_i, as in `extended`.
    """
    parts = criterion.derivatives(point)
    s, S = traces(parts, point.inverse, criterion.reml)
    q, _ = residual_forms(parts, point.inverse)
    T = entries(point.T, criterion.layout.parameters)
    edge, last = s - S @ T, point.nu - T @ s
    system = np.empty((len(T) + 1, len(T) + 1))
    system[:-1, :-1], system[-1, :-1], system[:-1, -1] = S, edge, edge
    system[-1, -1] = last - T @ edge
    slope = np.append(q, point.r2 - T @ q) / point.sigma2 - np.append(s, last)
    gamma = np.append(T, 1.0) + np.linalg.lstsq(system, slope, rcond=1e-10)[0]
    if not gamma[-1] > 0:
        return None
    return blocks_of(gamma[:-1] / gamma[-1], criterion.layout)


def theta_of(criterion: Criterion, T: list[Array], least: float) -> Array:
    """Return the θ whose covariances are nearest to T without a direction below `least`."""
    return entries([lower_cholesky(_lifted(one, least)) for one in T], criterion.layout.parameters)


def _lifted(T: Array, least: float) -> Array:
    values, vectors = np.linalg.eigh(T)
    if values[0] >= least:
        return T
    return np.asarray((vectors * np.maximum(values, least)) @ vectors.T)
