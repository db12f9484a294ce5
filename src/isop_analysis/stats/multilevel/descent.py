"""Descent to a minimum of a smooth function: Newton steps with exact derivatives inside a trust region."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.criterion import Point, Slopes

MOST_STEPS = 200
GRADIENT_LIMIT = 1e-4
CURVATURE_LIMIT = -1e-4
LEAST_GAIN = 1e-11
CLOSE = 0.05


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

    @cached_property
    def max_gradient(self) -> float:
        """Largest gradient entry in size."""
        return float(np.abs(self.slopes.gradient).max(initial=0.0))

    @cached_property
    def min_curvature(self) -> float:
        """Smallest eigenvalue of the Hessian."""
        return float(np.linalg.eigvalsh(self.slopes.hessian).min(initial=np.inf))

    @property
    def curves_up(self) -> bool:
        """Whether the curvature is that of a minimum."""
        return self.min_curvature >= CURVATURE_LIMIT * max(1.0, abs(self.point.deviance) * 1e-4)

    @property
    def holds(self) -> bool:
        """Whether gradient and curvature are those of a minimum."""
        scale = max(1.0, abs(self.point.deviance) * 1e-4)
        return self.max_gradient <= GRADIENT_LIMIT * scale and self.curves_up


def descend(criterion: Objective, theta: Array, enough: float = 0.0) -> Search:
    """Follow Newton steps inside a trust region down from theta, until a step promises less than `enough`."""
    return descend_from(criterion, begin_at(criterion, theta), None, enough)


def begin_at(criterion: Objective, theta: Array) -> Search:
    """Return the search that has made no step."""
    point = criterion.at(theta)
    return Search(point, criterion.slopes(point), 0)


def descend_from(criterion: Objective, begin: Search, known: Search | None, enough: float = 0.0) -> Search:
    """Descend; the search ends where it falls towards a known optimum, or where it is near enough."""
    point, slopes, radius = begin.point, begin.slopes, 1.0
    for step_count in range(1, MOST_STEPS + 1):
        if known is not None and _close(point, known.point):
            return Search(known.point, known.slopes, step_count)
        step, expected = _step(slopes, radius)
        if expected < enough:
            return Search(point, slopes, step_count)
        if expected < LEAST_GAIN * max(1.0, abs(point.deviance)):
            return _polished(criterion, point, slopes, step, step_count)
        trial = evaluated(criterion, point.theta + step)
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


def _close(point: Point, known: Point) -> bool:
    apart = max(float(np.abs(one - other).max()) for one, other in zip(point.T, known.T, strict=True))
    return apart < CLOSE and point.deviance >= known.deviance


def _polished(criterion: Objective, point: Point, slopes: Slopes, step: Array, count: int) -> Search:
    """Take the last Newton step when it makes the gradient smaller: it is below the deviance's rounding."""
    trial = evaluated(criterion, point.theta + step) if step.any() else None
    if trial is None:
        return Search(point, slopes, count)
    after = criterion.slopes(trial)
    if np.abs(after.gradient).max(initial=0.0) <= np.abs(slopes.gradient).max(initial=0.0):
        return Search(trial, after, count)
    return Search(point, slopes, count)


def evaluated(criterion: Objective, theta: Array) -> Point | None:
    """Evaluate, or return None outside the domain."""
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
