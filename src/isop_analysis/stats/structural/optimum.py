"""The maximum of a likelihood by Fisher scoring with damping, finished by Newton steps."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.structural.likelihood import Slope
from isop_analysis.stats.structural.limits import Flags, Limits
from isop_analysis.stats.structural.moments import Array

CLOSE = 1e-13
"""Squared distance from the optimum, in standard errors, at which the search ends."""
NEAR = 1e-3
"""The same before a step, after which the step's own curvature tells whether the search ends."""
LIMIT = 80
SCORING = 2
"""Scoring steps at first: they go uphill from anywhere."""
PATIENCE = 35
"""Scoring steps after which the observed information takes over, whatever it looks like."""
TRUSTED = (0.1, 3.0)
"""Shares of the expected information between which, in every direction, the observed one guides a step."""
FLATTEST = 1e-7
"""Smallest curvature, of parameters scaled to unit expected information, that a step trusts."""


class Objective(Protocol):
    """What can be maximised: a log-likelihood, or minus half a weighted squared distance."""

    @property
    def newton(self) -> bool:
        """Whether its observed information costs little, so that Newton steps pay from the start."""
        ...

    def loglik(self, theta: Array) -> float:
        """Return its value, −∞ where theta is impossible."""
        ...

    def slope(self, theta: Array) -> Slope:
        """Return its value, gradient and information; raise LinAlgError where theta is impossible."""
        ...


@dataclass(frozen=True)
class Convergence:
    """The optimiser's record.

    Attributes:
        converged: whether the gradient vanished at a maximum.
        optimiser: its name.
        iterations: steps taken.
        gradient: largest element of the gradient of the log-likelihood a row, by parameters scaled to their
            standard errors; within limits, that of the parameters not pressed on one.
        reason: why it did not converge; None where it did.
    """

    converged: bool
    optimiser: str
    iterations: int
    gradient: float
    reason: Reason | None = None

    @property
    def message(self) -> str:
        """How the search ended, in one sentence for analysts."""
        return f"{self.reason or f'Converged after {self.iterations} steps'}."


@dataclass(frozen=True)
class Optimum:
    """Free parameters (q,) at the maximum, the slope there, the record of the search, and its limits."""

    theta: Array
    slope: Slope
    convergence: Convergence
    limits: Limits

    def after(self, steps: int) -> "Optimum":
        """Return the same with the steps of a search before counted too."""
        own = self.convergence
        record = _record(own.converged, own.optimiser, own.iterations + steps, own.gradient)
        return replace(self, convergence=record)


def maximise(model: Objective, start: Array, limits: Limits | None = None) -> Optimum:
    """Climb from `start` (q,), whose implied covariances must be positive definite, to the maximum.

    Within limits, the maximum is a place where the gradient vanishes but for parameters that it presses on
    their limits (Karush–Kuhn–Tucker): these are left out of a step and of the curvature it rests on, all
    others take the best step that stays inside (Bertsekas 1982, SIAM J. Control Optim. 20, 221–246).
    """
    inside = limits or Limits.none(len(start))
    theta = inside.within(start)
    try:
        slope = model.slope(theta)
    except np.linalg.LinAlgError as error:
        raise Refused("start_indefinite") from error
    damping = 0.0
    for count in range(LIMIT):
        free = inside.open(theta, slope.gradient)
        curvature = _curvature(slope, count, model.newton, free)
        if not _usable(curvature):
            return _optimum(theta, slope, count, False, inside)
        step = inside.step(theta, slope.gradient, curvature, 0.0)
        if abs(float(slope.gradient @ step)) < CLOSE:
            ended = inside.within(theta + step)
            last = _slope_or_none(model, ended)
            if last is not None:
                theta, slope = ended, last
            return _optimum(theta, slope, count, True, inside)
        first = step if damping == 0.0 else inside.step(theta, slope.gradient, curvature, damping)
        moved, reached, damping = _climb(model, theta, slope, curvature, damping, first, inside)
        if reached is None:
            return _optimum(theta, slope, count, float(slope.gradient @ step) < 1e-8, inside)
        near = abs(float(slope.gradient @ step)) < NEAR
        theta, slope = moved, reached
        if near and _stays(inside, theta, slope, curvature, free):
            return _optimum(theta, slope, count + 1, True, inside)
    return _optimum(theta, slope, LIMIT, False, inside)


def _stays(limits: Limits, theta: Array, slope: Slope, curvature: Array, free: Flags) -> bool:
    """Whether the curvature of the step before, of the same parameters, tells that the search ends here."""
    if not np.array_equal(limits.open(theta, slope.gradient), free):
        return False
    return abs(float(slope.gradient @ limits.step(theta, slope.gradient, curvature, 0.0))) < CLOSE


def _curvature(slope: Slope, count: int, newton: bool, free: Flags) -> Array:
    """Return the expected information at first and where the observed one is far from it, else that one.

    Of the free parameters alone. In the end the observed information takes over, with its eigenvalues made
    positive.
    """
    own = np.ix_(free, free)
    expected = slope.information[own]
    if count < (SCORING if newton else PATIENCE):
        return expected
    scale = np.sqrt(np.maximum(np.diag(expected), 1e-300))
    observed = slope.observed()[own] / np.outer(scale, scale)
    if np.isnan(observed).any():
        return expected
    if newton and _trusted(observed, expected / np.outer(scale, scale)):
        return observed * np.outer(scale, scale)
    if count < PATIENCE:
        return expected
    values, vectors = np.linalg.eigh(observed)
    return (vectors * np.maximum(np.abs(values), FLATTEST)) @ vectors.T * np.outer(scale, scale)


def _trusted(observed: Array, expected: Array) -> bool:
    low, high = TRUSTED
    try:
        np.linalg.cholesky(observed - low * expected)
        np.linalg.cholesky(high * expected - observed)
    except np.linalg.LinAlgError:
        return False
    return True


def _usable(curvature: Array) -> bool:
    scale = np.sqrt(np.maximum(np.diag(curvature), 1e-300))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        return bool(np.isfinite(curvature / np.outer(scale, scale)).all())


def _climb(
    model: Objective,
    theta: Array,
    slope: Slope,
    curvature: Array,
    damping: float,
    step: Array,
    limits: Limits,
) -> tuple[Array, Slope | None, float]:
    """Return the next place and its slope, with less damping after a good step and more after bad ones.

    `step` is the first that is tried, the one with `damping`.
    """
    tolerance = 1e-12 * max(1.0, abs(slope.loglik))
    for _ in range(40):
        moved = limits.within(theta + step)
        reached = _slope_or_none(model, moved)
        if reached is not None and reached.loglik >= slope.loglik - tolerance:
            return moved, reached, damping / 10 if damping > 1e-6 else 0.0
        damping = max(4 * damping, 1e-3)
        step = limits.step(theta, slope.gradient, curvature, damping)
    return theta, None, damping


def _slope_or_none(model: Objective, theta: Array) -> Slope | None:
    try:
        return model.slope(theta)
    except np.linalg.LinAlgError:
        return None


def _optimum(theta: Array, slope: Slope, iterations: int, close: bool, limits: Limits) -> Optimum:
    spread = np.sqrt(np.maximum(np.diag(slope.information), 1e-300))
    steepness = np.abs(slope.gradient / spread)[limits.open(theta, slope.gradient)]
    gradient = float(np.max(steepness, initial=0.0))
    name = "Fisher scoring and Newton steps" + (" within limits" if limits.limiting else "")
    return Optimum(theta, slope, _record(close, name, iterations, gradient), limits)


def _record(converged: bool, name: str, iterations: int, gradient: float) -> Convergence:
    unfound = Reason("search_not_converged", steps=iterations, gradient=gradient)
    return Convergence(converged, name, iterations, gradient, None if converged else unfound)
