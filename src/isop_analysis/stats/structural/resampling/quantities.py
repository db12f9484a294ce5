"""What is resampled: the free parameters and the defined ones, at many values of the former."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.stats.structural.definitions import defined_draws
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.resampling.curvature import table_values
from isop_analysis.stats.structural.result import Solved, StructuralFit


@dataclass(frozen=True)
class Quantities:
    """Rows of a fit's parameters that vary, and their values (R, rows) at R values of the free parameters."""

    rows: pd.DataFrame
    values: Array


def quantities(fitted: StructuralFit, solved: Solved, theta: Array) -> Quantities:
    """Return the values of free and defined parameters at every theta (R, q)."""
    table = table_values(solved.model, theta)
    rows = solved.model.table.parameters
    free = np.array([place for place, row in enumerate(rows) if row.free >= 0], dtype=np.intp)
    labelled = {row.label: table[:, place] for place, row in enumerate(rows) if row.label}
    defined = defined_draws(solved.defined, labelled)
    chosen = [*free, *range(len(rows), len(rows) + len(defined))]
    columns = [table[:, free], *(draws[:, None] for draws in defined.values())]
    kept = ["lhs", "op", "rhs", "group", "level", "label", "estimate"]
    return Quantities(fitted.parameters.iloc[chosen][kept].reset_index(drop=True), np.hstack(columns))


def slopes(fitted: StructuralFit, solved: Solved) -> Array:
    """Return the derivatives of the same quantities by the free parameters at the fit, (rows, q)."""
    steps = np.maximum(np.sqrt(np.abs(np.diag(fitted.covariance))), 1e-8) * 1e-4
    moves = np.diag(steps)
    up, down = (quantities(fitted, solved, fitted.theta + sign * moves).values for sign in (1, -1))
    return ((up - down) / (2 * steps[:, None])).T
