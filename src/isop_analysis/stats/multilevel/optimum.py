"""Finding the optimum of the profiled deviance, and checking that it is one.

A scoring step, then Newton steps with exact derivatives inside a trust region over unbounded θ (the deviance
doesn't change with the sign of a column of Λ). Where the check of gradient and curvature fails, or the fit is
singular, the search starts anew elsewhere and the lowest deviance counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.criterion import Criterion, Point
from isop_analysis.stats.multilevel.descent import Search, begin_at, descend_from, evaluated
from isop_analysis.stats.multilevel.grouping import Layout
from isop_analysis.stats.multilevel.one_variance import deviances_along
from isop_analysis.stats.multilevel.scoring import scored, theta_of

START = 0.5
SECOND_START = 2.0
OTHER_STARTS = (2.0, 0.1, 8.0)
SINGULAR = 1e-4
INSIDE = 0.01
GRID = (0.0, 0.1, 0.2, 0.4, 0.8, 1.5, 3.0, 6.0)


@dataclass(frozen=True)
class Convergence:
    """How the optimum was found: the check's verdict, and its gradient and curvature in whitened θ.

    `doubt` says why it is not `converged`; None where it is.
    """

    converged: bool
    optimiser: str
    iterations: int
    max_gradient: float
    min_curvature: float
    restarts: int
    doubt: Reason | None


@dataclass(frozen=True)
class Optimum:
    """The best point found and its record."""

    point: Point
    convergence: Convergence


def minimise(criterion: Criterion, start: Array | None = None) -> Optimum:
    """Minimise the deviance over θ and check the optimum."""
    begin = identity(criterion.layout) * START if start is None else start
    best = descend_from(criterion, _ahead(criterion, begin), None)
    steps, restarts, in_doubt = best.steps, 0, not best.holds
    for theta in _other_starts(criterion, best):
        other = descend_from(criterion, begin_at(criterion, theta), None if in_doubt else best)
        steps, restarts = steps + other.steps, restarts + 1
        if _better(other, best):
            best = other
        if in_doubt and best.holds:
            break
    return Optimum(tidied(criterion, best.point), _record(best, "trust-region Newton", steps, restarts))


def checked(criterion: Criterion, theta: Array, optimiser: str) -> Optimum:
    """Check an optimum that was found otherwise."""
    point = criterion.at(theta)
    return Optimum(point, _record(Search(point, criterion.slopes(point), 0), optimiser, 0, 0))


def _record(best: Search, optimiser: str, steps: int, restarts: int) -> Convergence:
    return Convergence(
        best.holds, optimiser, steps, best.max_gradient, best.min_curvature, restarts, _doubt(best)
    )


def identity(layout: Layout) -> Array:
    """Return the θ of Λ = I."""
    return np.array([1.0 if item.row == item.column else 0.0 for item in layout.parameters])


def is_singular(theta: Array, layout: Layout) -> bool:
    """Tell whether a diagonal entry of Λ, in units of its column's spread, is below 1e-4 (lme4's limit)."""
    return any(
        item.row == item.column and abs(value) < SINGULAR
        for value, item in zip(theta, layout.parameters, strict=True)
    )


def _better(other: Search, best: Search) -> bool:
    gain = best.point.deviance - other.point.deviance
    return gain > 1e-9 or (gain > -1e-9 and other.holds and not best.holds)


def _other_starts(criterion: Criterion, best: Search) -> Iterator[Array]:
    """Yield where else to search: in another valley of a single variance; from all variances where a fit is
    singular; down from a saddle and from other sizes where the check fails.
    """
    layout = criterion.layout
    if not best.holds:
        values, vectors = np.linalg.eigh(best.slopes.hessian)
        if len(values) and values[0] < 0:
            yield best.point.theta + 0.3 * vectors[:, 0]
        yield from (identity(layout) * scale for scale in OTHER_STARTS)
    elif len(layout.parameters) == 1:
        yield from _other_valleys(criterion, best.point)
    elif is_singular(best.point.theta, layout):
        yield identity(layout) * SECOND_START


def _other_valleys(criterion: Criterion, point: Point) -> Iterator[Array]:
    """Yield each θ of a coarse grid at which the deviance has fallen again on the way from the optimum."""
    here, deviances = abs(float(point.theta[0])), deviances_along(criterion, np.array(GRID))
    above = [pair for pair in zip(GRID, deviances, strict=True) if pair[0] > here]
    below = [pair for pair in zip(GRID, deviances, strict=True) if pair[0] < here]
    for side in (above, below[::-1]):
        last = point.deviance
        for value, deviance in side:
            if deviance < last:
                yield np.array([value])
            last = deviance


def _ahead(criterion: Criterion, theta: Array) -> Search:
    """Begin at theta, or where a scoring step from there leads if that is lower; on the edge of zero
    variances where the deviance does not fall away from it.
    """
    point = criterion.at(theta)
    T = scored(criterion, point)
    for least in (0.0, INSIDE):
        trial = None if T is None else evaluated(criterion, theta_of(criterion, T, least))
        if trial is not None and trial.deviance < point.deviance:
            begin = Search(trial, criterion.slopes(trial), 0)
            if least or begin.min_curvature >= 0:
                return begin
    return Search(point, criterion.slopes(point), 0)


def tidied(criterion: Criterion, point: Point) -> Point:
    """Make the columns of Λ positive, and zero where they are negligible and the fit isn't worse for it."""
    best, theta = point, point.theta.copy()
    items = list(zip(range(len(theta)), criterion.layout.parameters, strict=True))
    for place, item in items:
        if item.row != item.column:
            continue
        column = [other for other, one in items if (one.block, one.column) == (item.block, item.column)]
        if theta[place] < 0:
            theta[column] *= -1
        for negligible in (column, [place]):
            if 0 < np.abs(theta[negligible]).max() < 10 * SINGULAR:
                trial = evaluated(criterion, _zeroed(theta, negligible))
                if trial is not None and trial.deviance <= point.deviance + 1e-9:
                    best, theta = trial, trial.theta.copy()
    return best if np.array_equal(theta, best.theta) else criterion.at(theta)


def _zeroed(theta: Array, places: list[int]) -> Array:
    zeroed = theta.copy()
    zeroed[places] = 0.0
    return zeroed


def _doubt(best: Search) -> Reason | None:
    if best.holds:
        return None
    return Reason("optimum_uncertain", gradient=best.max_gradient, curvature=best.min_curvature)
