"""Chi-square difference of nested models of ordered answers."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.ordinal.model import OrdinalModel


@dataclass(frozen=True)
class Spread:
    """tr(UΓ) and tr((UΓ)²) of a difference, whose statistic behaves like a weighted sum of chi-squares."""

    trace: float
    trace_of_square: float

    def adjusted(self, plain: float, degrees: int, shifted: bool) -> tuple[float, float]:
        """Return the scaled and shifted difference, or the mean-adjusted one, and what it was divided by."""
        if not shifted:
            factor = self.trace / degrees
            return plain / factor, factor
        a = float(np.sqrt(degrees / self.trace_of_square))
        return plain * a + degrees - a * self.trace, 1 / a


def difference_spread(
    restricted: OrdinalModel, restricted_theta: Array, free: OrdinalModel, free_theta: Array
) -> Spread:
    """Return the spread of the difference of two fits to the same rows (Satorra 2000, eq. 23).

    The restrictions are those directions of the free model's statistics that the restricted model's
    derivatives don't reach, each at its own estimates (lavaan's A.method = "delta").
    """
    shares = free.counts / free.counts.sum()
    inner = np.vstack(restricted.jacobians(restricted_theta))
    parts = free.jacobians(free_theta)
    outer = np.vstack(parts)
    information = np.zeros((outer.shape[1], outer.shape[1]))
    meat = np.zeros_like(information)
    for share, sample, own in zip(shares, free.samples, parts, strict=True):
        weighted = sample.weights[:, None] * own
        information += share * own.T @ weighted
        meat += share * weighted.T @ sample.gamma @ weighted
    inverse = np.linalg.pinv(information, rcond=1e-14, hermitian=True)
    reached = np.linalg.lstsq(outer, inner, rcond=None)[0]
    restrictions = _beyond(reached, outer.shape[1] - inner.shape[1])
    middle = np.linalg.pinv(restrictions @ inverse @ restrictions.T, hermitian=True)
    product = inverse @ restrictions.T @ middle @ restrictions @ inverse @ meat
    return Spread(float(np.trace(product)), float((product * product.T).sum()))


def _beyond(reached: Array, count: int) -> Array:
    """Return `count` directions (count, q) orthogonal to the columns of `reached` (q, k)."""
    left, _, _ = np.linalg.svd(reached, full_matrices=True)
    return left[:, left.shape[1] - count :].T
