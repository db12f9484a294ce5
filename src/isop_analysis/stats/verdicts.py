"""The verdict on an estimate: its 95 % interval against zero and against the smallest effect that matters."""

from dataclasses import dataclass
from enum import StrEnum
from math import isnan, nan
from typing import Literal

Direction = Literal["positive", "negative"]


class Verdict(StrEnum):
    """What may be said of an estimate."""

    MATTERS = "matters"
    MAY_BE_TOO_SMALL = "may_be_too_small"
    TOO_LITTLE = "too_little"
    GOES_TOGETHER = "goes_together"
    NONE_THAT_MATTERS = "none_that_matters"
    OPEN = "open"
    REFUSED = "refused"
    FAILED = "failed"


SILENT = (Verdict.REFUSED, Verdict.FAILED)
WITHOUT_SIGN = (*SILENT, Verdict.OPEN, Verdict.NONE_THAT_MATTERS)


@dataclass(frozen=True)
class Interval:
    """A 95 % interval, in the unit of the smallest effect that matters."""

    low: float
    high: float


def interval_of(low: object, high: object, change: float = 1.0) -> Interval | None:
    """Return the interval of a table's cells times a change, low first; None without both ends."""
    bounds = [_number(low), _number(high)]
    if bounds[0] is None or bounds[1] is None:
        return None
    return Interval(*sorted((bounds[0] * change, bounds[1] * change)))


def _number(cell: object) -> float | None:
    value = nan if cell is None else float(cell)  # type: ignore[arg-type]
    return None if isnan(value) else value


def sign_of(low: object, high: object) -> str | None:
    """Return whether an interval excludes zero, as a verdict: goes_together or open; None without one."""
    interval = interval_of(low, high)
    return None if interval is None else str(verdict_of(interval, None))


def verdict_of(interval: Interval, smallest: float | None) -> Verdict:
    """Return the verdict; an interval that touches zero or a bound counts as reaching it.

    Parameters
    ----------
    interval
        Low ≤ high, in SDs of the scale where `smallest` is given.
    smallest
        The smallest effect that matters (> 0), or None where config declares none; then there is only
        "goes together" and "open".
    """
    apart_from_zero = interval.low > 0 or interval.high < 0
    if smallest is None:
        return Verdict.GOES_TOGETHER if apart_from_zero else Verdict.OPEN
    nearest = min(abs(interval.low), abs(interval.high))
    farthest = max(abs(interval.low), abs(interval.high))
    if not apart_from_zero:
        return Verdict.NONE_THAT_MATTERS if farthest < smallest else Verdict.OPEN
    if nearest > smallest:
        return Verdict.MATTERS
    return Verdict.TOO_LITTLE if farthest < smallest else Verdict.MAY_BE_TOO_SMALL


def verdict_of_fit(
    status: str, points: Interval | None, sds: Interval | None, smallest: float | None
) -> Verdict:
    """Return the verdict on an effect of a model that was fitted, refused or failed.

    Parameters
    ----------
    status
        Of the model: ``fitted``, ``refused`` or ``failed``; a fit that did not converge is failed.
    points, sds
        The effect's interval in points of the scale and in its SDs; without SDs no bound applies.
    smallest
        The smallest effect that matters, in SDs.
    """
    if status == "refused":
        return Verdict.REFUSED
    if status != "fitted" or points is None:
        return Verdict.FAILED
    return verdict_of(points, None) if sds is None else verdict_of(sds, smallest)


def excluded_direction(interval: Interval, smallest: float | None) -> Direction | None:
    """Return the direction whose effect that matters an open interval excludes, if it excludes one."""
    if smallest is None or verdict_of(interval, smallest) is not Verdict.OPEN:
        return None
    if interval.low > -smallest:
        return "negative"
    return "positive" if interval.high < smallest else None


def depends_on_method(interval: Interval, others: tuple[Interval, ...], smallest: float | None) -> bool:
    """Tell whether another way of reckoning uncertainty puts the estimate in another row."""
    return any(verdict_of(other, smallest) is not verdict_of(interval, smallest) for other in others)
