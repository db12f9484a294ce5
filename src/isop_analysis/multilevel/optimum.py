"""Finding the optimum of the profiled deviance, and checking that it is one.

Newton steps with exact derivatives inside a trust region over unbounded θ (the deviance doesn't change with
the sign of a column of Λ). Where the check of gradient and curvature fails, or the fit is singular, the
search starts anew elsewhere and the lowest deviance counts.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from isop_analysis.multilevel.columns import Array
from isop_analysis.multilevel.criterion import Criterion, Point, Slopes
from isop_analysis.multilevel.grouping import Layout

START = 0.5
OTHER_STARTS = (2.0, 0.1, 8.0)
MOST_STEPS = 200
GRADIENT_LIMIT = 1e-4
CURVATURE_LIMIT = -1e-4
SINGULAR = 1e-4


@dataclass(frozen=True)
class Convergence:
    """How the optimum was found: the check's verdict, and its gradient and curvature in whitened θ."""

    converged: bool
    optimiser: str
    iterations: int
    max_gradient: float
    min_curvature: float
    restarts: int
    message: str


@dataclass(frozen=True)
class Optimum:
    """The best point found and its record."""

    point: Point
    convergence: Convergence


class Objective(Protocol):
    """A smooth function to minimise: its points, and its slopes there."""

    def at(self, theta: Array) -> Point:
        """Evaluate. Raises numpy.linalg.LinAlgError outside its domain."""
        ...

    def slopes(self, point: Point) -> Slopes:
        """Return gradient and Hessian."""
        ...


@dataclass(frozen=True)
class Search:
    """Where a descent ended."""

    point: Point
    slopes: Slopes
    steps: int

    @property
    def max_gradient(self) -> float:
        """Largest gradient entry in size."""
        return float(np.abs(self.slopes.gradient).max(initial=0.0))

    @property
    def min_curvature(self) -> float:
        """Smallest eigenvalue of the Hessian."""
        return float(np.linalg.eigvalsh(self.slopes.hessian).min(initial=np.inf))

    @property
    def holds(self) -> bool:
        """Whether gradient and curvature are those of a minimum."""
        scale = max(1.0, abs(self.point.deviance) * 1e-4)
        flat = self.max_gradient <= GRADIENT_LIMIT * scale
        return flat and self.min_curvature >= CURVATURE_LIMIT * scale


def minimise(criterion: Criterion, start: Array | None = None) -> Optimum:
    """Minimise the deviance over θ and check the optimum."""
    best = descend(criterion, identity(criterion.layout) * START if start is None else start)
    steps, restarts = best.steps, 0
    for scale in OTHER_STARTS:
        if best.holds and (restarts or not is_singular(best.point.theta, criterion.layout)):
            break
        other = descend(criterion, _elsewhere(best, criterion.layout, scale))
        steps, restarts = steps + other.steps, restarts + 1
        if _better(other, best):
            best = other
    point = tidied(criterion, best.point)
    record = Convergence(
        best.holds,
        "trust-region Newton",
        steps,
        best.max_gradient,
        best.min_curvature,
        restarts,
        _message(best),
    )
    return Optimum(point, record)


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


def _elsewhere(best: Search, layout: Layout, scale: float) -> Array:
    """Leave a saddle along its downward direction; start at another size otherwise."""
    values, vectors = np.linalg.eigh(best.slopes.hessian)
    if len(values) and values[0] < 0 and not best.holds and scale == OTHER_STARTS[0]:
        return np.asarray(best.point.theta + 0.3 * vectors[:, 0])
    return identity(layout) * scale


def descend(criterion: Objective, theta: Array) -> Search:
    """Follow Newton steps inside a trust region down from theta."""
    point, radius = criterion.at(theta), 1.0
    slopes = criterion.slopes(point)
    for step_count in range(1, MOST_STEPS + 1):
        step, expected = _step(slopes, radius)
        if expected < 1e-13 * max(1.0, abs(point.deviance)):
            return _polished(criterion, point, slopes, step, step_count)
        trial = _try(criterion, point.theta + step)
        gain = point.deviance - trial.deviance if trial else -np.inf
        if gain < 0.25 * expected:
            radius = 0.25 * float(np.linalg.norm(step))
        elif gain > 0.75 * expected:
            radius = max(radius, 2.5 * float(np.linalg.norm(step)))
        if trial and gain > 1e-4 * expected:
            point, slopes = trial, criterion.slopes(trial)
        elif radius < 1e-12:
            return Search(point, slopes, step_count)
    return Search(point, slopes, MOST_STEPS)


def _polished(criterion: Objective, point: Point, slopes: Slopes, step: Array, count: int) -> Search:
    """Take the last Newton step when it makes the gradient smaller: it is below the deviance's rounding."""
    trial = _try(criterion, point.theta + step)
    if trial is None:
        return Search(point, slopes, count)
    after = criterion.slopes(trial)
    if np.abs(after.gradient).max(initial=0.0) <= np.abs(slopes.gradient).max(initial=0.0):
        return Search(trial, after, count)
    return Search(point, slopes, count)


def _try(criterion: Objective, theta: Array) -> Point | None:
    try:
        return criterion.at(theta)
    except np.linalg.LinAlgError:
        return None


def _step(slopes: Slopes, radius: float) -> tuple[Array, float]:
    """Return the step along the absolute curvatures, cut at the radius, and the decrease it promises."""
    values, vectors = np.linalg.eigh(slopes.hessian)
    size = np.maximum(np.abs(values), 1e-8 * max(1.0, float(np.abs(values).max(initial=0.0))))
    step = -(vectors / size) @ (vectors.T @ slopes.gradient)
    length = float(np.linalg.norm(step))
    if length > radius:
        step = step * (radius / length)
    along = vectors.T @ step
    return step, -float(slopes.gradient @ step + 0.5 * (values * along) @ along)


def tidied(criterion: Criterion, point: Point) -> Point:
    """Make the columns of Λ positive, and zero where they are negligible and the fit isn't worse for it."""
    theta = point.theta.copy()
    items = list(zip(range(len(theta)), criterion.layout.parameters, strict=True))
    for place, item in items:
        if item.row != item.column:
            continue
        column = [other for other, one in items if (one.block, one.column) == (item.block, item.column)]
        if theta[place] < 0:
            theta[column] *= -1
        for negligible in (column, [place]):
            zeroed = theta.copy()
            zeroed[negligible] = 0.0
            if 0 < np.abs(theta[negligible]).max() < 10 * SINGULAR and _no_worse(criterion, zeroed, point):
                theta = zeroed
    return criterion.at(theta)


def _no_worse(criterion: Criterion, theta: Array, point: Point) -> bool:
    trial = _try(criterion, theta)
    return trial is not None and trial.deviance <= point.deviance + 1e-9


def _message(best: Search) -> str:
    if best.holds:
        return "Gradient and curvature at the optimum are in order."
    return (
        f"The optimum isn't certain: largest gradient {best.max_gradient:.2g}, "
        f"smallest curvature {best.min_curvature:.2g}, and other starts found nothing lower."
    )
