"""Incomplete clusters as a part of a model's likelihood, beside stacks of Gaussian terms."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from isop_analysis.stats.structural.entries import BlockEntries
from isop_analysis.stats.structural.incomplete_levels.cluster_patterns import ClusterPatterns
from isop_analysis.stats.structural.incomplete_levels.curvature import Curvature
from isop_analysis.stats.structural.incomplete_levels.evaluation import BothLevels, Evaluation, evaluated
from isop_analysis.stats.structural.incomplete_levels.slopes import cluster_slopes, slopes
from isop_analysis.stats.structural.incomplete_levels.triangle import Triangle
from isop_analysis.stats.structural.moments import Array, Places


@dataclass(frozen=True)
class ClusterStack:
    """All clusters; the blocks are level 1 and level 2, whose variables are joined one after the other."""

    cells: ClusterPatterns
    blocks: tuple[int, ...] = (0, 1)

    @property
    def starts(self) -> Places:
        """The blocks' first variables among the joined ones."""
        return np.array([0, self.cells.lower], dtype=np.intp)

    def evaluation(self, entries: Sequence[BlockEntries]) -> "ClusterEvaluation":
        """Return where the clusters stand; raise numpy.linalg.LinAlgError where that is impossible."""
        lower, upper = entries
        columns, size = self.cells.upper_columns, self.cells.size_between
        between, mean = np.zeros((size, size)), np.zeros(size)
        between[columns[:, None], columns] = upper.covariance[0]
        mean[: self.cells.lower] = lower.mean[0]
        mean[columns] += upper.mean[0]
        place = evaluated(self.cells, BothLevels(lower.covariance[0], between, mean))
        return ClusterEvaluation(place, lower, upper)

    def moment_weights(self, at: "ClusterEvaluation") -> tuple[Array, Array]:
        """Return the derivatives of minus the log-likelihood by the joined covariance and mean."""
        p, columns = self.cells.lower, self.cells.upper_columns
        found = slopes(at.place)
        of_covariance = np.zeros((p + len(columns), p + len(columns)))
        of_covariance[:p, :p] = -found.within
        of_covariance[p:, p:] = -found.between[columns[:, None], columns]
        return of_covariance, -np.concatenate([found.mean[:p], found.mean[columns]])

    def hessian(self, entries: Sequence[BlockEntries], at: "ClusterEvaluation", observed: bool) -> Array:
        """Return the Hessian of minus the log-likelihood by the entries of both blocks, one by one.

        It is the expected one unless `observed`, of which second derivatives of the moments are left out.
        """
        return at.moved @ at.curvature.matrix(observed) @ at.moved.T

    def scores(self, at: "ClusterEvaluation") -> Array:
        """Return the derivatives of each cluster's log-likelihood by the entries, (J, entries)."""
        found = cluster_slopes(at.place)
        within = Triangle.of(self.cells.lower).spread(found.within) @ at.curvature.directions.T
        between = Triangle.of(self.cells.size_between).spread(found.between)
        return np.hstack([within, between, found.mean]) @ at.moved.T


@dataclass(frozen=True)
class ClusterEvaluation:
    """Where the clusters stand, and the blocks' entries there."""

    place: Evaluation
    lower: BlockEntries
    upper: BlockEntries

    @property
    def loglik(self) -> float:
        """The log-likelihood."""
        return self.place.loglik

    @cached_property
    def curvature(self) -> Curvature:
        """Second derivatives in the directions of Σ_w that paths and spreads of level 1 move it in."""
        p = self.place.cells.lower
        return Curvature(self.place, _covariances(self.lower, Triangle.of(p), np.arange(p), p))

    @cached_property
    def moved(self) -> Array:
        """Derivatives (entries, q + M + p + k) by the blocks' entries, of Σ_w in these directions."""
        cells = self.place.cells
        p, size, columns = cells.lower, cells.size_between, cells.upper_columns
        joint = Triangle.of(size)
        count, q = len(self.lower.places), self.lower.left.shape[1]
        means, last = q + joint.count, count + self.upper.left.shape[1]
        moved = np.zeros((count + len(self.upper.places), means + size))
        moved[:q, :q] = np.eye(q)
        moved[:count, means : means + p] = self.lower.of_mean[0]
        moved[count:last, q:means] = _covariances(self.upper, joint, columns, size)
        moved[count:, means + columns] = self.upper.of_mean[0]
        return moved


def _covariances(block: BlockEntries, triangle: Triangle, columns: Places, size: int) -> Array:
    """Return l rᵀ + r lᵀ of a block's paths and spreads, as entries (paths + spreads, entries)."""
    left, right = (np.zeros((block.left.shape[1], size)) for _ in range(2))
    left[:, columns], right[:, columns] = block.left[0], block.right[0]
    first, second = triangle.first, triangle.second
    return left[:, first] * right[:, second] + left[:, second] * right[:, first]
