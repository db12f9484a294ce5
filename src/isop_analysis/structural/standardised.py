"""Standardised estimates with their delta-method errors, and explained variances.

A row's standardised value is its value over a scale: a product or quotient of standard deviations that the
model implies. With s the scale and v the value, d(v/s) = dv / s − (v/s) d log s, and d log √C_xx = ½ dC_xx
/ C_xx, where C = B S Bᵀ is the covariance of all variables (`moments`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.structural.moments import Array, RamBlock
from isop_analysis.structural.parameter_table import Parameter
from isop_analysis.structural.tabled import Tabled


@dataclass(frozen=True)
class _Scales:
    """A block's standard deviations: of variables in total, and of their residuals."""

    total: dict[str, float]
    residual: dict[str, float]


@dataclass(frozen=True)
class _Part:
    """One standard deviation in a scale: of a variable or its residual, above or below the line."""

    name: str
    residual: bool = False
    power: int = 1


def standardised(model: Tabled, values: Array) -> Array:
    """Return the standardised value of every row of the table (rows,), as lavaan's `std.all`.

    Loadings and slopes by both variables' standard deviations; covariances are correlations, of residuals
    where variables are explained; scales of ordered items are 1; NaN where an implied variance isn't
    positive.
    """
    scales = [row.op == "~*~" for row in model.table.parameters]
    return np.where(scales, 1.0, values / row_scales(model, values))


def row_scales(model: Tabled, values: Array) -> Array:
    """Return what every row's value is divided by to be standardised (rows,); NaN where undefined."""
    scales = [_scales(block, values) for block in model.blocks]
    result = np.ones(len(values))
    for place, row in enumerate(model.table.parameters):
        own = scales[row.block]
        for part in _parts(row):
            deviation = (own.residual if part.residual else own.total)[part.name]
            result[place] *= deviation**part.power if deviation > 0 else np.nan
    return result


def standardised_jacobian(model: Tabled, values: Array) -> Array:
    """Return the derivatives of the standardised values by the free parameters, (rows, q)."""
    scale, slopes = (
        row_scales(model, values),
        [_slopes(block, values, model.n_free) for block in model.blocks],
    )
    jacobian = np.zeros((len(values), model.n_free))
    for place, row in enumerate(model.table.parameters):
        total, residual, index = slopes[row.block]
        for part in _parts(row):
            by = (residual if part.residual else total)[index[part.name]]
            jacobian[place] -= part.power * values[place] / scale[place] * by
        if row.free >= 0 and row.op != "~*~":
            jacobian[place, row.free] += 1 / scale[place]
    return jacobian


def _parts(row: Parameter) -> tuple[_Part, ...]:
    if row.op == "=~":
        return _Part(row.rhs), _Part(row.lhs, power=-1)
    if row.op == "~":
        return _Part(row.lhs), _Part(row.rhs, power=-1)
    if row.op in ("~1", "|"):
        return (_Part(row.lhs),)
    if row.op == "~*~":
        return ()
    residual = row.lhs != row.rhs
    return _Part(row.lhs, residual), _Part(row.rhs, residual)


def _scales(block: RamBlock, values: Array) -> _Scales:
    total = np.diag(block.total_covariance(values))
    residual = np.diag(block.matrices(values)[1])
    roots = np.where(total > 0, np.sqrt(np.abs(total)), np.nan)
    return _Scales(
        dict(zip(block.variables, roots, strict=True)),
        dict(zip(block.variables, np.sqrt(np.abs(residual)), strict=True)),
    )


def _slopes(block: RamBlock, values: Array, n_free: int) -> tuple[Array, Array, dict[str, int]]:
    """Return d log of the total and of the residual standard deviations (variables, q), and their places."""
    B, S, _ = block.matrices(values)
    C = B @ S @ B.T
    paths, spreads = block.free_paths, block.free_spreads
    total, residual = np.zeros((len(B), n_free)), np.zeros((len(B), n_free))
    of_paths = 2 * B[:, paths.first] * C[:, paths.second]
    double = np.where(spreads.first == spreads.second, 1.0, 2.0)
    of_spreads = B[:, spreads.first] * B[:, spreads.second] * double
    np.add.at(total.T, block.places[paths.rows], of_paths.T)
    np.add.at(total.T, block.places[spreads.rows], of_spreads.T)
    own = spreads.first == spreads.second
    np.add.at(residual, (spreads.first[own], block.places[spreads.rows[own]]), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        total = np.where(total == 0, 0.0, 0.5 * total / np.diag(C)[:, None])
        residual = np.where(residual == 0, 0.0, 0.5 * residual / np.diag(S)[:, None])
    return total, residual, {name: place for place, name in enumerate(block.variables)}


def explained_variances(model: Tabled, values: Array) -> pd.DataFrame:
    """Return variable, group, level, r2 of every explained variable: 1 − residual / total variance.

    NaN where the residual variance is negative.
    """
    rows = []
    for place, block in enumerate(model.blocks):
        total, residual = np.diag(block.total_covariance(values)), np.diag(block.matrices(values)[1])
        explained = {
            row.rhs if row.op == "=~" else row.lhs
            for row in model.table.parameters
            if row.block == place and row.op in ("=~", "~")
        }
        own = model.table.blocks[place]
        label = model.table.conventions.groups[own.group] or None
        for position, name in enumerate(block.variables):
            if name in explained:
                share = 1 - residual[position] / total[position] if residual[position] >= 0 else np.nan
                rows.append((name, label, own.level, share))
    return pd.DataFrame(rows, columns=["variable", "group", "level", "r2"])
