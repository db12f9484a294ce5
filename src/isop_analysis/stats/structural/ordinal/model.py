"""A model of ordered answers as weighted least squares between statistics and what the model implies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np

from isop_analysis.stats.structural.implied_moments import RamBlock, ram_blocks
from isop_analysis.stats.structural.likelihood import Slope, fixed_values
from isop_analysis.stats.structural.moments import Array, Moments, Places
from isop_analysis.stats.structural.ordinal.implied import Implied, OrdinalBlock
from isop_analysis.stats.structural.ordinal.layout import Layout
from isop_analysis.stats.structural.ordinal.sample import OrdinalSample
from isop_analysis.stats.structural.parameter_table import ParameterTable
from isop_analysis.stats.structural.second_derivatives import negative_hessian


@dataclass(frozen=True)
class OrdinalModel:
    """Minus half the weighted squared distance between statistics and model, to be maximised.

    Attributes:
        table: as the analyst sees it.
        everything: the same with places for what follows too, beyond the free parameters.
        blocks: all matrices, the predictors' moments included; their places are those of `everything`.
        given: the same given the predictors, with the groups' statistics.
        samples: the data, a group.
        exogenous: the predictors' moments, which the fit is conditional on, a group.
    """

    table: ParameterTable
    everything: ParameterTable
    blocks: tuple[RamBlock, ...]
    given: tuple[OrdinalBlock, ...]
    samples: tuple[OrdinalSample, ...]
    exogenous: tuple[Moments, ...]
    fixed: Array = field(repr=False)

    @property
    def n_free(self) -> int:
        """q, the number of free parameters."""
        return self.table.n_free

    @property
    def newton(self) -> bool:
        """Whether the observed information costs little: it is found by differences."""
        return False

    @property
    def counts(self) -> Array:
        """Rows a group."""
        return np.array([float(sample.n) for sample in self.samples])

    @property
    def degrees(self) -> Array:
        """Rows a group less one, by which groups weigh in the distance (lavaan, for least squares)."""
        return self.counts - 1

    @cached_property
    def _free(self) -> tuple[Places, Places]:
        """Rows of the table that are free, and the place of each among the free parameters."""
        places = np.array([row.free for row in self.table.parameters], dtype=np.intp)
        return np.flatnonzero(places >= 0), places[places >= 0]

    def values(self, theta: Array) -> Array:
        """Return the value of every row of the table (rows,)."""
        values = self.fixed.copy()
        rows, places = self._free
        values[rows] = theta[places]
        for block in self.given:
            values = block.completed(values)
        return values

    def residuals(self, theta: Array) -> list[Array]:
        """Return the statistics less those implied, a group."""
        values = self.values(theta)
        return [
            sample.statistics - block.statistics(values)
            for sample, block in zip(self.samples, self.given, strict=True)
        ]

    def loglik(self, theta: Array) -> float:
        """Return −χ²/2, −∞ where the parameters are impossible."""
        try:
            residuals = self.residuals(theta)
        except np.linalg.LinAlgError:
            return -np.inf
        return -0.5 * sum(
            degrees * float(sample.weights @ off**2)
            for degrees, sample, off in zip(self.degrees, self.samples, residuals, strict=True)
        )

    def slope(self, theta: Array) -> Slope:
        """Return −χ²/2, its gradient and the Gauss–Newton curvature Σ (n − 1) ΔᵀWΔ."""
        found = self._implied(theta)
        jacobians = self._by_free(found)
        loglik, gradient = 0.0, np.zeros(self.n_free)
        for degrees, sample, part, jacobian in zip(self.degrees, self.samples, found, jacobians, strict=True):
            off = sample.statistics - part.statistics
            weighted = degrees * sample.weights * off
            loglik -= 0.5 * float(weighted @ off)
            gradient += jacobian.T @ weighted
        observed = partial(self.observed_information, theta)
        curvature = partial(self._curvature, jacobians, self.degrees)
        return Slope(loglik, lambda: gradient, curvature, observed)

    def information(self, theta: Array) -> Array:
        """Return Σ n ΔᵀWΔ (q, q), which errors rest on."""
        return self._curvature(self.jacobians(theta), self.counts)

    def spread(self, theta: Array) -> Array:
        """Return the covariance of the gradient (q, q), Σ (n − 1)² ΔᵀWΓWΔ / n."""
        spread = np.zeros((self.n_free, self.n_free))
        for degrees, sample, jacobian in zip(self.degrees, self.samples, self.jacobians(theta), strict=True):
            weighted = degrees * sample.weights[:, None] * jacobian
            spread += weighted.T @ sample.gamma @ weighted / sample.n
        return spread

    def _curvature(self, jacobians: list[Array], counts: Array) -> Array:
        curvature = np.zeros((self.n_free, self.n_free))
        for count, sample, jacobian in zip(counts, self.samples, jacobians, strict=True):
            curvature += count * (sample.weights[:, None] * jacobian).T @ jacobian
        return curvature

    def gradient(self, theta: Array) -> Array:
        """Return the gradient alone (q,)."""
        return self.slope(theta).gradient

    def observed_information(self, theta: Array) -> Array:
        """Return minus the Hessian (q, q), by central differences of the gradient."""
        return negative_hessian(self.gradient, theta, np.diag(self.slope(theta).information))

    def jacobians(self, theta: Array) -> list[Array]:
        """Return the derivatives of the implied statistics by the free parameters, (m, q) a group."""
        return self._by_free(self._implied(theta))

    def through(self, theta: Array) -> Array:
        """Return the derivatives of all parameters by the free ones (K, q): themselves, then what follows."""
        return self._through(self._implied(theta))

    def _implied(self, theta: Array) -> list[Implied]:
        values = self.values(theta)
        return [block.implied(values, self.everything.n_free) for block in self.given]

    def _by_free(self, found: list[Implied]) -> list[Array]:
        through = self._through(found)
        return [part.jacobian @ through for part in found]

    def _through(self, found: list[Implied]) -> Array:
        return np.vstack([np.eye(self.n_free), *(part.follows[:, : self.n_free] for part in found)])

    def implied_covariances(self, theta: Array) -> list[Array]:
        """Return the implied covariances of the endogenous variables given the predictors, a group."""
        values = self.values(theta)
        found: list[Array] = []
        for block in self.given:
            B, S, _ = block.ram.matrices(values)
            own = B[block.endogenous]
            scale = block.scale(values)
            found.append(own @ S @ own.T * np.outer(scale, scale))
        return found


def ordinal_model(
    table: ParameterTable, samples: tuple[OrdinalSample, ...], exogenous: Sequence[Moments]
) -> OrdinalModel:
    """Return the model of a table on data; `exogenous` holds the predictors' moments, a group."""
    everything = _with_places(table)
    blocks = ram_blocks(everything)
    given = tuple(
        _given(everything, place, blocks[place], samples[place].layout) for place in range(len(blocks))
    )
    fixed = fixed_values(table, exogenous)
    return OrdinalModel(table, everything, blocks, given, samples, tuple(exogenous), fixed)


def _with_places(table: ParameterTable) -> ParameterTable:
    """Return the table with places for the derived rows, a block's in the order of its ordered items."""
    count, rows = table.n_free, []
    for row in table.parameters:
        if row.derived:
            row, count = replace(row, free=count), count + 1
        rows.append(row)
    return replace(table, parameters=tuple(rows), n_free=count)


def _given(table: ParameterTable, place: int, block: RamBlock, part: Layout) -> OrdinalBlock:
    index = {name: position for position, name in enumerate(block.variables)}
    rows = {
        (row.op, row.lhs, row.rhs): count for count, row in enumerate(table.parameters) if row.block == place
    }
    items = [part.names[position] for position in part.ordered]
    thresholds = [
        rows["|", name, f"t{count + 1}"]
        for name, cuts in zip(part.names, part.cuts, strict=True)
        for count in range(cuts)
    ]
    predictors = _places(index[name] for name in part.predictors)
    return OrdinalBlock(
        ram=block.without(predictors),
        layout=part,
        endogenous=_places(index[name] for name in part.names),
        predictors=predictors,
        thresholds=_places(thresholds),
        scales=_places(rows["~*~", name, name] for name in items),
        residuals=_places(rows["~~", name, name] for name in items),
        by_scale=table.conventions.parameterization == "delta",
    )


def _places(found: Iterable[int]) -> Places:
    return np.array(list(found), dtype=np.intp)
