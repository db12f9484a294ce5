"""An indirect effect against the residual correlation of mediator and outcome, and where it vanishes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.resampling.monte_carlo import DRAWS, root_of
from isop_analysis.stats.structural.sensitivity.chains import Chain
from isop_analysis.stats.structural.sensitivity.correlated_residuals import Correlated, ResidualCorrelation

GRID = np.round(np.linspace(-0.9, 0.9, 19), 10)
EXACT = 1e-4
TAILS = (0.025, 0.975)


@dataclass(frozen=True)
class Point:
    """The effect at one residual correlation, with the Monte-Carlo interval there."""

    rho: float
    estimate: float
    low: float
    high: float

    @property
    def holds_zero(self) -> bool:
        """Whether 0 lies inside the interval."""
        return self.low <= 0 <= self.high


@dataclass(frozen=True)
class Curve:
    """The effect over the grid of correlations at which there are estimates.

    Attributes:
        points: in the order of the correlation.
        zero_at: correlation nearest 0 at which the estimate is 0; NaN where there is none within ±.9.
        open_at: correlation nearest 0 at which the interval holds 0, 0 where it does so without any; NaN
            where there is none within ±.9.
    """

    points: tuple[Point, ...]
    zero_at: float
    open_at: float


@dataclass
class _Walk:
    """The effect at any correlation, each search starting from the estimates nearest by."""

    model: ResidualCorrelation
    chain: Chain
    standard: Array
    found: dict[float, Correlated] = field(default_factory=dict)
    points: dict[float, Point] = field(default_factory=dict)

    def at(self, rho: float) -> Point | None:
        """Return the point at a correlation; None where there are no estimates."""
        if rho not in self.points:
            near = min(self.found, key=lambda other: abs(other - rho), default=None)
            solved = self.model.at(rho, None if near is None else self.found[near].theta)
            if solved is None:
                return None
            self.found[rho] = solved
            self.points[rho] = self._point(solved)
        return self.points[rho]

    def _point(self, solved: Correlated) -> Point:
        rows = self.model.model.table.parameters
        free = [rows[place].free for place in self.chain.places]
        values = self.model.model.values(np.append(solved.theta, 0.0))
        moved = self.standard @ root_of(solved.covariance).T[:, [place for place in free if place >= 0]]
        product, column = np.ones(len(moved)), 0
        for place, own in zip(self.chain.places, free, strict=True):
            product = product * (values[place] + (moved[:, column] if own >= 0 else 0.0))
            column += own >= 0
        low, high = np.quantile(product, TAILS)
        return Point(solved.rho, float(self.chain.values(values)), float(low), float(high))


def effect_curve(model: ResidualCorrelation, chain: Chain, draws: int = DRAWS, seed: int = 20240229) -> Curve:
    """Return the curve of a chain's effect; without correlation it has the interval of `monte_carlo`."""
    standard = np.random.default_rng(seed).standard_normal((draws, len(model.fitted.theta)))
    walk = _Walk(model, chain, standard)
    for rho in sorted(GRID, key=lambda own: (abs(own), own)):
        walk.at(float(rho))
    points = tuple(walk.points[rho] for rho in sorted(walk.points))
    zero = _nearest(walk, points, lambda point: point.estimate)
    return Curve(points, zero, _opening(walk, points))


def point_at(model: ResidualCorrelation, chain: Chain, rho: float, seed: int = 20240229) -> Point | None:
    """Return the effect at one correlation."""
    standard = np.random.default_rng(seed).standard_normal((DRAWS, len(model.fitted.theta)))
    return _Walk(model, chain, standard).at(rho)


def _opening(walk: _Walk, points: tuple[Point, ...]) -> float:
    start = walk.at(0.0)
    if start is None:
        return np.nan
    if start.holds_zero:
        return 0.0
    if start.low > 0:
        return _nearest(walk, points, lambda point: point.low)
    return _nearest(walk, points, lambda point: point.high)


def _nearest(walk: _Walk, points: tuple[Point, ...], value: Callable[[Point], float]) -> float:
    """Return the root nearest 0 of something that is told at every point; NaN where it has none."""
    roots = []
    for one, other in pairwise(points):
        if value(one) == 0:
            roots.append(one.rho)
        elif value(one) * value(other) < 0:
            roots.append(_root(walk, one, other, value))
    return min(roots, key=abs, default=np.nan)


def _root(walk: _Walk, one: Point, other: Point, value: Callable[[Point], float]) -> float:
    """Return where the value changes its sign between two points (regula falsi with halving)."""
    low, high = (one, other) if value(one) < 0 else (other, one)
    for count in range(40):
        share = value(low) / (value(low) - value(high)) if count % 3 < 2 else 0.5
        middle = walk.at(low.rho + share * (high.rho - low.rho))
        if middle is None:
            return np.nan
        if abs(value(middle)) < 1e-12 or abs(high.rho - low.rho) < EXACT:
            return middle.rho
        step = abs(middle.rho - (low.rho if value(middle) < 0 else high.rho))
        low, high = (middle, high) if value(middle) < 0 else (low, middle)
        if step < EXACT / 100:
            return middle.rho
    return (low.rho + high.rho) / 2
