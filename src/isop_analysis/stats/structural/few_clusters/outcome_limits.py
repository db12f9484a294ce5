"""How far slopes can move while an outcome of some clusters is known only between two bounds.

A slope is linear in the outcome: Π⁻¹ Σ_j (x_j − x̄) y_j / (J − 1), with Π the predictors' corrected
covariance, x_j their cluster means. So its lowest and highest value over all outcomes within the bounds are
sums over clusters (interval regression's identification region; Beresteanu & Molinari 2008, Econometrica 76,
763–814, for the slopes of a linear projection).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.few_clusters.cluster_data import ClusterData
from isop_analysis.stats.structural.few_clusters.regression import BetweenMoments, Equation, Variables
from isop_analysis.stats.structural.moments import Array


@dataclass(frozen=True)
class OutcomeLimits:
    """The columns with the lowest and the highest value an outcome can have, constant within clusters."""

    outcome: str
    lowest: str
    highest: str


def limits_by_cluster(
    limits: OutcomeLimits, clusters: ClusterData, data: pd.DataFrame, cluster: str
) -> Array:
    """Return the bounds by cluster (J, 2).

    Raises Refused where the outcome lies outside them.
    """
    own = data[data[cluster].notna()]
    first = own.groupby(own[cluster].map(str))[[limits.lowest, limits.highest]].first()
    bounds = first.loc[list(clusters.labels)].to_numpy(dtype=float)
    value = clusters.means[:, clusters.names.index(limits.outcome)]
    slack = 1e-9 * max(1.0, float(np.abs(value).max()))
    if not ((bounds[:, 0] <= value + slack) & (value <= bounds[:, 1] + slack)).all():
        raise Refused("outcome_outside", outcome=limits.outcome, lowest=limits.lowest, highest=limits.highest)
    return bounds


def slope_limits(
    moments: BetweenMoments, variables: Variables, equation: Equation, clusters: ClusterData, bounds: Array
) -> Array:
    """Return how far each slope of the data can fall and rise (predictors, 2), both from the estimate."""
    p = equation.predictors
    M = variables.mapping(len(clusters.names))[0]
    means = clusters.means @ M[p].T
    inner = moments.covariance[0][np.ix_(p, p)]
    weights = np.linalg.solve(inner, (means - means.mean(axis=0)).T) / (len(means) - 1)
    value = clusters.means @ M[equation.outcome]
    moved = weights[:, :, None] * (bounds - value[:, None])
    return np.stack([moved.min(axis=2).sum(axis=1), moved.max(axis=2).sum(axis=1)], axis=1)
