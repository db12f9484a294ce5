"""Answers as numbers: what statistics of answers accept, and why they refuse what they don't."""

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused


def numeric_items(items: pd.DataFrame, least: int = 1) -> pd.DataFrame:
    """Return the items as a float frame, one row a respondent, NaN where there is no answer.

    Raises
    ------
    Refused
        For anything but a frame of at least `least` differently named columns of finite numbers.
    """
    if not isinstance(items, pd.DataFrame):
        raise Refused("items_no_frame", kind=type(items).__name__)
    doubled = items.columns[items.columns.duplicated()].unique()
    if len(doubled):
        raise Refused("items_doubled", names=named(doubled))
    found = items.shape[1]
    if not found and least:
        raise Refused("items_none", needed=least)
    if found < least:
        raise Refused("items_few", found=found, names=named(items.columns), needed=least)
    return pd.DataFrame({name: _numbers(column, name) for name, column in items.items()}, index=items.index)


def check_range(items: pd.DataFrame, low: float, high: float) -> None:
    """Refuse a range that isn't one, and the first answer that lies outside it."""
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise Refused("answers_no_range", low=low, high=high)
    outside = (items < low) | (items > high)
    if not outside.to_numpy().any():
        return
    name = outside.columns[outside.any()][0]
    cells = items.loc[outside[name], name]
    raise Refused(
        "answers_out_of_range",
        item=str(name),
        value=cells.iloc[0],
        row=str(cells.index[0]),
        count=len(cells),
        low=low,
        high=high,
    )


def check_confidence(confidence: float) -> None:
    """Refuse a confidence that isn't a share between 0 and 1."""
    if not 0 < confidence < 1:
        raise Refused("confidence", given=confidence)


def named(names: Iterable[object]) -> list[str]:
    """Return names of columns as text."""
    return [str(name) for name in names]


def _numbers(column: pd.Series, name: object) -> np.ndarray:
    if isinstance(column.dtype, pd.CategoricalDtype):
        raise Refused("item_of_categories", item=str(name))
    if column.dtype == np.float64:
        return _finite(column.to_numpy(copy=True), name)
    present = column[column.notna()]
    if not pd.api.types.is_numeric_dtype(column.dtype):
        wrong = present[[not isinstance(cell, int | float | np.number | np.bool_) for cell in present]]
        if len(wrong):
            raise Refused("item_of_text", item=str(name), value=str(wrong.iloc[0]), row=str(wrong.index[0]))
    numbers = np.full(len(column), np.nan)
    numbers[column.notna().to_numpy()] = present.to_numpy(dtype=float)
    return _finite(numbers, name)


def _finite(numbers: np.ndarray, name: object) -> np.ndarray:
    if np.isinf(numbers).any():
        raise Refused("item_infinite", item=str(name))
    return numbers
