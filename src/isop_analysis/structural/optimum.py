"""The maximum of a likelihood by Fisher scoring with damping, finished by Newton steps."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from isop_analysis.structural.likelihood import Slope
from isop_analysis.structural.moments import Array
from isop_analysis.structural.refusals import ModelRefused

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
            standard errors.
        message: one sentence.
    """

    converged: bool
    optimiser: str
    iterations: int
    gradient: float
    message: str


@dataclass(frozen=True)
class Optimum:
    """Free parameters (q,) at the maximum, the slope there, and the record of the search."""

    theta: Array
    slope: Slope
    convergence: Convergence


def maximise(model: Objective, start: Array) -> Optimum:
    """Climb from `start` (q,), whose implied covariances must be positive definite, to the maximum."""
    try:
        theta, slope = start, model.slope(start)
    except np.linalg.LinAlgError as error:
        raise ModelRefused(
            "The starting values imply a covariance matrix that is not positive definite; give "
            "better ones for "
            "variances and loadings with start(), as in 'f =~ x1 + start(0.8)*x2'."
        ) from error
    damping = 0.0
    for count in range(LIMIT):
        curvature = _curvature(slope, count, model.newton)
        step = _solve(curvature, slope.gradient, 0.0)
        if abs(float(slope.gradient @ step)) < CLOSE:
            last = _slope_or_none(model, theta + step)
            if last is not None:
                theta, slope = theta + step, last
            return _optimum(theta, slope, count, True)
        moved, reached, damping = _climb(model, theta, slope, curvature, damping)
        if reached is None:
            return _optimum(theta, slope, count, float(slope.gradient @ step) < 1e-8)
        near = abs(float(slope.gradient @ step)) < NEAR
        theta, slope = moved, reached
        if near and abs(float(slope.gradient @ _solve(curvature, slope.gradient, 0.0))) < CLOSE:
            return _optimum(theta, slope, count + 1, True)
    return _optimum(theta, slope, LIMIT, False)


def _curvature(slope: Slope, count: int, newton: bool) -> Array:
    """Return the expected information at first and where the observed one is far from it, else that one.

    In the end the observed information takes over, with its eigenvalues made positive.
    """
    if count < (SCORING if newton else PATIENCE):
        return slope.information
    scale = np.sqrt(np.maximum(np.diag(slope.information), 1e-300))
    observed = slope.observed() / np.outer(scale, scale)
    if np.isnan(observed).any():
        return slope.information
    if newton and _trusted(observed, slope.information / np.outer(scale, scale)):
        return observed * np.outer(scale, scale)
    if count < PATIENCE:
        return slope.information
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


def _solve(curvature: Array, gradient: Array, damping: float) -> Array:
    scale = np.sqrt(np.maximum(np.diag(curvature), 1e-300))
    scaled = curvature / np.outer(scale, scale) + damping * np.eye(len(scale))
    try:
        return np.linalg.solve(scaled, gradient / scale) / scale
    except np.linalg.LinAlgError:
        return np.linalg.lstsq(scaled, gradient / scale, rcond=1e-12)[0] / scale


def _climb(
    model: Objective, theta: Array, slope: Slope, curvature: Array, damping: float
) -> tuple[Array, Slope | None, float]:
    """Return the next place and its slope, with less damping after a good step and more after bad ones."""
    tolerance = 1e-12 * max(1.0, abs(slope.loglik))
    for _ in range(40):
        moved = theta + _solve(curvature, slope.gradient, damping)
        reached = _slope_or_none(model, moved)
        if reached is not None and reached.loglik >= slope.loglik - tolerance:
            return moved, reached, damping / 10 if damping > 1e-6 else 0.0
        damping = max(4 * damping, 1e-3)
    return theta, None, damping


def _slope_or_none(model: Objective, theta: Array) -> Slope | None:
    try:
        return model.slope(theta)
    except np.linalg.LinAlgError:
        return None


def _optimum(theta: Array, slope: Slope, iterations: int, close: bool) -> Optimum:
    spread = np.sqrt(np.maximum(np.diag(slope.information), 1e-300))
    gradient = float(np.max(np.abs(slope.gradient / spread), initial=0.0))
    message = (
        f"Converged after {iterations} steps."
        if close
        else f"Not converged after {iterations} steps: the gradient is {gradient:.2g}; estimates "
        "are no maximum: take a smaller model, or give starting values with start()."
    )
    record = Convergence(close, "Fisher scoring and Newton steps", iterations, gradient, message)
    return Optimum(theta, slope, record)
