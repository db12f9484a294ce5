"""What a block of a model implies about ordered items: thresholds and correlations, and their derivatives.

The normal variable behind an ordered item has residual variance θ and scale Δ, with Δ² times its variance
given the predictors equal to 1 (Muthén & Asparouhov 2002). In the delta parameterisation Δ is a parameter
and θ follows, in the theta parameterisation the other way round. Thresholds are then Δ(τ − μ), correlations
Δ₁Δ₂Σ₁₂, slopes on exogenous predictors ΔΠ. Derivatives go by all parameters, those that follow included,
and then through those (chain rule).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from isop_analysis.stats.structural.implied_moments import RamBlock
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.ordinal.layout import Layout


@dataclass(frozen=True)
class Implied:
    """Statistics (m,) and their derivatives (m, K) by all parameters; `follows` those that follow (f, K)."""

    statistics: Array
    jacobian: Array
    follows: Array


@dataclass(frozen=True)
class _Derivatives:
    """Derivatives by all K parameters: means and scales (K, p), covariances (K, p, p), slopes (K, p, k)."""

    mean: Array
    covariance: Array
    scale: Array
    slopes: Array


@dataclass(frozen=True)
class OrdinalBlock:
    """One group's matrices, given its exogenous predictors.

    Attributes:
        ram: matrices without the predictors' own moments; its places are of all K parameters.
        layout: of the group's statistics.
        endogenous, predictors: places of the layout's variables among the matrices' variables.
        thresholds: rows of the table that are the thresholds, in the layout's order.
        scales, residuals: rows of the table that are each ordered item's scale and residual variance.
        by_scale: whether scales are parameters and residual variances follow ("delta").
    """

    ram: RamBlock
    layout: Layout
    endogenous: Places
    predictors: Places
    thresholds: Places
    scales: Places
    residuals: Places
    by_scale: bool

    @cached_property
    def items(self) -> Places:
        """Places of the ordered items among the matrices' variables."""
        return self.endogenous[self.layout.ordered]

    def completed(self, values: Array) -> Array:
        """Return the values of the table's rows with those that follow filled in.

        Raises numpy.linalg.LinAlgError where no residual variances give the scales, or a variance isn't
        positive.
        """
        values = values.copy()
        if self.by_scale:
            values[self.residuals] = 0.0
        B, S, _ = self.ram.matrices(values)
        variances = np.einsum("ij,jk,ik->i", B[self.items], S, B[self.items])
        if self.by_scale:
            values[self.residuals] = np.linalg.solve(self._squares(B), values[self.scales] ** -2 - variances)
        elif (variances <= 0).any():
            raise np.linalg.LinAlgError("a variance is not positive")
        else:
            values[self.scales] = variances**-0.5
        return values

    def _squares(self, B: Array) -> Array:
        """Return how the items' variances move with their residual variances."""
        return B[np.ix_(self.items, self.items)] ** 2

    def statistics(self, values: Array) -> Array:
        """Return the implied statistics (m,) from completed values."""
        B, S, m = self.ram.matrices(values)
        own = B[self.endogenous]
        return self._assembled(values, own @ m, own @ S @ own.T, own[:, self.predictors])

    def _assembled(self, values: Array, mean: Array, covariance: Array, slopes: Array) -> Array:
        part, scale = self.layout, self.scale(values)
        first, second = part.pairs
        result = np.zeros(part.size)
        result[part.starts[part.numbers]] = mean[part.numbers]
        places, item = self._locations
        result[places] = scale[item] * (values[self.thresholds] - mean[item])
        result[part.n_location : part.n_location + slopes.size] = (scale[:, None] * slopes).ravel()
        result[part.n_margin - len(part.numbers) : part.n_margin] = np.diag(covariance)[part.numbers]
        result[part.n_margin :] = scale[first] * scale[second] * covariance[first, second]
        return result

    def scale(self, values: Array) -> Array:
        """Return the scale of every endogenous variable, 1 of numbers (p,)."""
        scale = np.ones(len(self.layout.names))
        scale[self.layout.ordered] = values[self.scales]
        return scale

    @cached_property
    def _locations(self) -> tuple[Places, Places]:
        """Return where thresholds stand among the statistics, and the variable of each."""
        cuts = np.array(self.layout.cuts)
        item = np.repeat(np.arange(len(cuts)), cuts)
        places = [self.layout.location(int(place)) for place in self.layout.ordered]
        return np.concatenate([*places, np.zeros(0, dtype=np.intp)]).astype(np.intp), item

    def implied(self, values: Array, n_all: int) -> Implied:
        """Return statistics and derivatives by all K parameters from completed values."""
        B, S, m = self.ram.matrices(values)
        own = B[self.endogenous]
        mean, covariance, slopes = own @ m, own @ S @ own.T, own[:, self.predictors]
        by = self._derivatives(values, B, n_all)
        variances = np.diagonal(by.covariance, axis1=1, axis2=2)
        columns = [
            self._of_locations(values, mean, by),
            (self.scale(values)[:, None] * by.slopes + by.scale[:, :, None] * slopes).reshape(n_all, -1),
            variances[:, self.layout.numbers],
            self._of_pairs(values, covariance, by),
        ]
        return Implied(
            self._assembled(values, mean, covariance, slopes),
            np.hstack(columns).T,
            self._follows(values, B, variances.T[self.layout.ordered]),
        )

    def _derivatives(self, values: Array, B: Array, n_all: int) -> _Derivatives:
        p, by = len(self.layout.names), self.ram.derivatives(values)
        mean, covariance, scale = np.zeros((n_all, p)), np.zeros((n_all, p, p)), np.zeros((n_all, p))
        mean[self.ram.free] = by.mean[:, self.endogenous]
        covariance[self.ram.free] = by.covariance[:, self.endogenous[:, None], self.endogenous]
        scale[:, self.layout.ordered] = self._units(self.scales, n_all)
        return _Derivatives(mean, covariance, scale, self._slope_derivatives(B, n_all))

    def _of_locations(self, values: Array, mean: Array, by: _Derivatives) -> Array:
        """Return the derivatives of thresholds and means (K, locations)."""
        scale, (places, item) = self.scale(values), self._locations
        result = np.zeros((len(by.mean), self.layout.n_location))
        result[:, self.layout.starts[self.layout.numbers]] = by.mean[:, self.layout.numbers]
        of_distance = self._units(self.thresholds, len(by.mean)) - by.mean[:, item]
        result[:, places] = by.scale[:, item] * (values[self.thresholds] - mean[item])
        result[:, places] += scale[item] * of_distance
        return result

    def _of_pairs(self, values: Array, covariance: Array, by: _Derivatives) -> Array:
        """Return the derivatives of the correlations (K, pairs)."""
        scale, (first, second) = self.scale(values), self.layout.pairs
        of_both = by.scale[:, first] * scale[second] + scale[first] * by.scale[:, second]
        between = scale[first] * scale[second] * by.covariance[:, first, second]
        return between + of_both * covariance[first, second]

    def _slope_derivatives(self, B: Array, n_all: int) -> Array:
        """Return the derivatives of the slopes on predictors (K, p, k): of a path a ← b, B[:, a] B[b, :]."""
        result = np.zeros((n_all, len(self.endogenous), len(self.predictors)))
        paths = self.ram.paths.free(self.ram.places)
        left = B[np.ix_(self.endogenous, paths.first)].T
        right = B[np.ix_(paths.second, self.predictors)]
        np.add.at(result, self.ram.places[paths.rows], left[:, :, None] * right[:, None, :])
        return result

    def _units(self, rows: Places, n_all: int) -> Array:
        """Return the derivatives of parameters by all parameters (K, rows): 1 by themselves."""
        places = self.ram.places[rows]
        units = np.zeros((n_all, len(rows)))
        known = places >= 0
        units[places[known], np.flatnonzero(known)] = 1.0
        return units

    def _follows(self, values: Array, B: Array, of_variances: Array) -> Array:
        """Return the derivatives of what follows by the other parameters (items, K)."""
        if not self.by_scale:
            return -0.5 * values[self.scales][:, None] ** 3 * of_variances
        own = self.ram.places[self.residuals]
        explicit = of_variances.copy()
        explicit[:, own[own >= 0]] = 0.0
        of_scale = self._units(self.scales, of_variances.shape[1]).T
        wanted = -2 * values[self.scales][:, None] ** -3 * of_scale - explicit
        return np.linalg.solve(self._squares(B), wanted)
