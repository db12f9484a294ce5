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
QUICK = 10
"""Steps in which nearly all searches end; the others of all chunks then go on together."""
TRIED = 20
WORTH = 0.25
"""Of samples that Newton's steps don't climb so many are searched; the others where this share is found."""
SCORING = 2
"""Steps with the expected Hessian, which go uphill from anywhere, before Newton's."""


@dataclass(frozen=True)
class Maxima:
    """Free parameters (R, q) of every sample, and which searches converged (R,)."""

    theta: Array
    converged: NDArray[np.bool_]


@dataclass(frozen=True)
class _Searches:
    """Where searches stand (R, q), which converged, and which Newton's step would have led downhill (R,)."""

    theta: Array
    converged: NDArray[np.bool_]
    turned: NDArray[np.bool_]

    @staticmethod
    def begun(theta: Array) -> "_Searches":
        """Return searches that have made no step."""
        return _Searches(theta.copy(), *np.zeros((2, len(theta)), dtype=bool))

    def take(self, places: Places, found: "_Searches") -> None:
        """Put in what became of some of them."""
        self.theta[places], self.converged[places] = found.theta, found.converged
        self.turned[places] |= found.turned


def maxima(model: Likelihood, start: Array, weights: Array, limits: Limits | None = None) -> Maxima:
    """Return the maximum within limits under every row of weights (R, units), from `start` (q,).

    Samples are searched together, but of incomplete clusters each alone.
    """
    searches = _Searches.begun(np.tile(start, (len(weights), 1)))
    if len(model.gaussian) == len(model.terms):
        _search_together(model, weights, searches)
    inside, theta = limits or Limits.none(model.n_free), searches.theta
    converged = searches.converged & inside.contain(theta)
    found = 0
    for tried, place in enumerate(np.flatnonzero(~converged | searches.turned)):
        if tried >= TRIED and found < WORTH * tried:
            break
        if not converged[place]:
            alone = _alone(weighted(model, weights[place]), start, inside)
            if alone is not None:
                theta[place], converged[place] = alone, True
        found += int(converged[place])
    return Maxima(theta, converged)


def _search_together(model: Likelihood, weights: Array, searches: _Searches) -> None:
    """Search all samples in chunks, then on with the slow ones of all chunks."""
    chunks = _chunks(np.arange(len(weights)))
    slow = [_searched(model, weights, searches, chunk, range(QUICK)) for chunk in chunks]
    for chunk in _chunks(np.concatenate([np.arange(0), *slow])):
        _searched(model, weights, searches, chunk, range(QUICK, LIMIT))


def _searched(model: Likelihood, weights: Array, searches: _Searches, chunk: Places, steps: range) -> Places:
    """Search a chunk from where it stands, and return which of it are still on their way."""
    samples = [term_samples(term, weights[chunk]) for term in model.gaussian]
    found, active = _together(model, searches.theta[chunk], samples, steps)
    searches.take(chunk, found)
    return chunk[active]


def _chunks(places: Places) -> Iterator[Places]:
    for first in range(0, len(places), CHUNK):
        yield places[first : first + CHUNK]


def _alone(model: Likelihood, start: Array, limits: Limits) -> Array | None:
    try:
        with np.errstate(all="ignore"):  # a sample may have no maximum, and run off
            optimum = climbed(model, start, limits)
    except np.linalg.LinAlgError:
        return None
    return optimum.theta if optimum is not None and optimum.convergence.converged else None


def _together(
    model: Likelihood, start: Array, samples: list[TermSamples], steps: range
) -> tuple[_Searches, Places]:
    """Return where searches from `start` (R, q) stand, and which of them are not at an end."""
    found, active = _Searches.begun(start), np.arange(len(start))
    theta, value = found.theta, values_of(model, samples, start)
    for step in steps:
        own = [sample.chosen(active) for sample in samples]
        at = curvatures(model, own, theta[active], observed=step >= SCORING)
        move, decrement = _steps(at.hessian, at.gradient)
        close = (np.abs(decrement) < CLOSE) & (step >= SCORING)
        down = np.flatnonzero(~close & (decrement <= 0)) if step >= SCORING else active[:0]
        if len(down):
            chosen = [sample.chosen(down) for sample in own]
            uphill = curvatures(model, chosen, theta[active[down]], observed=False)
            move[down], decrement[down] = _steps(uphill.hessian, uphill.gradient)
            found.turned[active[down]] = True
        moved, reached = _shortened(model, own, theta[active], move, value[active], close)
        theta[active], value[active] = moved, reached
        found.converged[active[close]] = np.linalg.eigvalsh(at.hessian[close])[:, 0] > 0
        active = active[~close & (decrement > 0)]
        if not len(active):
            break
    return found, active


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
