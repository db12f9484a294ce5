"""The reference grid of a model: every combination of levels, numbers at their means or at given values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.columns import Array, Column, Factor, Numbers, number_label
from isop_analysis.stats.multilevel.expressions import CALL, FACTORS, used_columns
from isop_analysis.stats.multilevel.points import Point

Value = str | float
At = Mapping[str, Value | Sequence[Value]]


@dataclass(frozen=True)
class Grid:
    """Points of a model's columns, and which of them (c, g) with what weight make each of c cells.

    `cells` are the values of the columns that are told apart.
    """

    points: tuple[Point, ...]
    cells: tuple[Point, ...]
    weights: Array


def reference_grid(model: Assembly, by: Sequence[str], at: At, weights: str) -> Grid:
    """Build the grid; cells are the combinations of `by` and of the columns that `at` gives several values.

    Raises Refused for columns that the fixed part doesn't use and for numbers asked for by level.
    """
    columns = _fixed_columns(model)
    for name in (*by, *at):
        if name not in columns:
            known = list(columns)
            raise Refused("fixed_part_lacks", column=name, meant=nearest(name, known), columns=known)
    values = {name: _values(name, column, model, by, at) for name, column in columns.items()}
    told = [*by, *(name for name in values if name in at and name not in by and len(values[name]) > 1)]
    averaged = [name for name in values if name not in told]
    cells = [dict(zip(told, one, strict=True)) for one in product(*(values[name] for name in told))]
    rest = [dict(zip(averaged, one, strict=True)) for one in product(*(values[name] for name in averaged))]
    shares = _shares(model, rest, weights)
    matrix: Array = np.kron(np.eye(len(cells)), shares).astype(np.float64)
    return Grid(tuple({**cell, **one} for cell in cells for one in rest), tuple(cells), matrix)


def _fixed_columns(model: Assembly) -> dict[str, Column]:
    names = dict.fromkeys(column for name in model.variables for column in used_columns(name))
    return {name: model.columns[name] for name in names}


def _values(name: str, column: Column, model: Assembly, by: Sequence[str], at: At) -> list[Value]:
    if name in at:
        given = at[name]
        return [given] if isinstance(given, (str, int, float)) else list(given)
    if isinstance(column, Factor):
        return list(column.levels)
    if _is_factor(name, model):
        return [float(value) for value in np.unique(column.values)]
    if name in by:
        raise Refused("means_of_numbers", column=name)
    return [float(column.values.mean())]


def _is_factor(name: str, model: Assembly) -> bool:
    calls = [CALL.match(variable) for variable in model.variables]
    return any(call is not None and call[1] in FACTORS and call[2].strip() == name for call in calls)


def _shares(model: Assembly, rest: Sequence[Point], weights: str) -> Array:
    """Return the weight (g,) of each combination that is averaged over."""
    if weights == "equal":
        return np.full(len(rest), 1.0 / len(rest))
    if weights != "proportional":
        raise ValueError(f"weights is '{weights}': expected 'equal' or 'proportional'.")
    labels = {
        name: _labels(model.columns[name])
        for name in rest[0]
        if isinstance(model.columns[name], Factor) or _is_factor(name, model)
    }
    counts = [
        np.logical_and.reduce([labels[name] == _label(one[name]) for name in labels]).sum() if labels else 1
        for one in rest
    ]
    if not sum(counts):
        raise Refused("no_row_to_weigh_by")
    return np.asarray(counts, dtype=np.float64) / sum(counts)


def _labels(column: Column) -> np.ndarray:
    if isinstance(column, Numbers):
        return np.array([number_label(value) for value in column.values])
    return np.array(column.levels)[column.codes]


def _label(value: Value) -> str:
    return value if isinstance(value, str) else number_label(float(value))
