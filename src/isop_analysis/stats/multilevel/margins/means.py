"""Estimated marginal means (Searle, Speed & Milliken 1980, Am Stat 34, 216-221) and their differences."""

from collections.abc import Sequence
from itertools import combinations
from math import isnan
from typing import Literal

import numpy as np
import pandas as pd

from isop_analysis.stats.holm import holm
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.margins.grid import At, Grid, reference_grid
from isop_analysis.stats.multilevel.points import Point, rows_at
from isop_analysis.stats.multilevel.result import Fit

Weights = Literal["equal", "proportional"]
MEAN = ("estimate", "se", "df", "ci_low", "ci_high")


def means(
    fitted: Fit,
    by: str | Sequence[str],
    *,
    at: At | None = None,
    weights: Weights = "equal",
    level: float = 0.95,
) -> pd.DataFrame:
    """Return the expected outcome per combination of levels: `by`, then estimate, se, df, ci_low, ci_high.

    As R's emmeans, intervals by the fit's own degrees of freedom.

    Args:
        fitted: a fit.
        by: factors to tell apart. Other factors are averaged over; numbers stand at their mean, also those
            with two values only.
        at: values for columns, one or several each: {"time": [0, 2], "role": "future"}. Columns with several
            are told apart.
        weights: of the levels averaged over: "equal", or "proportional" to the rows that have them.
        level: confidence of the intervals (0–1).

    A mean that the data can't estimate is NaN. Raises Refused for columns the fixed part doesn't use,
    levels that don't occur and numbers in `by` without values in `at`.

    >>> table = isop.multilevel.means(fitted, (), at={"Days": [0, 9]})
    >>> print(table[["Days", "estimate", "ci_low", "ci_high"]].round(1))
       Days  estimate  ci_low  ci_high
    0     0     251.4   237.0    265.8
    1     9     345.6   314.7    376.5
    """
    grid, L = _cells(fitted, by, at, weights)
    return _table(fitted, grid.cells, L, level)[[*grid.cells[0], *MEAN]]


def mean_differences(
    fitted: Fit,
    by: str | Sequence[str],
    *,
    at: At | None = None,
    weights: Weights = "equal",
    level: float = 0.95,
) -> pd.DataFrame:
    """Return all pairwise differences of `means`: first, second, estimate (first − second), se, df,
    statistic, p_value, ci_low, ci_high, p_holm.

    Intervals are of each difference alone; p_holm is adjusted over the table (Holm 1979).

    >>> halves = sleep.assign(half=(sleep["Days"] > 4).map({False: "first", True: "second"}))
    >>> of_half = isop.multilevel.fit("Reaction ~ half + (1 | Subject)", halves)
    >>> print(isop.multilevel.mean_differences(of_half, "half")[["first", "second", "estimate"]].round(1))
       first  second  estimate
    0  first  second     -53.8
    """
    grid, L = _cells(fitted, by, at, weights)
    pairs = list(combinations(range(len(L)), 2))
    names = [", ".join(str(value) for value in cell.values()) for cell in grid.cells]
    keys = [{"first": names[one], "second": names[other]} for one, other in pairs]
    rows = np.array([L[one] - L[other] for one, other in pairs]).reshape(len(pairs), -1)
    table = _table(fitted, keys, rows, level)
    known = [None if isnan(p) else float(p) for p in table["p_value"]]
    return table.assign(p_holm=np.array(holm(known), dtype=float))


def _cells(fitted: Fit, by: str | Sequence[str], at: At | None, weights: str) -> tuple[Grid, Array]:
    model = fitted.solution.model
    grid = reference_grid(model, [by] if isinstance(by, str) else list(by), at or {}, weights)
    rows = rows_at(model, grid.points)
    used = grid.weights > 0
    averaged = [weight[own] @ rows[own] for weight, own in zip(grid.weights, used, strict=True)]
    return grid, np.array(averaged)


def _table(fitted: Fit, keys: Sequence[Point], L: Array, level: float) -> pd.DataFrame:
    known = np.flatnonzero(~np.isnan(L).any(axis=1))
    found = fitted.contrast(L[known], level=level).drop(columns="contrast").set_index(known)
    return pd.concat([pd.DataFrame(list(keys)), found.reindex(range(len(L)))], axis=1)
