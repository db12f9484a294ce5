"""Simple slopes: how the expected outcome changes with a number, at given values of other variables."""

from collections.abc import Sequence

import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.columns import Numbers
from isop_analysis.stats.multilevel.margins.grid import At, reference_grid
from isop_analysis.stats.multilevel.margins.means import Weights
from isop_analysis.stats.multilevel.points import Point, rows_at
from isop_analysis.stats.multilevel.result import Fit


def simple_slopes(
    fitted: Fit,
    variable: str,
    *,
    by: str | Sequence[str] = (),
    at: At | None = None,
    weights: Weights = "equal",
    level: float = 0.95,
) -> pd.DataFrame:
    """Return the slope of `variable` per combination: by and at, then estimate, se, df, statistic, p_value,
    ci_low, ci_high.

    As R's emmeans::emtrends, intervals by the fit's own degrees of freedom (Aiken & West 1991). Factors that
    are not told apart are averaged over, other numbers stand at their mean; see `means` for the arguments.
    Where the variable enters by a curve the slope is that at its mean, or where `at` puts it.

    Raises Refused where the fixed part doesn't use the variable or the variable isn't a number.

    >>> print(isop.multilevel.simple_slopes(fitted, "Days")[["estimate", "ci_low", "ci_high"]].round(2))
       estimate  ci_low  ci_high
    0     10.47    7.21    13.73
    """
    model = fitted.solution.model
    grid = reference_grid(
        model, [by] if isinstance(by, str) else list(by), {variable: 0.0, **(at or {})}, weights
    )
    column = model.columns[variable]
    if not isinstance(column, Numbers):
        raise Refused("slope_of_labels", column=variable)
    step = 1e-3 * float(column.values.std())
    middle = float(column.values.mean())
    points = grid.points if at and variable in at else [{**one, variable: middle} for one in grid.points]
    ahead, behind = (rows_at(model, _moved(points, variable, shift)) for shift in (step, -step))
    L = grid.weights @ ((ahead - behind) / (2.0 * step))
    found = fitted.contrast(L, level=level).drop(columns="contrast")
    if not grid.cells[0]:
        return found
    return pd.concat([pd.DataFrame(list(grid.cells)), found], axis=1)


def _moved(points: Sequence[Point], variable: str, shift: float) -> list[Point]:
    return [{**point, variable: float(point[variable]) + shift} for point in points]
