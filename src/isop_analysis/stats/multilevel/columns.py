"""The columns a model uses, read once: numbers as floats, everything else as factors, complete rows only."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused

Array = NDArray[np.float64]
Codes = NDArray[np.intp]


@dataclass(frozen=True)
class Numbers:
    """A numeric column; missing is NaN."""

    values: Array

    def missing(self) -> NDArray[np.bool_]:
        """Tell per row whether the value is missing."""
        return np.isnan(self.values)

    def at(self, rows: NDArray[np.bool_]) -> "Numbers":
        """Return these rows only."""
        return Numbers(self.values[rows])


@dataclass(frozen=True)
class Factor:
    """A column of labels: codes into levels, reference level first; missing is code −1."""

    codes: Codes
    levels: tuple[str, ...]

    def missing(self) -> NDArray[np.bool_]:
        """Tell per row whether the label is missing."""
        return self.codes < 0

    def at(self, rows: NDArray[np.bool_]) -> "Factor":
        """Return these rows only; a level that no longer occurs is dropped."""
        codes = self.codes[rows]
        used = np.bincount(codes, minlength=len(self.levels)) > 0
        place = np.cumsum(used) - 1
        return Factor(
            place[codes], tuple(level for level, kept in zip(self.levels, used, strict=True) if kept)
        )

    def with_reference(self, name: str, reference: str) -> "Factor":
        """Put the named level first, the others keeping their order.

        Raises Refused where the factor has no such level.
        """
        if reference not in self.levels:
            raise Refused(
                "reference_absent",
                reference=reference,
                factor=name,
                meant=nearest(reference, self.levels),
                levels=self.levels,
            )
        order = sorted(range(len(self.levels)), key=lambda code: (self.levels[code] != reference, code))
        place = np.empty(len(order) + 1, dtype=np.intp)
        place[order] = np.arange(len(order))
        place[-1] = -1
        return Factor(place[self.codes], tuple(self.levels[code] for code in order))


Column = Numbers | Factor


@dataclass(frozen=True)
class Columns:
    """Complete rows of the columns a model uses; `kept` marks them among the rows of the data."""

    by_name: Mapping[str, Column]
    kept: NDArray[np.bool_]

    @property
    def n(self) -> int:
        """Rows used."""
        return int(self.kept.sum())

    def __getitem__(self, name: str) -> Column:
        return self.by_name[name]

    def factor(self, name: str) -> Factor:
        """Return a column as a factor, whatever its type: what groups rows is a label."""
        column = self.by_name[name]
        return column if isinstance(column, Factor) else numbers_as_factor(column.values)


def read_columns(
    data: pd.DataFrame, names: Iterable[str], references: Mapping[str, str], outcome: str = ""
) -> Columns:
    """Read the named columns and keep the rows in which none is missing.

    Strings, categories and truth values are factors. The reference is the declared level; failing that the
    first in sorted order, or the first category of an ordered categorical. A two-valued outcome is 0 and 1.
    Raises Refused for an unknown column and for one that can't be used.
    """
    raw = {name: _read(data, name, name == outcome) for name in dict.fromkeys(names)}
    if not raw:
        return Columns({}, np.ones(len(data), dtype=bool))
    kept = ~np.logical_or.reduce([column.missing() for column in raw.values()])
    if not kept.any():
        raise Refused("no_complete_row", rows=len(data), columns=list(raw))
    complete = {name: column.at(kept) if not kept.all() else _tidy(column) for name, column in raw.items()}
    for name, reference in references.items():
        column = complete.get(name)
        if isinstance(column, Factor):
            complete[name] = column.with_reference(name, str(reference))
        elif column is not None and name != outcome:
            complete[name] = numbers_as_factor(column.values).with_reference(name, str(reference))
    return Columns(complete, kept)


def numbers_as_factor(values: Array) -> Factor:
    """Return numbers as labels, in numeric order; whole numbers are written without decimals."""
    levels, codes = np.unique(values, return_inverse=True)
    return Factor(codes.astype(np.intp), tuple(number_label(value) for value in levels))


def number_label(value: float) -> str:
    """Write a number as R labels it: 2 for 2.0."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _tidy(column: Column) -> Column:
    if isinstance(column, Factor) and np.bincount(column.codes, minlength=len(column.levels)).min() == 0:
        return column.at(np.ones(len(column.codes), dtype=bool))
    return column


def _read(data: pd.DataFrame, name: str, is_outcome: bool) -> Column:
    if name not in data.columns:
        raise Refused("column_absent", column=name, meant=nearest(name, data.columns))
    series = data[name]
    if not data.columns.is_unique and list(data.columns).count(name) > 1:
        raise Refused("column_twice", column=name)
    if series.dtype == object:
        series = series.infer_objects()
    if pd.api.types.is_bool_dtype(series.dtype) and not is_outcome:
        return _truth(series)
    if pd.api.types.is_numeric_dtype(series.dtype):
        return _numbers(series, name)
    if pd.api.types.is_datetime64_any_dtype(series.dtype) or pd.api.types.is_timedelta64_dtype(series.dtype):
        raise Refused("column_of_dates", column=name)
    return _labels(series)


def _numbers(series: pd.Series, name: str) -> Numbers:
    values = series.to_numpy(dtype=np.float64, na_value=np.nan)
    if np.isinf(values).any():
        raise Refused("column_infinite", column=name, found=int(np.isinf(values).sum()))
    return Numbers(values)


def _truth(series: pd.Series) -> Factor:
    known = series.notna().to_numpy()
    codes = np.where(known, series.fillna(False).to_numpy(dtype=bool), -1).astype(np.intp)
    return Factor(codes, ("FALSE", "TRUE"))


def _labels(series: pd.Series) -> Factor:
    if isinstance(series.dtype, pd.CategoricalDtype) and series.dtype.ordered:
        codes = series.cat.codes.to_numpy().astype(np.intp)
        return Factor(codes, tuple(label_of(level) for level in series.cat.categories))
    if isinstance(series.dtype, pd.CategoricalDtype):
        found, uniques = series.cat.codes.to_numpy().astype(np.intp), list(series.cat.categories)
    else:
        factorized, different = pd.factorize(series.array)
        found, uniques = factorized.astype(np.intp), different.tolist()
    labels = [label_of(level) for level in uniques]
    order = sorted(range(len(labels)), key=[*map(_sort_key, uniques, labels)].__getitem__)
    place = np.empty(len(order) + 1, dtype=np.intp)
    place[order] = np.arange(len(order))
    place[-1] = -1
    return Factor(place[found], tuple(labels[code] for code in order))


def _sort_key(level: Hashable, label: str) -> tuple[int, float, str]:
    if not isinstance(level, str) and isinstance(level, (int, float, np.integer, np.floating)):
        return (0, float(level), label)
    return (1, 0.0, label)


def label_of(level: object) -> str:
    """Write a level as a label, as R does."""
    if isinstance(level, str):
        return level
    if isinstance(level, (bool, np.bool_)):
        return str(bool(level)).upper()
    if isinstance(level, (int, float, np.integer, np.floating)):
        return number_label(float(level))
    return str(level)
