"""Which export is of which wave: by marks in the files' names, else by the days on which people answered."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median

from isop_analysis.answers.date_order import Shown
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.timestamps import moment
from isop_analysis.drafting.judged import Judged, JudgedTable
from isop_analysis.drafting.names import Given, slug

NUMBERED = re.compile(
    r"(?:^|[^a-z])(?:t|w|wave|meting|golf|round|ronde|time|tijd|moment)[ _-]?(\d)(?!\d)", re.I
)
WORDED = (
    ("pre", "voor", "baseline", "nul", "start", "begin"),
    ("mid", "tussen", "half"),
    ("post", "na", "end", "eind", "follow", "followup"),
)
SAFE = re.compile(
    r"(?:c?\d{2,4}(?:-\d{2,4})?[ _-]?)?"
    r"(?:(?:t|w|m|wave|meting|meetmoment|golf|round|ronde|time|tijd|moment|occasion)[ _-]?)?\d{0,2}",
    re.IGNORECASE,
)
"""Cells of a column of waves that name no one: T0, meting 2, c2023_t1, 2023-2024."""
KNOWN = frozenset(
    "pre post voormeting nameting voor na baseline followup follow-up midterm start eind end begin".split()  # noqa: SIM905
)
SCHOOL_YEAR = 8
"""The month in which a school year begins."""


@dataclass(frozen=True)
class DraftWave:
    """A wave: its name, cells that mean it, its middle day where that is known."""

    name: str
    time: int
    accept: tuple[str, ...]
    day: date | None

    def school_year(self, otherwise: date) -> str:
        """Return the school year of its middle day, such as 2024-2025."""
        day = self.day or otherwise
        first = day.year if day.month >= SCHOOL_YEAR else day.year - 1
        return f"{first}-{first + 1}"


@dataclass(frozen=True)
class DraftWaves:
    """The waves in order, and the wave of each file; '' where the file's own column gives it."""

    waves: tuple[DraftWave, ...]
    of_file: dict[str, str]
    guessed: str


def draft_waves(tables: Sequence[JudgedTable]) -> DraftWaves:
    """Return the waves of some surveys."""
    columns = {table.table.file: own[0] for table in tables if (own := table.of("wave"))}
    if columns:
        return _by_column(tables, columns)
    places = {table.table.file: _mark(table.table.path.stem) for table in tables}
    days = {table.table.file: middle_day(table) for table in tables}
    marks = sorted({place for place in places.values() if place is not None})
    if len(marks) > 1 and None not in places.values():
        names = {mark: f"t{time}" for time, mark in enumerate(marks)}
        of_file = {file: names[place] for file, place in places.items() if place is not None}
        return DraftWaves(_waves(of_file, days), of_file, "the files' names")
    kinds = [frozenset(one.column.name for one in table.of("closed", "number")) for table in tables]
    if len(set(kinds)) == len(kinds) and not any(a & b for i, a in enumerate(kinds) for b in kinds[:i]):
        of_file = {table.table.file: "t0" for table in tables}
        why = "one file" if len(tables) == 1 else "files that ask different questions"
        return DraftWaves(_waves(of_file, days), of_file, why)
    order = sorted(tables, key=lambda table: (days[table.table.file] or date.max, table.table.file))
    of_file = {table.table.file: f"t{time}" for time, table in enumerate(order)}
    known = all(days.values())
    return DraftWaves(
        _waves(of_file, days), of_file, "the days of the answers" if known else "the files' order"
    )


def _mark(stem: str) -> int | None:
    found = NUMBERED.search(stem)
    if found is not None:
        return int(found.group(1))
    parts = set(re.findall(r"[a-z]+", stem.lower()))
    return next((place for place, words in enumerate(WORDED) if parts & set(words)), None)


def _waves(of_file: dict[str, str], days: dict[str, date | None]) -> tuple[DraftWave, ...]:
    names = sorted(set(of_file.values()))
    found = []
    for time, name in enumerate(names):
        own = [day for file, day in days.items() if of_file[file] == name and day is not None]
        found.append(DraftWave(name, time, (), min(own) if own else None))
    return tuple(found)


def _by_column(tables: Sequence[JudgedTable], columns: dict[str, Judged]) -> DraftWaves:
    cells: dict[str, str] = {}
    for column in columns.values():
        labels = column.column.labels.labels
        cells |= {folded(labels.get(cell, cell)): labels.get(cell, cell) for cell in column.column.different}
    safe = _are_waves(cells.values())
    given, waves = Given(), []
    for time, cell in enumerate(sorted(cells.values(), key=_natural)):
        name = given.new(slug(cell) if safe and not cell.isdigit() else f"t{time}")
        accept = (cell,) if safe and folded(cell) != name else ()
        waves.append(DraftWave(name, time, accept, None))
    of_file = {table.table.file: "" for table in tables if table.table.file in columns}
    of_file |= {table.table.file: waves[0].name for table in tables if table.table.file not in columns}
    return DraftWaves(tuple(waves), of_file, "a column of the export")


def _are_waves(cells: Iterable[str]) -> bool:
    """Whether all cells are words for waves; others may be anyone's, and are not told."""
    return all(cell.strip() and (SAFE.fullmatch(cell) or folded(cell) in KNOWN) for cell in cells)


def with_spellings(found: DraftWaves, cells: Iterable[str]) -> DraftWaves:
    """Return the waves with what a register calls them, in its order, where it has as many."""
    words = sorted({folded(cell): cell for cell in cells}.values(), key=_natural)
    if len(words) != len(found.waves) or not _are_waves(words):
        return found
    pairs = zip(found.waves, words, strict=True)
    waves = [
        one
        if folded(word) in {one.name, *map(folded, one.accept)}
        else replace(one, accept=(*one.accept, word))
        for one, word in pairs
    ]
    return replace(found, waves=tuple(waves))


def _natural(cell: str) -> tuple[int, float, str]:
    place = next((i for i, words in enumerate(WORDED) if folded(cell).startswith(words)), 0)
    found = re.search(r"\d+", cell)
    return (place, float(found.group()) if found else 0.0, folded(cell))


def middle_day(table: JudgedTable) -> date | None:
    """Return the median day on which people answered; None where no column of the tool's tells it."""
    days = next(_days(table), None)
    return date.min + timedelta(days=int(median((day - date.min).days for day in days))) if days else None


def last_day(table: JudgedTable) -> date | None:
    """Return the last day on which anybody answered, by the tool's columns; None where none tells it."""
    return max((max(days) for days in _days(table)), default=None)


def _days(table: JudgedTable) -> Iterator[list[date]]:
    """Yield the days in each of the tool's columns that holds moments."""
    for one in table.of("tool"):
        cells, order = one.column.filled, Shown()
        order.note(cells)
        by_month = order.by_month is True
        found = [at.date() for cell in cells if (at := moment(cell, by_month)) is not None and at.year > 1990]
        if len(found) > 0.9 * len(cells) and found:
            yield found
