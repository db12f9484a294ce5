"""Cronbach's alpha, Feldt's interval, and what each item adds, all from a covariance matrix."""

import numpy as np

from isop_analysis.stats.scales.interval import Interval


def cronbach_alpha(covariance: np.ndarray) -> float:
    """Return alpha = k/(k−1)·(1 − tr(C)/ΣC) of a (k, k) covariance matrix (Cronbach 1951).

    Of a correlation matrix this is the standardised alpha. At most 1; negative where items run against each
    other; NaN where the sum of the items doesn't vary or k is 1.
    """
    k, total = len(covariance), covariance.sum()
    return float(k / (k - 1) * (1 - np.trace(covariance) / total)) if k > 1 and total > 0 else np.nan


def feldt_interval(alpha: float, n: int, n_items: int, confidence: float = 0.95) -> Interval:
    """Return Feldt's interval of alpha from n rows: (1−α)/(1−α̂) is F with n−1 and (n−1)(k−1) df.

    Feldt, Woodruff & Salih 1987, Applied Psychological Measurement 11, 93–103.
    """
    from scipy.special import fdtri

    tail = (1 - confidence) / 2
    low, high = fdtri(n - 1, (n - 1) * (n_items - 1), [1 - tail, tail])
    return Interval(float(1 - (1 - alpha) * low), float(1 - (1 - alpha) * high))


def item_rest_correlations(covariance: np.ndarray) -> np.ndarray:
    """Return each item's correlation with the sum of the other items, (k,); NaN where that doesn't vary."""
    variances, sums = np.diag(covariance), covariance.sum(axis=0)
    rest = covariance.sum() - 2 * sums + variances
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(rest > 0, (sums - variances) / np.sqrt(variances * np.abs(rest)), np.nan)


def alphas_if_dropped(covariance: np.ndarray) -> np.ndarray:
    """Return alpha of the others for each item left out, (k,); NaN where only one other remains."""
    kept = ~np.eye(len(covariance), dtype=bool)
    return np.array([cronbach_alpha(covariance[np.ix_(others, others)]) for others in kept])
