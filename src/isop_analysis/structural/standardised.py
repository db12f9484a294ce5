"""Standardised estimates and explained variances, from the implied variances of all variables."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.structural.likelihood import Likelihood
from isop_analysis.structural.moments import Array


@dataclass(frozen=True)
class _Scales:
    """A block's standard deviations: of variables in total, and of their residuals."""

    total: dict[str, float]
    residual: dict[str, float]


def standardised(model: Likelihood, values: Array) -> Array:
    """Return the standardised value of every row of the table (rows,), as lavaan's `std.all`.

    Loadings and slopes by both variables' standard deviations; covariances are correlations, of residuals
    where variables are explained; NaN where an implied variance isn't positive.
    """
    scales = [_scales(model, place, values) for place in range(len(model.blocks))]
    result = np.empty(len(values))
    for place, row in enumerate(model.table.parameters):
        total, residual = scales[row.block].total, scales[row.block].residual
        if row.op == "=~":
            scale = total[row.rhs] / total[row.lhs]
        elif row.op == "~":
            scale = total[row.lhs] / total[row.rhs]
        elif row.op == "~1":
            scale = total[row.lhs]
        else:
            own = total if row.lhs == row.rhs else residual
            scale = own[row.lhs] * own[row.rhs]
        result[place] = values[place] / scale if scale > 0 else np.nan
    return result


def _scales(model: Likelihood, place: int, values: Array) -> _Scales:
    block = model.blocks[place]
    total = np.diag(block.total_covariance(values))
    residual = np.diag(block.matrices(values)[1])
    roots = np.where(total > 0, np.sqrt(np.abs(total)), np.nan)
    return _Scales(
        dict(zip(block.variables, roots, strict=True)),
        dict(zip(block.variables, np.sqrt(np.abs(residual)), strict=True)),
    )


def explained_variances(model: Likelihood, values: Array) -> pd.DataFrame:
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
