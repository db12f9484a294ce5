"""Correlations of two variables whose rows have likelihoods of their own, margins held.

A number with an ordered item (polyserial), two numbers, and two ordered items given predictors.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.bivariate.margins import Margin
from isop_analysis.stats.bivariate.two_way_tables import (
    GRID,
    LARGEST,
    STEPS,
    Array,
    Tables,
    most_likely,
    table_slopes,
)

EXACT = 1 - 1e-12
"""The correlation of two numbers that determine each other."""


@dataclass(frozen=True)
class PairSlopes:
    """A pair's correlation and the derivatives of each row's log-likelihood (n,), 0 where missing.

    Attributes:
        score: by the correlation.
        first: of a number, by its mean and by its variance.
        second: of a number the same; of an ordered item, by the cut above its answer and the one below.
    """

    correlation: float
    score: Array
    first: tuple[Array, Array]
    second: tuple[Array, Array]


@dataclass(frozen=True)
class _Serial:
    """A number in standard units and the bounds of an ordered item, rows with both (m,)."""

    z: Array
    upper: Array
    lower: Array

    def edges(self, r: float) -> tuple[Array, Array, Array]:
        """Return the densities at both conditional bounds over the share between them, and that share."""
        from scipy.special import ndtr

        root = np.sqrt((1 - r) * (1 + r))
        above, below = (self.upper - r * self.z) / root, (self.lower - r * self.z) / root
        share = np.maximum(ndtr(above) - ndtr(below), np.finfo(float).eps)
        high, low = (np.exp(-0.5 * part**2) / np.sqrt(2 * np.pi) / share for part in (above, below))
        return high, low, share

    def loglik(self, r: float) -> float:
        """Return the log-likelihood of the item's answers given the number."""
        return float(np.log(self.edges(r)[2]).sum())

    def score(self, r: float) -> Array:
        """Return the derivatives by the correlation (Olsson, Drasgow & Dorans 1982, eq. 18)."""
        high, low, _ = self.edges(r)
        upper, lower = (np.where(np.isfinite(part), part, 0.0) for part in (self.upper, self.lower))
        return (high * (upper * r - self.z) - low * (lower * r - self.z)) / (1 - r * r) ** 1.5


def polychoric_pair(first: Margin, second: Margin) -> PairSlopes:
    """Return the polychoric correlation given predictors: every row has its own cuts."""
    seen = (first.codes >= 0) & (second.codes >= 0)
    bounds = (first.upper[None], first.lower[None], second.upper[None], second.lower[None])
    tables = Tables(bounds, seen.astype(float)[None])
    r = most_likely(tables)
    slopes = table_slopes(tables, r)
    return PairSlopes(
        float(r[0]),
        slopes.correlation[0] * seen,
        (slopes.above[0] * seen, slopes.below[0] * seen),
        (slopes.right[0] * seen, slopes.left[0] * seen),
    )


def polyserial_pair(number: Margin, item: Margin) -> PairSlopes:
    """Return the polyserial correlation by two-step ML."""
    seen = np.asarray(~np.isnan(number.standard) & (item.codes >= 0))
    pair = _Serial(number.standard[seen], item.upper[seen], item.lower[seen])
    r = _likeliest(pair)
    high, low, _ = pair.edges(r)
    root = np.sqrt((1 - r) * (1 + r))
    sd = float(np.sqrt(number.variance[0]))
    by_mean = (pair.z + r / root * (high - low)) / sd
    by_variance = (pair.z**2 - 1 + r * pair.z / root * (high - low)) / (2 * sd**2)
    return PairSlopes(
        r,
        _spread(seen, pair.score(r)),
        (_spread(seen, by_mean), _spread(seen, by_variance)),
        (_spread(seen, high / root), _spread(seen, -low / root)),
    )


def pearson_pair(first: Margin, second: Margin) -> PairSlopes:
    """Return the correlation of two numbers by ML with means and variances held: Pearson's on complete rows.

    On other rows the likeliest root of (1 + r²) Σz₁z₂ + n r (1 − r²) − r Σ(z₁² + z₂²) = 0; ± `EXACT` where
    none lies within ±1, since the numbers determine each other.
    """
    seen = np.asarray(~np.isnan(first.standard) & ~np.isnan(second.standard))
    x, y = first.standard[seen], second.standard[seen]
    n, products, squares = float(len(x)), float(x @ y), float(x @ x + y @ y)
    roots = np.roots([-n, products, n - squares, products])
    real = roots[np.abs(roots.imag) < 1e-8].real
    inside = real[np.abs(real) < 1]
    rest = 1 - inside**2
    loglik = -0.5 * n * np.log(rest) - (squares - 2 * inside * products) / (2 * rest)
    r = float(inside[np.argmax(loglik)]) if len(inside) else float(np.copysign(EXACT, products))
    rest = 1 - r * r
    score = (r * rest + x * y * (1 + r * r) - r * (x**2 + y**2)) / rest**2
    return PairSlopes(
        r,
        _spread(seen, score),
        _number_slopes(seen, x, y, r, float(first.variance[0])),
        _number_slopes(seen, y, x, r, float(second.variance[0])),
    )


def _number_slopes(
    seen: NDArray[np.bool_], own: Array, other: Array, r: float, variance: float
) -> tuple[Array, Array]:
    rest = 1 - r * r
    by_mean = (own - r * other) / (rest * np.sqrt(variance))
    by_variance = ((own**2 - r * own * other) / rest - 1) / (2 * variance)
    return _spread(seen, by_mean), _spread(seen, by_variance)


def _spread(seen: NDArray[np.bool_], values: Array) -> Array:
    result = np.zeros(len(seen))
    result[seen] = values
    return result


def _likeliest(pair: _Serial) -> float:
    """Return the correlation that makes the rows most likely, within ± `LARGEST`.

    From the best of a few places, since the likelihood can rise towards both ends, to where its slope changes
    sign.
    """
    from scipy.optimize import brentq

    def slope(place: float) -> float:
        return float(pair.score(place).sum())

    places = np.r_[-LARGEST, GRID, LARGEST]
    best = int(np.argmax([pair.loglik(place) for place in places]))
    start = float(places[best])
    rising = slope(start) > 0
    beside = best + 1 if rising else best - 1
    if not 0 <= beside < len(places):
        return start
    beyond = float(places[beside])
    for _ in range(STEPS):
        if slope(beyond) < 0 if rising else slope(beyond) > 0:
            return float(brentq(slope, start, beyond, xtol=1e-13, rtol=1e-13))
        beyond = (start + beyond) / 2
    return start
