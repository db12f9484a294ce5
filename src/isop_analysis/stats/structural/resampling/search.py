"""The maxima of one model on many samples, each search starting from the maximum on the data."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.limits import Limits
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.optimum import CLOSE
from isop_analysis.stats.structural.resampling.curvature import curvatures, values_of
from isop_analysis.stats.structural.resampling.weighting import TermSamples, term_samples, weighted
from isop_analysis.stats.structural.several_starts import climbed

CHUNK = 200
LIMIT = 30
TRIED = 20
WORTH = 0.25
"""Of samples without a maximum so many are searched alone; the others where a share this large is found."""
SCORING = 2
"""Steps with the expected Hessian, which go uphill from anywhere, before Newton's."""


@dataclass(frozen=True)
class Maxima:
    """Free parameters (R, q) of every sample, and which searches converged (R,)."""

    theta: Array
    converged: NDArray[np.bool_]


def maxima(model: Likelihood, start: Array, weights: Array, limits: Limits | None = None) -> Maxima:
    """Return the maximum within limits under every row of weights (R, units), from `start` (q,).

    Samples are searched together, but of incomplete clusters each alone.
    """
    theta, converged = np.tile(start, (len(weights), 1)), np.zeros(len(weights), dtype=bool)
    for chunk in _chunks(len(weights)) if len(model.gaussian) == len(model.terms) else ():
        samples = [term_samples(term, weights[chunk]) for term in model.gaussian]
        theta[chunk], converged[chunk] = _together(model, start, samples)
    inside = limits or Limits.none(model.n_free)
    converged &= inside.contain(theta)
    found = 0
    for tried, place in enumerate(np.flatnonzero(~converged)):
        if tried >= TRIED and found < WORTH * tried:
            break
        alone = _alone(weighted(model, weights[place]), start, inside)
        if alone is not None:
            theta[place], converged[place] = alone, True
            found += 1
    return Maxima(theta, converged)


def _chunks(count: int) -> Iterator[Places]:
    for first in range(0, count, CHUNK):
        yield np.arange(first, min(first + CHUNK, count))


def _alone(model: Likelihood, start: Array, limits: Limits) -> Array | None:
    try:
        with np.errstate(all="ignore"):  # a sample may have no maximum, and run off
            optimum = climbed(model, start, limits)
    except np.linalg.LinAlgError:
        return None
    return optimum.theta if optimum is not None and optimum.convergence.converged else None


def _together(model: Likelihood, start: Array, samples: list[TermSamples]) -> tuple[Array, NDArray[np.bool_]]:
    count = len(samples[0].counts)
    theta, converged = np.tile(start, (count, 1)), np.zeros(count, dtype=bool)
    active = np.arange(count)
    value = values_of(model, samples, theta)
    for step in range(LIMIT):
        own = [sample.chosen(active) for sample in samples]
        at = curvatures(model, own, theta[active], observed=step >= SCORING)
        move, decrement = _steps(at.hessian, at.gradient)
        close = (np.abs(decrement) < CLOSE) & (step >= SCORING)
        moved, reached = _shortened(model, own, theta[active], move, value[active], close)
        theta[active], value[active] = moved, reached
        converged[active[close]] = True
        active = active[~close & (decrement > 0)]
        if not len(active):
            break
    return theta, converged & _at_maximum(model, samples, theta, converged)


def _steps(hessian: Array, gradient: Array) -> tuple[Array, Array]:
    """Return Newton steps (R, q) and their decrements gᵀ H⁻¹ g (R,)."""
    try:
        move = np.linalg.solve(hessian, -gradient[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        move = np.stack(
            [np.linalg.lstsq(H, -g, rcond=1e-12)[0] for H, g in zip(hessian, gradient, strict=True)]
        )
    return move, -np.einsum("rq,rq->r", gradient, move)


def _shortened(
    model: Likelihood,
    samples: list[TermSamples],
    theta: Array,
    move: Array,
    value: Array,
    close: NDArray[np.bool_],
) -> tuple[Array, Array]:
    """Return the next places, their steps halved until the value falls, and the values there."""
    moved = theta + move
    reached = values_of(model, samples, moved)
    allowed = value + 1e-10 * np.maximum(1.0, np.abs(value))
    for halving in range(1, 12):
        worse = np.flatnonzero(~close & ~(reached <= allowed))
        if not len(worse):
            break
        moved[worse] = theta[worse] + 0.5**halving * move[worse]
        reached[worse] = values_of(model, [sample.chosen(worse) for sample in samples], moved[worse])
    return moved, reached


def _at_maximum(
    model: Likelihood, samples: list[TermSamples], theta: Array, converged: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which of the converged stand at a maximum: their Hessians have no negative eigenvalue."""
    result = np.zeros(len(theta), dtype=bool)
    places = np.flatnonzero(converged)
    if len(places):
        at = curvatures(model, [sample.chosen(places) for sample in samples], theta[places], observed=True)
        result[places] = np.linalg.eigvalsh(at.hessian)[:, 0] > 0
    return result
