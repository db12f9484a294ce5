"""Tables of two ordered items: which correlation makes them most likely, and the slopes there.

Two-step maximum likelihood with thresholds held at their own estimates (Olsson 1979, Psychometrika 44,
443–460). Many pairs are climbed at once.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.bivariate.bivariate_normal import bivariate_normal_cdf, bivariate_normal_density

Array = NDArray[np.floating]
LARGEST = 0.999
"""The correlation at which the search ends, as in lavaan."""
SMALLEST = float(np.sqrt(np.finfo(float).eps))
"""The probability that a cell's is taken for where it is smaller, as in lavaan."""
STEPS = 60
GRID = np.linspace(-0.9, 0.9, 7)
Corner = Callable[[Array, Array, Array], Array]


@dataclass(frozen=True)
class Tables:
    """Cells of pairs of ordered items, (pairs, cells) each; smaller tables are padded with no weight.

    Attributes:
        bounds: of a cell, the upper and lower cut of the first item, then of the second.
        weights: rows a cell; a single empty cell of a 2 × 2 table counts as ½, the margins kept.
        cuts: of whole tables, both items' cuts from −∞ to ∞ (pairs, answers + 1); None where cells are rows.
    """

    bounds: tuple[Array, Array, Array, Array]
    weights: Array
    cuts: tuple[Array, Array] | None = None

    def inside(self, corner: Corner, r: Array) -> Array:
        """Return a function of corners, summed with signs over each cell's four, at correlations (pairs,)."""
        if self.cuts is not None:
            first, second = self.cuts
            at = corner(first[:, :, None], second[:, None, :], r[:, None, None])
            return np.diff(np.diff(at, axis=1), axis=2).reshape(len(r), -1)
        above, below, right, left = self.bounds
        own = r[:, None]
        return (
            corner(above, right, own)
            - corner(below, right, own)
            - corner(above, left, own)
            + corner(below, left, own)
        )

    def shares(self, r: Array) -> Array:
        """Return the probability of every cell."""
        return np.maximum(self.inside(bivariate_normal_cdf, r), SMALLEST)

    def loglik(self, r: Array) -> Array:
        """Return the log-likelihood of every pair (pairs,)."""
        return (self.weights * np.log(self.shares(r))).sum(axis=1)

    def derivatives(self, r: Array) -> tuple[Array, Array]:
        """Return the first and second derivative of every pair's log-likelihood (pairs,)."""
        shares = self.shares(r)
        slope = self.inside(bivariate_normal_density, r) / shares
        curve = self.inside(_density_slope, r) / shares
        return (self.weights * slope).sum(axis=1), (self.weights * (curve - slope**2)).sum(axis=1)


def tables_of_counts(rows: Array, columns: Array, weights: Array) -> Tables:
    """Return whole tables from both items' cuts (pairs, answers + 1), padded with ∞, and counts a cell."""
    count, width = len(rows), rows.shape[1] - 1
    sides = (rows[:, 1:, None], rows[:, :-1, None], columns[:, None, 1:], columns[:, None, :-1])
    above, below, right, left = (
        np.broadcast_to(side, (count, width, width)).reshape(count, -1) for side in sides
    )
    return Tables((above, below, right, left), weights, (rows, columns))


def with_halved_cells(counts: Array, small: NDArray[np.bool_], width: int) -> Array:
    """Return counts (pairs, cells) with ½ in the one empty cell of a 2 × 2 table, its margins kept.

    `small` (pairs,) says which tables are; `width` is what all are padded to. As lavaan's
    zero.add = c(0.5, 0) and zero.keep.margins; tables with two empty cells stay as they are.
    """
    corners = np.array([0, 1, width, width + 1])
    own = counts[:, corners]
    weights = counts.copy()
    for place in np.flatnonzero(small & ((own == 0).sum(axis=1) == 1)):
        empty = int(np.flatnonzero(own[place] == 0)[0])
        sign = 0.5 if empty in (0, 3) else -0.5
        weights[place, corners] += sign * np.array([1, -1, -1, 1])
    return weights


def _density_slope(h: Array, k: Array, r: Array) -> Array:
    """Derivative to r of the bivariate normal density."""
    finite = np.isfinite(h) & np.isfinite(k)
    x, y = np.where(finite, h, 0.0), np.where(finite, k, 0.0)
    rest = (1 - r) * (1 + r)
    factor = r / rest + ((1 + r**2) * x * y - r * (x**2 + y**2)) / rest**2
    return bivariate_normal_density(h, k, r) * factor


def most_likely(tables: Tables, largest: float = LARGEST) -> Array:
    """Return the correlations (pairs,) that make the tables most likely, within ± largest.

    From the best of a few places, Newton steps between bounds that the slope's sign tightens.
    """
    count = len(tables.weights)
    grid = np.array([tables.loglik(np.full(count, place)) for place in GRID])
    best = grid.argmax(axis=0)
    ends = np.r_[-largest, GRID, largest]
    low, high, r = ends[best], ends[best + 2], GRID[best]
    for _ in range(STEPS):
        slope, curve = tables.derivatives(r)
        low, high = np.where(slope > 0, r, low), np.where(slope > 0, high, r)
        with np.errstate(divide="ignore", invalid="ignore"):
            moved = np.where(curve < 0, r - slope / curve, np.nan)
        inside = (moved > low) & (moved < high)
        moved = np.where(inside, moved, (low + high) / 2)
        moved = np.where(slope == 0, r, moved)
        done = np.abs(moved - r).max(initial=0.0) < 1e-13
        r = moved
        if done:
            break
    # towards ±1 slopes vanish before the end is reached
    return np.where(np.abs(r) > largest - 1e-5, np.sign(r) * largest, r)


@dataclass(frozen=True)
class TableSlopes:
    """Derivatives of the log probability of every cell (pairs, cells): by the correlation, and by its cuts.

    Cells less likely than `SMALLEST` say nothing: 0.
    """

    correlation: Array
    above: Array
    below: Array
    right: Array
    left: Array


def table_slopes(tables: Tables, r: Array) -> TableSlopes:
    """Return the derivatives at correlations (pairs,)."""
    above, below, right, left = tables.bounds
    own = r[:, None]
    shares = tables.inside(bivariate_normal_cdf, r)
    with np.errstate(divide="ignore"):
        weights = np.where(shares > SMALLEST, 1 / np.where(shares > SMALLEST, shares, 1.0), 0.0)
    return TableSlopes(
        correlation=tables.inside(bivariate_normal_density, r) * weights,
        above=_edge(above, right, left, own) * weights,
        below=-_edge(below, right, left, own) * weights,
        right=_edge(right, above, below, own) * weights,
        left=-_edge(left, above, below, own) * weights,
    )


def _edge(cut: Array, high: Array, low: Array, r: Array) -> Array:
    """Return the density of one item at a cut times the share of the other between low and high there."""
    from scipy.special import ndtr

    finite = np.isfinite(cut)
    at = np.where(finite, cut, 0.0)
    root = np.sqrt((1 - r) * (1 + r))
    between = ndtr((high - r * at) / root) - ndtr((low - r * at) / root)
    return np.where(finite, np.exp(-0.5 * at**2) / np.sqrt(2 * np.pi) * between, 0.0)
