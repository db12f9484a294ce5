"""The deviance by standard deviations, correlations and σ, some of them held: what profiles move along.

γ = (variances and covariances, σ²) in the analyst's units; correlations are moved as tanh z, so that a search
can't leave (−1, 1).
"""

from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import blocks_of
from isop_analysis.stats.multilevel.criterion import Criterion, Point, Slopes
from isop_analysis.stats.multilevel.extended import unprofiled
from isop_analysis.stats.multilevel.grouping import Layout


@dataclass(frozen=True)
class Natural:
    """Deviance of ψ = (sd or z in the parameters' order, σ), with entry `held` fixed at `value` (or −1:
    none).

    `to_white` (m, m) takes covariances in the analyst's units to whitened ones.
    """

    criterion: Criterion
    to_white: Array
    held: int = -1
    value: float = 0.0

    @property
    def layout(self) -> Layout:
        """The layout of the random effects."""
        return self.criterion.layout

    def holding(self, place: int, value: float) -> "Natural":
        """Return the same deviance with one entry fixed: a standard deviation, a correlation or σ."""
        return replace(self, held=place, value=value)

    def at(self, theta: Array) -> Point:
        """Evaluate at the free entries of ψ, profiled over the coefficients only."""
        gamma, _, _ = self._gamma(self._whole(theta))
        sigma2 = float(gamma[-1])
        if sigma2 <= 0:
            raise np.linalg.LinAlgError("σ must be positive")
        T = blocks_of(self.to_white @ gamma[:-1] / sigma2, self.layout)
        point = self.criterion.evaluate(T, theta)
        profiled = point.nu * (1.0 + np.log(2.0 * np.pi * point.r2 / point.nu))
        own = point.nu * np.log(2.0 * np.pi * sigma2) + point.r2 / sigma2
        return replace(point, deviance=float(point.deviance - profiled + own))

    def slopes(self, point: Point) -> Slopes:
        """Return gradient and Hessian by the free entries of ψ."""
        gamma, first, second = self._gamma(self._whole(point.theta))
        gradient, hessian = unprofiled(self.criterion, point, float(gamma[-1]))
        white = np.eye(len(gamma))
        white[:-1, :-1] = self.to_white
        gradient, hessian = white.T @ gradient, white.T @ hessian @ white
        curved = first.T @ hessian @ first + np.tensordot(gradient, second, axes=1)
        free = np.arange(len(gamma)) != self.held
        return Slopes((first.T @ gradient)[free], curved[np.ix_(free, free)])

    def _whole(self, free: Array) -> Array:
        if self.held < 0:
            return free
        value = self.value
        if self.held < len(self.layout.parameters) and self._is_correlation(self.held):
            value = float(np.arctanh(np.clip(value, -1 + 1e-12, 1 - 1e-12)))
        return np.insert(free, self.held, value)

    def _is_correlation(self, place: int) -> bool:
        item = self.layout.parameters[place]
        return item.row != item.column

    def _gamma(self, psi: Array) -> tuple[Array, Array, Array]:
        """Return γ (m + 1,) with first and second derivatives by ψ."""
        m = len(psi) - 1
        places = {
            (item.block, item.row): place
            for place, item in enumerate(self.layout.parameters)
            if item.row == item.column
        }
        gamma, first, second = np.zeros(m + 1), np.zeros((m + 1, m + 1)), np.zeros((m + 1, m + 1, m + 1))
        for i, item in enumerate(self.layout.parameters):
            if item.row == item.column:
                gamma[i], first[i, i], second[i, i, i] = psi[i] ** 2, 2 * psi[i], 2.0
                continue
            a, b = places[item.block, item.row], places[item.block, item.column]
            _product(gamma, first, second, i, (a, b, i), (psi[a], psi[b], float(np.tanh(psi[i]))))
        gamma[m], first[m, m], second[m, m, m] = psi[m] ** 2, 2 * psi[m], 2.0
        return gamma, first, second


def _product(
    gamma: Array, first: Array, second: Array, i: int, places: tuple[int, int, int], values: tuple[float, ...]
) -> None:
    """Fill in sd_a · sd_b · tanh(z) and its derivatives."""
    (a, b, z), (x, y, r) = places, values
    slope, bend = 1.0 - r * r, -2.0 * r * (1.0 - r * r)
    gamma[i] = x * y * r
    first[i, [a, b, z]] = y * r, x * r, x * y * slope
    second[i, a, b] = second[i, b, a] = r
    second[i, a, z] = second[i, z, a] = y * slope
    second[i, b, z] = second[i, z, b] = x * slope
    second[i, z, z] = x * y * bend
