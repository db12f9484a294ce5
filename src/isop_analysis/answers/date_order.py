"""Whether the day or the month stands first in a survey file's dates: decided from all rows, or asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from isop_analysis.answers.survey import Survey
from isop_analysis.answers.timestamps import ORDERED
from isop_analysis.study.problems import Problem

MOMENTS = ("started", "ended")
ENOUGH = 4
"""One date in so many has to show the order: less may be one person's slip."""


@dataclass
class Shown:
    """How many dates can be read in one order only, and how many in either, to another day.

    `written` are those that only their sign ("1-10-2024", no "/") makes European.
    """

    day: int = 0
    month: int = 0
    either: int = 0
    written: int = 0

    def note(self, cells: Iterable[str]) -> None:
        """Count some cells; those of another shape, or the same in both orders, tell nothing."""
        for cell in cells:
            found = ORDERED.match(cell.strip())
            if found is None or found.group(1).lstrip("0") == found.group(2).lstrip("0"):
                continue
            first, second = int(found.group(1)), int(found.group(2))
            if max(first, second) <= 12:
                self.either += 1
                self.written += "/" not in found.group(0)
            elif first <= 12 < second <= 31:
                self.month += 1
            elif second <= 12 < first <= 31:
                self.day += 1

    @property
    def by_month(self) -> bool | None:
        """Whether the month stands first; None where that has to be asked."""
        if self.month and not self.day and self.month * ENOUGH >= self.month + self.either:
            return True
        if self.month:
            return None
        told = self.day * ENOUGH >= self.day + self.either or self.written == self.either
        return False if told else None


@dataclass(frozen=True)
class DateOrder:
    """The order of a file's dates, and why it isn't known."""

    by_month: bool
    problem: Problem | None = None


def date_order(survey: Survey) -> DateOrder:
    """Return the order that the config says, or else all rows of the file show.

    Start and end are looked at together: one tool writes both.
    """
    if survey.source.dates is not None:
        return DateOrder(survey.source.dates == "month_first")
    places = [survey.columns.fields[name] for name in MOMENTS if name in survey.columns.fields]
    shown = Shown()
    for chunk in survey.export.chunks():
        for place in places:
            shown.note(chunk.columns[place])
    if shown.by_month is not None:
        return DateOrder(shown.by_month)
    column = f"column '{survey.export.header.columns[places[0]].name}'"
    if shown.day and shown.month:
        message = (
            f"{column} has dates with the day first ({shown.day} rows) and with the month first "
            f"({shown.month}); write them in one order"
        )
    else:
        message = (
            f"{column} doesn't tell whether the day or the month stands first; add 'dates: day_first' or "
            f"'dates: month_first' to the source {survey.source.name}"
        )
    return DateOrder(False, Problem(survey.shown, message))
