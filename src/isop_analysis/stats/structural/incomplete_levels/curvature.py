"""Second derivatives of minus the log-likelihood of incomplete clusters by the moments of both levels.

With d₁V and d₂V directions of a cluster's V, e = V⁻¹ (values − mean), the observed ones are
    −½ tr V⁻¹ d₁V V⁻¹ d₂V + eᵀ d₁V V⁻¹ d₂V e,   dμᵀ Zᵀ V⁻¹ dV e   and   dμᵀ U dμ,
the expected ones ½ tr V⁻¹ d₁V V⁻¹ d₂V, none, and the same. For E of Σ_w, D of Σ_b, T E = Σ W E W and
N E = Σ W E e over a cluster's rows, and R the reach (`place`), they are sums of
    tr E₁ W E₂ X over patterns, tr T E₁ C T E₂ C, (N E₁)ᵀ C N E₂, tr D Rᵀ (T E) R, uᵀ D Rᵀ N E,
    tr U D₁ U D₂ and uᵀ D₁ U D₂ u.
Directions are the m = p (p + 1) / 2 entries of the upper triangle, one off the diagonal moving its twin too;
for Σ_w any q combinations of these, which are fewer for most models.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from isop_analysis.stats.structural.incomplete_levels.evaluation import Evaluation
from isop_analysis.stats.structural.incomplete_levels.slopes import pattern_rest, row_spreads
from isop_analysis.stats.structural.incomplete_levels.triangle import Triangle
from isop_analysis.stats.structural.moments import Array


@dataclass(frozen=True)
class Curvature:
    """Second derivatives at a place, by directions of Σ_w (q, m), and entries of Σ_b (M) and μ (p + k)."""

    at: Evaluation
    directions: Array

    def matrix(self, observed: bool) -> Array:
        """Return the observed second derivatives, or the expected ones, (q + M + p + k) squared."""
        q, P = len(self.directions), self.at.kinds.whole.shape[1]
        ends = np.cumsum([0, q, self._upper.count, P])
        total = np.zeros((int(ends[-1]), int(ends[-1])))
        within, between, mean = (slice(first, last) for first, last in pairwise(ends))
        traces, across = self._of_kinds
        sign = -0.5 if observed else 0.5
        total[within, within] = self._of_patterns(observed) + sign * traces
        total[within, between] = sign * across
        total[between, between] = self._of_between(observed)
        total[mean, mean] = np.tensordot(self.at.kind_weights, self.at.kinds.whole, 1)
        if observed:
            total[mean, between] = self._of_mean_and_between()
            total[between, mean] = total[mean, between].T
            self._add_clusters(total, within, between, mean)
            total[mean, within] = total[within, mean].T
        total[between, within] = total[within, between].T
        return total

    @cached_property
    def _lower(self) -> Triangle:
        return Triangle.of(self.at.cells.lower)

    @cached_property
    def _upper(self) -> Triangle:
        return Triangle.of(self.at.kinds.whole.shape[1])

    def _of_patterns(self, observed: bool) -> Array:
        W, sizes = self.at.patterns.inverse, self.at.cells.pattern_sizes
        own = W @ pattern_rest(self.at) @ W - 0.5 * sizes[:, None, None] * W
        weight = row_spreads(self.at) + own if observed else -own
        by_entry = self._lower.sandwiches(self._lower.entries(W).T @ self._lower.entries(weight))
        return self.directions @ by_entry @ self.directions.T

    def _of_between(self, observed: bool) -> Array:
        at, upper = self.at, self._upper
        U, counts = at.kinds.whole, at.kind_weights[:, None, None]
        by_entry = upper.entries(0.5 * counts * U)
        if observed:
            u = at.clusters.pulled * at.cells.weights[:, None]
            outer = upper.entries(u[:, :, None] * at.clusters.pulled[:, None, :])
            by_entry = at.cells.kinds.by_kind.of(outer) - by_entry
        return upper.sandwiches(upper.entries(U).T @ by_entry)

    def _of_mean_and_between(self) -> Array:
        at = self.at
        u = at.cells.kinds.by_kind.of(at.clusters.pulled * at.cells.weights[:, None])
        return self._upper.spread(np.tensordot(at.kinds.whole, u, ((0,), (0,))))

    @cached_property
    def _of_kinds(self) -> tuple[Array, Array]:
        """Sums of tr T E₁ C T E₂ C (q, q) and of tr D Rᵀ (T E) R (q, M), which a cluster's kind decides."""
        at, lower, upper = self.at, self._lower, self._upper
        kinds, q, p = at.cells.kinds, len(self.directions), at.cells.lower
        patterns, straight = lower.entries(at.patterns.inverse), self.directions.T
        traces, across = np.zeros((q, q)), np.zeros((q, upper.count))
        for part in kinds.sums.parts(lower.count * max(lower.count, q)):
            sizes = part.there * kinds.cell_size[part.rows]
            W = patterns[kinds.cell_pattern[part.rows]]
            products = np.swapaxes(W * sizes[:, :, None], 1, 2) @ W
            congruent = np.swapaxes(lower.congruences(products) @ straight, 1, 2)
            S = congruent[:, :, lower.index]
            C, R = (found[part.groups] for found in (at.kinds.rest, at.kinds.reach))
            weights = at.kind_weights[part.groups, None, None]
            pulled = C[:, None] @ (S.reshape(len(S), q * p, p) @ (weights * C)).reshape(S.shape)
            traces += _summed(np.swapaxes(congruent, 1, 2), np.swapaxes(lower.spread(pulled), 1, 2))
            reached = (S.reshape(len(S), q * p, p) @ (weights * R)).reshape(len(S), q, p, -1)
            across += upper.spread((np.swapaxes(R, 1, 2)[:, None] @ reached).sum(axis=0))
        return traces, across

    def _add_clusters(self, total: Array, within: slice, between: slice, mean: slice) -> None:
        """Add what depends on what clusters answered: (N E₁)ᵀ C N E₂, uᵀ D Rᵀ N E and dμᵀ Rᵀ N E."""
        at, lower, cells = self.at, self._lower, self.at.cells
        for part in cells.by_cluster.parts(cells.lower * max(lower.count, cells.lower**2)):
            W = at.patterns.inverse[cells.pattern[part.rows]]
            e = at.residual_sums[part.rows] * part.there[:, :, None]
            flat = np.swapaxes(W.reshape(*part.rows.shape, -1), 1, 2) @ e
            moved = lower.spread(flat.reshape(len(flat), *W.shape[2:], -1)) @ self.directions.T
            kind, weights = cells.kinds.of[part.groups], cells.weights[part.groups, None, None]
            total[within, within] -= _summed(moved, weights * (at.kinds.rest[kind] @ moved))
            reached = weights * (np.swapaxes(at.kinds.reach[kind], 1, 2) @ moved)
            total[within, mean] += reached.sum(axis=0).T
            crossed = np.tensordot(reached, at.clusters.pulled[part.groups], ((0,), (0,)))
            total[within, between] += self._upper.spread(crossed.transpose(1, 0, 2))


def _summed(left: Array, right: Array) -> Array:
    """Return Σ leftᵀ right over the first axis (a, b) of (n, i, a) and (n, i, b)."""
    return left.reshape(-1, left.shape[-1]).T @ right.reshape(-1, right.shape[-1])
