"""The restricted likelihood ratio of one variance under the hypothesis that it is zero, in finite samples.

Crainiceanu & Ruppert (2004, J R Stat Soc B 66, 165-185), theorem 1: with μ the eigenvalues of Z'MZ, where M
takes out the fixed part, and w_s² independent χ²₁,
RLRT = sup_λ { (n − p) log(Σ w_s² ÷ Σ w_s² / (1 + λ μ_s)) − Σ log(1 + λ μ_s) }, the sums over all n − p.
"""

import numpy as np

from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.grouping import Effect

STEP = 0.5
LOG_RATIOS = np.arange(-10.0, 8.0 + STEP, STEP)
CHUNK_VALUES = 4_000_000
ALIKE = 1e-3


def eigenvalues(model: Assembly, effect: Effect) -> Array:
    """Return the positive eigenvalues of Z'MZ for an effect of one column, the largest first, over it."""
    w, Q = model.root_weights, model.fixed.Q
    z = effect.matrix[:, 0] if w is None else effect.matrix[:, 0] * w
    codes, count = effect.factor.codes, len(effect.factor.levels)
    inner = np.stack([np.bincount(codes, z * column, count) for column in Q.T], axis=1)
    values = np.linalg.eigvalsh(np.diag(np.bincount(codes, z * z, count)) - inner @ inner.T)[::-1]
    return np.asarray(values[values > 1e-10 * values[0]] / values[0])


def null_draws(mu: Array, degrees: int, draws: int, seed: int) -> Array:
    """Draw RLRT (draws,) for eigenvalues μ (largest 1) and n − p degrees of freedom.

    Eigenvalues within 0.1 % of each other are drawn together, as one χ².
    """
    rng = np.random.default_rng(seed)
    values, counts = _alike(mu)
    size = max(1, CHUNK_VALUES // (len(values) + len(LOG_RATIOS)))
    parts = [
        _suprema(values, counts, degrees, rng, min(size, draws - start)) for start in range(0, draws, size)
    ]
    return np.concatenate(parts)


def _suprema(values: Array, counts: Array, degrees: int, rng: np.random.Generator, draws: int) -> Array:
    squares = rng.chisquare(counts, (draws, len(values)))
    left = degrees - counts.sum()
    rest = rng.chisquare(left, draws) if left > 0 else np.zeros(draws)
    shrunk = 1.0 / (1.0 + np.exp(LOG_RATIOS)[:, None] * values)
    total = squares.sum(axis=1) + rest
    heights = degrees * np.log(total[:, None] / (squares @ shrunk.T + rest[:, None]))
    heights += np.log(shrunk) @ counts
    return np.maximum(_peaks(heights), 0.0)


def _peaks(heights: Array) -> Array:
    """Return each row's maximum, by the parabola through the highest point and its neighbours."""
    rows = np.arange(len(heights))
    best = np.clip(heights.argmax(axis=1), 1, heights.shape[1] - 2)
    low, middle, high = (heights[rows, best + shift] for shift in (-1, 0, 1))
    bend = low - 2.0 * middle + high
    inside = (heights.argmax(axis=1) == best) & (bend < 0)
    gain = (low - high) ** 2 / np.where(inside, -8.0 * bend, 1.0)
    return np.asarray(np.where(inside, middle + gain, heights.max(axis=1)))


def _alike(mu: Array) -> tuple[Array, Array]:
    """Return distinct values and how many there are of each."""
    new = np.diff(np.log(mu), prepend=np.inf) < -ALIKE
    new[0] = True
    starts = np.flatnonzero(new)
    counts = np.diff(np.append(starts, len(mu)))
    return np.add.reduceat(mu, starts) / counts, counts.astype(np.float64)
