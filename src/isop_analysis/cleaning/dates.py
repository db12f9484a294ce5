"""Dates as files hold them: year-month-day, with or without a time, or day-month-year."""

import pandas as pd

from isop_analysis.study.problems import Problem, StudyError

FORMATS = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")


def days(cells: pd.Series, file: str, column: str) -> pd.Series:
    """Return the day of each cell; absent where the cell is empty.

    Raises
    ------
    StudyError
        With the row of every cell that holds no date.
    """
    found = legible_days(cells)
    wrong = cells.notna() & (cells.astype("str").str.strip() != "") & found.isna()
    if bool(wrong.any()):
        reason = f"column '{column}' holds no date; write it as 2024-09-30"
        rows = [place + 2 for place, bad in enumerate(wrong) if bad]
        raise StudyError([Problem(file, reason, row) for row in rows])
    return found


def legible_days(cells: pd.Series) -> pd.Series:
    """Return the day of each cell; absent where it holds no date."""
    text = cells.astype("str").where(cells.notna()).str.strip()
    found = pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)
    for form in FORMATS:
        missing = found.isna() & text.notna()
        if not bool(missing.any()):
            break
        first = text[missing].str.split(" ").str[0]
        found = found.fillna(pd.to_datetime(first, format=form, errors="coerce"))
    return found.dt.normalize()


def legible_times(cells: pd.Series) -> pd.Series:
    """Return the moment of each cell; absent where it holds none, the day's start where it holds a day."""
    text = cells.astype("str").where(cells.notna()).str.strip()
    found = pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)
    return found.fillna(legible_days(cells))
