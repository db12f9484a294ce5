"""ICC(1) of the random-intercept model by restricted maximum likelihood, a search over one number.

λ stands for the ratio of the variance between groups to that within; the ICC is λ / (1 + λ).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.scales.interval import Interval
from isop_analysis.stats.scales.one_way import OneWay

LARGEST = 1 - 1e-9
"""The ICC at which a search ends."""


@dataclass(frozen=True)
class RemlIcc:
    """ICC(1) from 0 to 1 with its profile-likelihood interval."""

    icc: float
    interval: Interval


def reml_icc(table: OneWay, confidence: float = 0.95) -> RemlIcc:
    """Return ICC(1) by REML, bounded at 0, with its profile interval.

    The restricted likelihood of the one-way model, mean and scale profiled out (Searle, Casella & McCulloch
    1992, Variance Components, ch. 3), is a function of λ alone.
    """
    from scipy.special import gammaincinv

    if table.ms_within == 0:
        return RemlIcc(1.0, Interval(1.0, 1.0))
    best = _optimum(table)
    # twice the inverse of the incomplete gamma function at ½ is the quantile of χ² with one df
    level = _criterion(table, best) + 2 * float(gammaincinv(0.5, confidence))

    def excess(icc: float) -> float:
        return _criterion(table, icc) - level

    low = root(excess, 0.0, best) if excess(0.0) > 0 else 0.0
    high = root(excess, best, LARGEST) if excess(LARGEST) > 0 else 1.0
    return RemlIcc(best, Interval(low, high))


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function that changes sign between low and high is zero, to rounding."""
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-15, rtol=1e-13, maxiter=500))


def _weighted(table: OneWay, icc: float) -> tuple[np.ndarray, np.ndarray, float]:
    """Weights n / (1 + nλ), squared deviations of the group means, residual sum of squares."""
    weights = table.sizes / (1 + table.sizes * icc / (1 - icc))
    deviations = (table.means - weights @ table.means / weights.sum()) ** 2
    return weights, deviations, table.ss_within + float(weights @ deviations)


def _criterion(table: OneWay, icc: float) -> float:
    """−2 × the restricted log-likelihood, up to a constant."""
    weights, _, residual = _weighted(table, icc)
    logs = np.log1p(table.sizes * icc / (1 - icc)).sum() + np.log(weights.sum())
    return float((table.sizes.sum() - 1) * np.log(residual) + logs)


def _slope(table: OneWay, icc: float) -> float:
    """Derivative of the criterion to λ."""
    weights, deviations, residual = _weighted(table, icc)
    fall = (table.sizes.sum() - 1) * (weights**2 @ deviations) / residual
    return float(weights.sum() - (weights**2).sum() / weights.sum() - fall)


def _optimum(table: OneWay) -> float:
    grid = [0.0, *np.linspace(0.0025, 0.9975, 200), LARGEST]
    lowest = int(np.argmin([_criterion(table, icc) for icc in grid]))
    low, high = grid[max(lowest - 1, 0)], grid[min(lowest + 1, len(grid) - 1)]
    if _slope(table, low) >= 0:
        return float(low)
    return root(lambda icc: _slope(table, icc), low, high) if _slope(table, high) > 0 else float(high)
