"""First derivatives of the log-likelihood of incomplete clusters by the moments of both levels.

By Σ_w: ½ Σ W ((r − m)(r − m)ᵀ + C − Σ_w) W over rows, r − m what a row is off what is expected of it; by
Σ_b: ½ (u uᵀ − U); by μ: u.
"""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.structural.incomplete_levels.evaluation import Evaluation
from isop_analysis.stats.structural.moments import Array


@dataclass(frozen=True)
class LevelSlopes:
    """Derivatives by Σ_w (..., p, p), and by Σ_b (..., p + k, p + k) and μ (..., p + k) between clusters."""

    within: Array
    between: Array
    mean: Array


def slopes(at: Evaluation) -> LevelSlopes:
    """Return the derivatives of the log-likelihood."""
    W, cells = at.patterns.inverse, at.cells
    within = row_spreads(at) + W @ pattern_rest(at) @ W - cells.pattern_sizes[:, None, None] * W
    u, weights = at.clusters.pulled, cells.weights
    between = (u * weights[:, None]).T @ u - np.tensordot(at.kind_weights, at.kinds.whole, 1)
    return LevelSlopes(0.5 * within.sum(axis=0), 0.5 * between, weights @ u)


def cluster_slopes(at: Evaluation) -> LevelSlopes:
    """Return the derivatives of each cluster's log-likelihood, unweighted, clusters first."""
    cells, of = at.cells, at.cells.kinds.of
    W = at.patterns.inverse[cells.pattern]
    rest = at.kinds.rest[of[cells.cluster]]
    spread = _spreads(at) + cells.size[:, None, None] * rest
    own = W @ spread @ W - cells.size[:, None, None] * W
    u = at.clusters.pulled
    between = u[:, :, None] * u[:, None, :] - at.kinds.whole[of]
    return LevelSlopes(0.5 * cells.by_cluster.of(own), 0.5 * between, u)


def row_spreads(at: Evaluation) -> Array:
    """Return Σ e eᵀ with e = W (r − m), over the rows of every pattern (t, p, p), weighted."""
    cells = at.cells
    crossed = cells.by_pattern.of(cells.cell_weights[:, None, None] * _shifts(at))
    spread = cells.pattern_products - crossed
    return at.patterns.inverse @ spread @ at.patterns.inverse


def pattern_rest(at: Evaluation) -> Array:
    """Return Σ C over the rows of every pattern (t, p, p), weighted."""
    kinds, weights = at.cells.kinds, at.kind_weights
    counts = kinds.cell_size * weights[kinds.cell_kind]
    return kinds.by_pattern.of(counts[:, None, None] * at.kinds.rest[kinds.cell_kind])


def _spreads(at: Evaluation) -> Array:
    return at.cells.products - _shifts(at)


def _shifts(at: Evaluation) -> Array:
    """Return what products about the centre exceed those about what is expected, by cell (c, p, p)."""
    cells = at.cells
    expected = at.clusters.expected[cells.cluster]
    half = (cells.sums - 0.5 * cells.size[:, None] * expected)[:, :, None] * expected[:, None, :]
    return half + half.transpose(0, 2, 1)
