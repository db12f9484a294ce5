"""Rows of the fixed design at points that need not occur in the data."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.coding import design
from isop_analysis.stats.multilevel.columns import Array, Columns, Factor, Numbers, number_label
from isop_analysis.stats.multilevel.expressions import CALL, FACTORS, Measured, evaluate

Point = Mapping[str, str | float]
BY_THE_DATA = ("poly", "scale")


def rows_at(model: Assembly, points: Sequence[Point]) -> Array:
    """Return L (g, p), with L β the expected outcome at g points that give each column a value.

    Rows that the data can't estimate, as their columns were dropped as redundant, are NaN.
    Raises Refused for a level that doesn't occur.
    """
    columns = _columns(model, points)
    variables = {name: _variable(name, model, columns) for name in model.variables}
    full = design(model.formula.fixed, variables, len(points))
    places = [full.names.index(name) for name in model.fixed.design.names]
    L = full.matrix[:, places].copy()
    if model.fixed.dropped:
        L[_beyond_the_data(model, full.matrix)] = np.nan
    return L


def _columns(model: Assembly, points: Sequence[Point]) -> Columns:
    by_name: dict[str, Numbers | Factor] = {}
    for name in points[0]:
        column, values = model.columns[name], [point[name] for point in points]
        if isinstance(column, Factor):
            codes = [_code(name, column.levels, str(value)) for value in values]
            by_name[name] = Factor(np.array(codes, dtype=np.intp), column.levels)
        else:
            by_name[name] = Numbers(np.array(values, dtype=np.float64))
    return Columns(by_name, np.ones(len(points), dtype=bool))


def _code(name: str, levels: Sequence[str], label: str) -> int:
    if label not in levels:
        raise Refused("level_absent", column=name, level=label, meant=nearest(label, levels), levels=levels)
    return list(levels).index(label)


def _variable(name: str, model: Assembly, columns: Columns) -> Measured | Factor:
    """Evaluate a variable of the formula at new points, by what the data taught it (levels, polynomials)."""
    known, call = model.variables[name], CALL.match(name)
    if isinstance(known, Factor):
        column = columns[call[2].strip() if call and call[1] in FACTORS else name]
        if isinstance(column, Factor):
            return column
        labels = [number_label(value) for value in column.values]
        return Factor(np.array([_code(name, known.levels, one) for one in labels]), known.levels)
    if call and call[1] in BY_THE_DATA:
        inside = f"I({call[2].split(',')[0].strip()})"
        taught, asked = (evaluate(inside, one) for one in (model.columns, columns))
        assert isinstance(taught, Measured)
        assert isinstance(asked, Measured)
        return Measured(_transferred(taught.values[:, 0], known.values, asked.values[:, 0]), known.suffixes)
    return evaluate(name, columns)


def _transferred(taught: Array, values: Array, asked: Array) -> Array:
    """Return at new x the columns (n, d) that are polynomials of degree d or less in the x of the data."""
    powers = np.arange(values.shape[1] + 1)
    middle, spread = taught.mean(), taught.std()
    weights = np.linalg.lstsq(((taught - middle) / spread)[:, None] ** powers, values, rcond=None)[0]
    return np.asarray(((asked - middle) / spread)[:, None] ** powers @ weights)


def _beyond_the_data(model: Assembly, rows: Array) -> NDArray[np.bool_]:
    """Tell which rows are no combination of rows of the data."""
    X = design(model.formula.fixed, model.variables, model.n).matrix
    scale = np.linalg.norm(X, axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    _, values, turned = np.linalg.svd(X / scale, full_matrices=False)
    free = turned[values <= 1e-7 * values[0]]
    return np.asarray(np.abs(rows / scale @ free.T).max(axis=1, initial=0.0) > 1e-8)
