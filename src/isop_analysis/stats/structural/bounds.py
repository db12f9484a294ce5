"""Which limits a bounded fit keeps its parameters within: lavaan's `bounds=`.

De Jonckere & Rosseel 2022 (Structural Equation Modeling 29, 412–427): limits from the observed variances
that no admissible solution crosses, so that small samples' searches end. Numbers are those of lavaan 0.6-14.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.limits import Limits
from isop_analysis.stats.structural.moments import Moments
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable

KINDS = ("none", "pos.var", "standard", "wide")
RELIABLE = 0.1
"""Smallest reliability of an item that sets its factor's scale."""
LEAST = 0.005
"""Smallest residual variance of an explained factor, in its own unit."""

Range = tuple[float, float]
Key = tuple[int, str]
NOWHERE = (-np.inf, np.inf)


@dataclass(frozen=True)
class _Widening:
    """How far limits lie apart, as a share of their distance by theory."""

    residual_low: float
    residual_high: float
    factor_high: float
    loading: float
    covariance: float


WIDENINGS = {
    "standard": _Widening(1.0, 1.0, 1.0, 1.0, 0.999),
    "wide": _Widening(1.05, 1.2, 1.3, 1.1, 1.0),
}


def limits(table: ParameterTable, sample: list[Moments], kind: str) -> Limits:
    """Return the limits of the free parameters, from the sample moments of each block's observed variables.

    "pos.var": variances from 0, at both levels. "standard": a residual variance from 0 to the variable's own
    variance, of a marker 0.9 of it; a factor's from 0.1 of its marker's variance, an explained one's from
    0.005, to all of it; loadings of at most √(variance / least variance of the factor); covariances within
    0.998 of the product of the largest standard deviations. "wide": a little beyond. Equal parameters keep
    within the narrowest of their limits; limits that contradict each other count as none.

    Raises Refused for "standard" or "wide" where variables' variances aren't known beforehand.
    """
    found = Limits.none(table.n_free)
    if kind == "none":
        return found
    ranges = _positive(table) if kind == "pos.var" else _measured(table, sample, WIDENINGS[kind])
    for row, (low, high) in ranges:
        found.lower[row.free] = max(found.lower[row.free], low)
        found.upper[row.free] = min(found.upper[row.free], high)
        if row.lhs in table.blocks[row.block].roles.latent and _is_variance(row):
            found.first[row.free] = RELIABLE * _scale(table, sample, row)
    crossed = found.lower > found.upper
    found.lower[crossed], found.upper[crossed] = NOWHERE
    found.first[crossed] = -np.inf
    return found


def _scale(table: ParameterTable, sample: list[Moments], row: Parameter) -> float:
    """Return the variance of a factor's first observed item; 1 for a factor of factors."""
    names = table.blocks[row.block].roles.observed
    for own in table.parameters:
        if own.op == "=~" and (own.block, own.lhs) == (row.block, row.lhs) and own.rhs in names:
            place = names.index(own.rhs)
            return float(sample[row.block].covariance[place, place])
    return 1.0


def _positive(table: ParameterTable) -> Iterator[tuple[Parameter, Range]]:
    for row in table.parameters:
        if row.free >= 0 and _is_variance(row):
            yield row, (0.0, np.inf)


def _is_variance(row: Parameter) -> bool:
    return row.op == "~~" and row.lhs == row.rhs


def _measured(
    table: ParameterTable, sample: list[Moments], widening: _Widening
) -> Iterator[tuple[Parameter, Range]]:
    _check_variances_known(table)
    bounds = _Measured.of(table, sample, widening)
    for row in table.parameters:
        if row.free >= 0:
            yield row, bounds.range_of(row)


def _check_variances_known(table: ParameterTable) -> None:
    if table.blocks[0].level is not None:
        raise Refused("bounds_of_two_levels")
    theta = bool(table.conventions.thresholds) and table.conventions.parameterization == "theta"
    if theta or any(row.op == "~*~" and row.free >= 0 for row in table.parameters):
        raise Refused("bounds_of_ordered")


@dataclass(frozen=True)
class _Measured:
    """What limits rest on: variances of observed variables and markers, by block.

    A model of ordered items is conditional on its predictors, whose variances don't count.
    """

    table: ParameterTable
    variances: dict[Key, float]
    markers: dict[Key, str]
    free_factors: frozenset[Key]
    std_lv: bool
    widening: _Widening

    @staticmethod
    def of(table: ParameterTable, sample: list[Moments], widening: _Widening) -> "_Measured":
        """Gather them from a table and sample moments."""
        variances = {
            (place, name): float(moments.covariance[count, count])
            for place, (block, moments) in enumerate(zip(table.blocks, sample, strict=True))
            for count, name in enumerate(block.roles.observed)
            if not (table.conventions.thresholds and name in block.roles.exogenous)
        }
        free = frozenset(
            (row.block, row.lhs) for row in table.parameters if _is_variance(row) and row.free >= 0
        )
        return _Measured(table, variances, _markers(table), free, table.conventions.std_lv, widening)

    def range_of(self, row: Parameter) -> Range:
        """Return the limits of a parameter."""
        if _is_variance(row):
            return self._variance(row.block, row.lhs)
        if row.op == "=~" and (row.block, row.rhs) in self.variances:
            return self._loading(row)
        if row.op == "~~":
            _, first = self._variance(row.block, row.lhs)
            _, second = self._variance(row.block, row.rhs)
            reach = np.sqrt(first * second) * (1 - 2 * (1 - self.widening.covariance))
            return -reach, reach
        return NOWHERE

    def _variance(self, block: int, name: str) -> Range:
        if name in self.table.blocks[block].roles.latent:
            if self.std_lv and (block, name) in self.free_factors:
                return 0.0, np.inf
            low, high = self._factor(block, name)
            if name not in self.table.blocks[block].roles.latent_exogenous:
                low = LEAST
            return low, high + (self.widening.factor_high - 1) * (high - max(low, 0.0))
        marks = any(key[0] == block and item == name for key, item in self.markers.items())
        high = self.variances[block, name] * (1 - RELIABLE if marks else 1.0)
        wide = self.widening
        return -(wide.residual_low - 1) * high, high + (wide.residual_high - 1) * high

    def _factor(self, block: int, name: str) -> Range:
        """Return the least and the largest variance of a factor as if nothing explained it."""
        if self.std_lv:
            return 1.0, 1.0
        marker = self.markers.get((block, name))
        if marker is None:
            return 0.0, max(value for (own, _), value in self.variances.items() if own == block)
        return RELIABLE * self.variances[block, marker], self.variances[block, marker]

    def _loading(self, row: Parameter) -> Range:
        low, _ = self._factor(row.block, row.lhs)
        if low <= 0:
            return NOWHERE
        reach = np.sqrt(self.variances[row.block, row.rhs] / low)
        reach += 2 * (self.widening.loading - 1) * reach
        return -reach, reach


def _markers(table: ParameterTable) -> dict[Key, str]:
    """Return the item of every factor that has exactly one loading fixed at 1, where observed."""
    found: dict[Key, list[str]] = {}
    for row in table.parameters:
        if row.op == "=~" and row.free < 0 and row.fixed == 1.0:
            found.setdefault((row.block, row.lhs), []).append(row.rhs)
    return {
        key: items[0]
        for key, items in found.items()
        if len(items) == 1 and items[0] in table.blocks[key[0]].roles.observed
    }
