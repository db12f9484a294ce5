"""Standardised estimates with their delta-method errors, and explained variances.

A row's standardised value is its value over a scale: a product or quotient of standard deviations that the
model implies. With s the scale and v the value, d(v/s) = dv / s − (v/s) d log s, and d log √C_xx = ½ dC_xx
/ C_xx, where C = B S Bᵀ is the covariance of all variables (`moments`).
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from isop_analysis.stats.structural.implied_moments import RamBlock, Tabled
from isop_analysis.stats.structural.moments import Array, Places


@dataclass(frozen=True)
class _Parts:
    """The standard deviations that rows of the table are scaled by (parts,).

    Those of a block's variables in total come first, then those of their residuals; `places` count them over
    all blocks, `rows` are the table's, and powers are 1 where a scale is multiplied, −1 where it is divided.
    """

    rows: Places
    places: Places
    powers: Array


def standardised(model: Tabled, values: Array) -> Array:
    """Return the standardised value of every row of the table (rows,), as lavaan's `std.all`.

    Loadings and slopes by both variables' standard deviations; covariances are correlations, of residuals
    where variables are explained; scales of ordered items are 1; NaN where an implied variance isn't
    positive.
    """
    return np.where(_is_scale(model), 1.0, values / row_scales(model, values))


def row_scales(model: Tabled, values: Array) -> Array:
    """Return what every row's value is divided by to be standardised (rows,); NaN where undefined."""
    return _scales(_parts(model), _deviations(model, values), len(values))


def standardised_jacobian(model: Tabled, values: Array) -> Array:
    """Return the derivatives of the standardised values by the free parameters, (rows, q)."""
    parts = _parts(model)
    scale = _scales(parts, _deviations(model, values), len(values))
    slopes = np.concatenate([part for block in model.blocks for part in _slopes(block, values, model.n_free)])
    jacobian = np.zeros((len(values), model.n_free))
    ratio = (values / scale)[parts.rows] * parts.powers
    np.subtract.at(jacobian, parts.rows, ratio[:, None] * slopes[parts.places])
    free = np.array([row.free for row in model.table.parameters], dtype=np.intp)
    own = np.flatnonzero((free >= 0) & ~_is_scale(model))
    jacobian[own, free[own]] += 1 / scale[own]
    return jacobian


def _is_scale(model: Tabled) -> NDArray[np.bool_]:
    return np.array([row.op == "~*~" for row in model.table.parameters])


def _parts(model: Tabled) -> _Parts:
    starts = np.cumsum([0, *(2 * len(block.variables) for block in model.blocks)])
    index = [{name: place for place, name in enumerate(block.variables)} for block in model.blocks]
    found: list[tuple[int, int, int]] = []
    for count, row in enumerate(model.table.parameters):
        own, first = index[row.block], int(starts[row.block])
        if row.op in ("=~", "~"):
            above, below = (row.rhs, row.lhs) if row.op == "=~" else (row.lhs, row.rhs)
            found += [(count, first + own[above], 1), (count, first + own[below], -1)]
        elif row.op in ("~1", "|"):
            found.append((count, first + own[row.lhs], 1))
        elif row.op == "~~":
            shift = first + (len(own) if row.lhs != row.rhs else 0)
            found += [(count, shift + own[row.lhs], 1), (count, shift + own[row.rhs], 1)]
    columns = np.array(found, dtype=np.intp).reshape(-1, 3)
    return _Parts(columns[:, 0], columns[:, 1], columns[:, 2].astype(float))


def _deviations(model: Tabled, values: Array) -> Array:
    """Return the standard deviations that parts count; NaN where a variance in total isn't positive."""
    found = []
    for block in model.blocks:
        B, S, _ = block.matrices(values)
        total, residual = np.einsum("ij,jk,ik->i", B, S, B), np.diag(S)
        found += [np.where(total > 0, np.sqrt(np.abs(total)), np.nan), np.sqrt(np.abs(residual))]
    deviations = np.concatenate(found)
    return np.where(deviations > 0, deviations, np.nan)


def _scales(parts: _Parts, deviations: Array, count: int) -> Array:
    scale = np.ones(count)
    np.multiply.at(scale, parts.rows, deviations[parts.places] ** parts.powers)
    return scale


def _slopes(block: RamBlock, values: Array, n_free: int) -> tuple[Array, Array]:
    """Return d log of the standard deviations in total and of the residuals', (variables, q) each."""
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
    return total, residual


def explained_variances(model: Tabled, values: Array) -> pd.DataFrame:
    """Return variable, group, level, r2 of every explained variable: 1 − residual / total variance.

    NaN where the residual variance is negative.
    """
    explained: list[set[str]] = [set() for _ in model.blocks]
    for row in model.table.parameters:
        if row.op in ("=~", "~"):
            explained[row.block].add(row.rhs if row.op == "=~" else row.lhs)
    found: dict[str, list[object]] = {"variable": [], "group": [], "level": [], "r2": []}
    for place, block in enumerate(model.blocks):
        total, residual = np.diag(block.total_covariance(values)), np.diag(block.matrices(values)[1])
        own = model.table.blocks[place]
        label = model.table.conventions.groups[own.group] or None
        for position, name in enumerate(block.variables):
            if name in explained[place]:
                share = 1 - residual[position] / total[position] if residual[position] >= 0 else np.nan
                for column, value in zip(found.values(), (name, label, own.level, share), strict=True):
                    column.append(value)
    return pd.DataFrame(found)
