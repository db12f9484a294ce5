"""Answers as numbers: what every function of this room accepts, and the sentences for what it doesn't."""

import math

import numpy as np
import pandas as pd

from isop_analysis.stats.scales.refusals import ScaleRefused, listed


def numeric_items(items: pd.DataFrame, least: int = 1) -> pd.DataFrame:
    """Return the items as a float frame, one row a respondent, NaN where there is no answer.

    Raises
    ------
    ScaleRefused
        For anything but a frame of at least `least` differently named columns of finite numbers.
    """
    if not isinstance(items, pd.DataFrame):
        raise ScaleRefused(
            f"items are a {type(items).__name__}; expected a pandas frame with one column an item"
        )
    doubled = items.columns[items.columns.duplicated()].unique()
    if len(doubled):
        raise ScaleRefused(f"item {listed(doubled)} stands there twice; each item is expected once")
    if items.shape[1] < least:
        raise ScaleRefused(
            f"{items.shape[1]} item{'s' if items.shape[1] != 1 else ''} ({listed(items.columns) or 'none'}) "
            f"given where at least {least} are needed; add items to the scale or leave this out"
        )
    return pd.DataFrame({name: _numbers(items[name], name) for name in items.columns}, index=items.index)


def check_range(items: pd.DataFrame, low: float, high: float) -> None:
    """Refuse a range that isn't one, and the first answer that lies outside it."""
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ScaleRefused(f"the range runs from {low:g} to {high:g}; expected low below high, both finite")
    outside = (items < low) | (items > high)
    if not outside.to_numpy().any():
        return
    name = outside.columns[outside.any()][0]
    cells = items.loc[outside[name], name]
    raise ScaleRefused(
        f"item '{name}' holds {cells.iloc[0]:g} in row {cells.index[0]} ({len(cells)} such answers); "
        f"expected {low:g} to {high:g}: mend low and high, or code what is no answer as missing"
    )


def _numbers(column: pd.Series, name: object) -> np.ndarray:
    if isinstance(column.dtype, pd.CategoricalDtype):
        raise ScaleRefused(
            f"item '{name}' holds categories, not numbers; map its answers to numbers by the codebook"
        )
    present = column[column.notna()]
    if not pd.api.types.is_numeric_dtype(column.dtype):
        wrong = present[[not isinstance(cell, int | float | np.number | np.bool_) for cell in present]]
        if len(wrong):
            raise ScaleRefused(
                f"item '{name}' holds {str(wrong.iloc[0])!r} in row {wrong.index[0]}; expected a number: map "
                "answers to numbers by the codebook, and what is no answer to missing"
            )
    numbers = np.full(len(column), np.nan)
    numbers[column.notna().to_numpy()] = present.to_numpy(dtype=float)
    if np.isinf(numbers).any():
        raise ScaleRefused(f"item '{name}' holds an infinite number; expected answers or missing cells")
    return numbers
