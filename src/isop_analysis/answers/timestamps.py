"""Dates and times as tools write them, read into one spelling: 2024-09-30 14:05:00."""

import re
from datetime import datetime, timedelta

DAY = r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})"
CLOCK = r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?m\.?)?)?"
SERIAL = re.compile(r"[2-7]\d{4}(\.\d+)?")
FIRST_DAY = datetime(1899, 12, 30)
ORDERED = re.compile(DAY + CLOCK, re.IGNORECASE)


def moment(cell: str, by_month: bool = False) -> datetime | None:
    """Return the moment a cell holds, or None: ISO, or day-month-year (month-day-year if `by_month`).

    A number from 20000 to 79999 is a day as Excel counts them, 45566.375 for 2024-10-01 09:00.
    """
    bare = cell.strip()
    try:
        return datetime.fromisoformat(bare)
    except ValueError:
        pass
    if SERIAL.fullmatch(bare):
        return FIRST_DAY + timedelta(seconds=round(float(bare) * 86400))
    match = ORDERED.fullmatch(bare)
    if match is None:
        return None
    first, second, year, hour, minute, second_of = (int(part or 0) for part in match.groups()[:6])
    day, month = (second, first) if by_month else (first, second)
    half = (match.group(7) or "").lower()
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return datetime(year + 2000 if year < 100 else year, month, day, hour, minute, second_of)
    except ValueError:
        return None


def is_moment(cell: str) -> bool:
    """Whether a cell holds a date or a time of a day."""
    return bool(cell.strip()) and not cell.strip().isdigit() and moment(cell) is not None


def spelled(found: datetime) -> str:
    """Return a moment in its one spelling."""
    return found.isoformat(sep=" ", timespec="seconds")


def between(start: datetime | None, end: datetime | None) -> float | None:
    """Return the seconds from start to end; None where one is unknown or the end comes first."""
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return None
    seconds = (end - start).total_seconds()
    return seconds if seconds >= 0 else None
