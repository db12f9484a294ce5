"""What the fixed part of a fit expects at new rows, for a cluster like the average one."""

import numpy as np
import pandas as pd

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.columns import Array, Factor, label_of
from isop_analysis.stats.multilevel.expressions import used_columns
from isop_analysis.stats.multilevel.inference import Inference
from isop_analysis.stats.multilevel.points import Point, rows_at
from isop_analysis.stats.multilevel.tables import estimate_table

TOLD = ["estimate", "se", "df", "ci_low", "ci_high"]


def expected_at(
    model: Assembly, beta: Array, inference: Inference, rows: pd.DataFrame, level: float
) -> pd.DataFrame:
    """Return estimate, se, df, ci_low, ci_high a row (m, 5), by the index of `rows`.

    As R's predict(fit, rows, re.form = NA). A row with a missing value, or that the data can't estimate, is
    NaN. Raises Refused for a column that is missing, and for a level that doesn't occur; TypeError where the
    rows are no table; ValueError for text in a column of numbers.
    """
    if not isinstance(rows, pd.DataFrame):
        raise TypeError(f"rows is a {type(rows).__name__}; give a table of new rows: pd.DataFrame([...])")
    names = list(dict.fromkeys(column for one in model.variables for column in used_columns(one)))
    for name in names:
        if name not in rows:
            raise Refused("column_absent", column=name, meant=nearest(name, rows.columns))
    table = pd.DataFrame(np.nan, index=rows.index, columns=TOLD)
    known = rows[names].notna().all(axis=1).to_numpy()
    if not known.any():
        return table
    L = rows_at(model, _points(model, rows.loc[known, names]))
    estimable = ~np.isnan(L).any(axis=1)
    L = L[estimable]
    se = np.sqrt(np.einsum("mi,ij,mj->m", L, inference.covariance, L))
    df = np.array([inference.df(one) for one in L])
    found = estimate_table({}, L @ beta, se, df, level)
    table.iloc[np.flatnonzero(known)[estimable]] = found[TOLD].to_numpy()
    return table


def _points(model: Assembly, rows: pd.DataFrame) -> list[Point]:
    found: list[dict[str, str | float]] = [{} for _ in range(len(rows))]
    for name in rows:
        labels = isinstance(model.columns[str(name)], Factor)
        for point, value in zip(found, rows[name], strict=True):
            point[str(name)] = label_of(value) if labels else _number(str(name), value)
    return list(found)


def _number(column: str, value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        message = f"column '{column}' was fitted as numbers and holds {type(value).__name__}; give numbers"
        raise ValueError(message) from None
