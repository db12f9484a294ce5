"""The likelihood of two-level data the long way round: each cluster's values are one normal vector."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


@dataclass(frozen=True)
class Moments:
    """Σ_w (p, p), Σ_b (p + k, p + k) and μ (p + k,)."""

    within: Array
    between: Array
    mean: Array


@dataclass(frozen=True)
class WholeClusters:
    """Values of level 1 (n, p) and of level 2 only (J, k), NaN where missing, and the rows' clusters (n,)."""

    lower: Array
    upper: Array
    codes: NDArray[np.intp]

    def logliks(self, at: Moments) -> Array:
        """Return every cluster's log-likelihood (J,)."""
        return np.array([self._loglik(at, cluster) for cluster in range(len(self.upper))])

    def expected_information(self, at: Moments, directions: list[Moments]) -> Array:
        """Return Σ [½ tr V⁻¹ dVᵢ V⁻¹ dVⱼ + dμᵢᵀ V⁻¹ dμⱼ]."""
        total = np.zeros((len(directions), len(directions)))
        for cluster in range(len(self.upper)):
            V, _ = self._moments(at, cluster)
            moved = [self._moments(direction, cluster) for direction in directions]
            turned = [np.linalg.solve(V, own) for own, _ in moved]
            means = np.array([mean for _, mean in moved])
            total += 0.5 * np.array([[np.trace(one @ other) for other in turned] for one in turned])
            total += means @ np.linalg.solve(V, means.T)
        return total

    def _moments(self, at: Moments, cluster: int) -> tuple[Array, Array]:
        rows, p = int((self.codes == cluster).sum()), self.lower.shape[1]
        Z = np.zeros((rows * p + self.upper.shape[1], len(at.mean)))
        Z[: rows * p, :p] = np.tile(np.eye(p), (rows, 1))
        Z[rows * p :, p:] = np.eye(self.upper.shape[1])
        V = Z @ at.between @ Z.T
        V[: rows * p, : rows * p] += np.kron(np.eye(rows), at.within)
        seen = ~np.isnan(self._values(cluster))
        return V[np.ix_(seen, seen)], (Z @ at.mean)[seen]

    def _values(self, cluster: int) -> Array:
        return np.concatenate([self.lower[self.codes == cluster].ravel(), self.upper[cluster]])

    def _loglik(self, at: Moments, cluster: int) -> float:
        V, mean = self._moments(at, cluster)
        values = self._values(cluster)
        off = values[~np.isnan(values)] - mean
        size = len(off) * np.log(2 * np.pi)
        return -0.5 * float(size + np.linalg.slogdet(V)[1] + off @ np.linalg.solve(V, off))


def differences(of: Callable[[Array], Array], numbers: Array, step: float = 1e-5) -> Array:
    """Return central differences by each number, the numbers last."""
    ways = [
        (of(numbers + step * own) - of(numbers - step * own)) / (2 * step) for own in np.eye(len(numbers))
    ]
    return np.stack(ways, axis=-1)
