"""Intervals of intraclass correlations: exact for one grouping factor, by restricted profile likelihood for
several.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import blocks_of
from isop_analysis.stats.multilevel.criterion import Criterion, Point, Slopes
from isop_analysis.stats.multilevel.descent import descend
from isop_analysis.stats.multilevel.solution import Solution

LARGEST = 1.0 - 1e-9
NEAR_ENOUGH = 1e-7


@dataclass(frozen=True)
class ShareInterval:
    """Bounds (0–1) of an intraclass correlation, and how they were found: "exact F" or "profile"."""

    low: float
    high: float
    method: str


def share_intervals(solution: Solution, level: float) -> list[ShareInterval]:
    """Return the interval of each random intercept's share of all variance, for a model of intercepts only.

    One grouping factor: Wald (1940, Ann Math Stat 11, 96-100), exact for unequal sizes too. Several: the
    values at which the restricted deviance, all else at its best, lies within χ²₁ of its minimum.
    """
    if len(solution.model.layout.parameters) == 1:
        return [_exact(solution, level)]
    return [_profiled(solution, place, level) for place in range(len(solution.model.layout.parameters))]


def _exact(solution: Solution, level: float) -> ShareInterval:
    from scipy.optimize import brentq
    from scipy.special import fdtri

    y, codes = solution.model.outcome, solution.model.layout.blocks[0].codes
    sizes = np.bincount(codes).astype(np.float64)
    means = np.bincount(codes, y) / sizes
    k, n = len(sizes), len(y)
    within = float(((y - means[codes]) ** 2).sum()) / (n - k)
    if within == 0:
        return ShareInterval(1.0, 1.0, "exact F")

    def excess(share: float, limit: float) -> float:
        weights = sizes / (1.0 + sizes * share / (1.0 - share))
        centre = weights @ means / weights.sum()
        return float(weights @ (means - centre) ** 2) / (k - 1) / within - limit

    def bound(probability: float) -> float:
        limit = float(fdtri(k - 1, n - k, probability))
        return float(brentq(excess, 0.0, LARGEST, args=(limit,))) if excess(0.0, limit) > 0 else 0.0

    return ShareInterval(bound(0.5 + level / 2), bound(0.5 - level / 2), "exact F")


@dataclass(frozen=True)
class _HeldShare:
    """The deviance with one intercept's share of all variance held, by the square roots of the others' T."""

    criterion: Criterion
    place: int
    ratio: float  # share / (1 − share)

    def at(self, theta: Array) -> Point:
        T = np.insert(theta**2, self.place, self.ratio * (1.0 + float((theta**2).sum())))
        return self.criterion.evaluate(blocks_of(T, self.criterion.layout), theta)

    def slopes(self, point: Point) -> Slopes:
        by_T, by_TT = self.criterion.by_covariances(point)
        turn = np.insert(np.eye(len(point.theta)), self.place, self.ratio, axis=0)
        first = turn * (2.0 * point.theta)
        return Slopes(first.T @ by_T, first.T @ by_TT @ first + np.diag(2.0 * (turn.T @ by_T)))


def _profiled(solution: Solution, place: int, level: float) -> ShareInterval:
    from scipy.special import ndtri

    criterion, best = solution.model.criterion(True), solution.optimum.point
    T = np.square(best.theta)
    estimate = float(T[place] / (1.0 + T.sum()))
    limit = float(ndtri(0.5 + level / 2))
    last = [np.delete(np.abs(best.theta), place)]

    @cache
    def excess(share: float) -> float:
        if share == estimate:
            return -limit
        held = _HeldShare(criterion, place, share / (1.0 - share))
        # A variance of 0 is stationary whatever the others do: start away from it.
        found = descend(held, np.maximum(last[0], 0.05), NEAR_ENOUGH).point
        last[0] = np.abs(found.theta)
        return float(np.sqrt(max(found.deviance - best.deviance, 0.0))) - limit

    step = max(0.5 * estimate * (1.0 - estimate), 0.03)
    low, high = (_crossing(excess, estimate, sign * step, edge) for sign, edge in ((-1, 0.0), (1, LARGEST)))
    return ShareInterval(low, high, "profile")


def _crossing(excess: Callable[[float], float], inside: float, step: float, edge: float) -> float:
    """Return where the deviance has risen to its limit, from the estimate towards the edge; the edge if
    nowhere.
    """
    from scipy.optimize import brentq

    while True:
        outside = min(inside + step, edge) if step > 0 else max(inside + step, edge)
        if excess(outside) > 0:
            return float(brentq(excess, inside, outside, xtol=1e-5))
        if outside == edge:
            return edge
        inside, step = outside, 1.6 * step
