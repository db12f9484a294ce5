"""Intervals from replicates of an estimate, by the conventions of R's package boot."""

import numpy as np

from isop_analysis.stats.structural.moments import Array


def percentile_interval(replicates: Array, confidence: float) -> tuple[float, float]:
    """Return the percentile interval of replicates (R,) (Davison & Hinkley 1997, p. 202)."""
    tail = (1 - confidence) / 2
    return replicate_quantile(replicates, tail), replicate_quantile(replicates, 1 - tail)


def bca_interval(
    replicates: Array, estimate: float, influence: Array, confidence: float
) -> tuple[float, float]:
    """Return the bias-corrected and accelerated interval (Efron 1987, J. Am. Stat. Assoc. 82, eq. 3.9–4.4).

    `influence` (units,) is each unit's influence on the estimate, whose skewness over 6 is the acceleration.
    NaN where the estimate lies outside all replicates.
    """
    from scipy.stats import norm

    below = float(np.mean(replicates < estimate))
    squares = float(influence @ influence)
    if not 0 < below < 1 or squares == 0:
        return np.nan, np.nan
    bias = float(norm.ppf(below))
    acceleration = float((influence**3).sum()) / (6 * squares**1.5)
    tail = (1 - confidence) / 2
    shifted = bias + norm.ppf([tail, 1 - tail])
    low, high = norm.cdf(bias + shifted / (1 - acceleration * shifted))
    return replicate_quantile(replicates, float(low)), replicate_quantile(replicates, float(high))


def replicate_quantile(replicates: Array, share: float) -> float:
    """Return the (R + 1)·share-th smallest, interpolated on the normal scale, as boot's norm.inter."""
    from scipy.stats import norm

    ordered, count = np.sort(replicates), len(replicates)
    rank = (count + 1) * share
    lower = int(np.floor(rank + 1e-10))
    if lower < 1 or lower >= count:
        return float(ordered[0 if lower < 1 else -1])
    if abs(rank - lower) < 1e-10:
        return float(ordered[lower - 1])
    at, first, second = norm.ppf([share, lower / (count + 1), (lower + 1) / (count + 1)])
    weight = (at - first) / (second - first)
    return float(ordered[lower - 1] + weight * (ordered[lower] - ordered[lower - 1]))
