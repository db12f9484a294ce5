"""Measures of the register as numbers, with a decimal point or comma."""

import pandas as pd

from isop_analysis.study.people import Measure
from isop_analysis.study.problems import Problem, StudyError


def measure_column(table: pd.DataFrame, measure: Measure) -> pd.Series:
    """Return a measure's column as numbers; absent cells stay absent.

    Raises
    ------
    StudyError
        When the register lacks the column, or a cell holds no number.
    """
    name = measure.name if measure.name in table else measure.column
    if table.empty:
        return pd.Series(index=table.index, dtype="float64")
    if name not in table:
        raise StudyError(
            [Problem("register", f"column '{measure.column}' of {measure.name} is missing; add it")]
        )
    cells = table[name]
    if pd.api.types.is_numeric_dtype(cells):
        return cells.astype("float64")
    text = cells.astype("str").where(cells.notna()).str.strip().str.replace(",", ".", regex=False)
    text = text.where(text != "")
    numbers = pd.to_numeric(text, errors="coerce").astype("float64")
    wrong = text[text.notna() & numbers.isna()]
    if len(wrong):
        reason = f"column '{measure.column}' holds '{wrong.iloc[0]}'; a number was expected"
        raise StudyError([Problem("register", reason)])
    return numbers
