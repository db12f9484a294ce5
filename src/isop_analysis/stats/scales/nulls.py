"""What answers would vary by if nobody agreed: null variances for r_wg and r_wg(j)."""

from dataclasses import dataclass

import numpy as np

NULLS = ("uniform", "slightly_skewed", "moderately_skewed")

FIVE_POINT_SHARES = {
    "slightly_skewed": (0.05, 0.15, 0.20, 0.35, 0.25),
    "moderately_skewed": (0.00, 0.10, 0.15, 0.40, 0.35),
}
"""Shares of the five answers under each skewed null (James, Demaree & Wolf 1984; LeBreton & Senter 2008)."""

PUBLISHED = {
    5: (1.34, 0.90),
    6: (1.85, 1.26),
    7: (2.90, 2.14),
    8: (3.47, 2.79),
    9: (5.66, 4.73),
    10: (6.30, 5.09),
    11: (7.31, 6.32),
}
"""Variances of the slightly and the moderately skewed null by number of options, as published by LeBreton &
Senter 2008, Organizational Research Methods 11, 815–852."""


@dataclass(frozen=True)
class NullVariances:
    """Variance of an answer under each null, in squared units of the answers; NaN where none is published."""

    options: int
    step: float
    """Distance between neighbouring answers."""
    uniform: float
    slightly_skewed: float
    moderately_skewed: float

    def variance(self, null: str) -> float:
        """Return the variance under the null of that name, one of `NULLS`."""
        return float(getattr(self, null))


def null_variances(low: float, high: float, options: int) -> NullVariances:
    """Return the null variances of `options` equally spaced answers from low to high, 2 or more.

    The uniform one is (A² − 1)/12 steps² for A options; the skewed ones are published for 5 to 11 options and
    are the same whichever end answers lean to.
    """
    step = (high - low) / (options - 1)
    slight, moderate = PUBLISHED.get(options, (np.nan, np.nan))
    return NullVariances(options, step, step**2 * (options**2 - 1) / 12, step**2 * slight, step**2 * moderate)
