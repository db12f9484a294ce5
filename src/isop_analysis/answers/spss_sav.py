"""SPSS .sav: numbers with value labels, user-missing codes and words, multiple-response sets, dates.

Dates are turned from seconds here: a damaged one is told where its column is read, and breaks nothing.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from isop_analysis.answers.delimited import PIECE, Chunk
from isop_analysis.answers.export import Column, Export, Format, Header, ValueLabels
from isop_analysis.answers.limesurvey_csv import question_code
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.workbook import text_of
from isop_analysis.study.config import Limits
from isop_analysis.study.instrument import Source
from isop_analysis.study.problems import Problem, StudyError

FIRST_MOMENT = datetime(1582, 10, 14)
MOMENT = re.compile(r"(DATETIME|YMDHMS)\d")
DAY = re.compile(r"([AEJS]?DATE|QYR|MOYR|WKYR)\d")
CLOCK = re.compile(r"[DM]?TIME\d")
DICHOTOMIES, CATEGORIES = "D", "C"


@dataclass(frozen=True)
class Variable:
    """A variable: its cells, and what the file says of them; `in_sets` are ids it has by its sets."""

    name: str
    cells: Sequence[object]
    kind: str = ""
    labels: ValueLabels = field(default_factory=ValueLabels)
    in_sets: tuple[str, ...] = ()

    def texts(self, start: int, end: int) -> list[str]:
        """Return the cells of some rows as text."""
        return [text_of(_at(cell, self.kind)) for cell in self.cells[start:end]]


@dataclass(frozen=True)
class CategorySet:
    """A multiple-response set of categories as one column: the labels of all its variables, joined."""

    name: str
    variables: Sequence[Variable]
    labels: ValueLabels = field(default_factory=ValueLabels)
    in_sets: tuple[str, ...] = ()

    def texts(self, start: int, end: int) -> list[str]:
        """Return the chosen labels of some rows; a missing value only where nothing else is chosen."""
        rows = zip(*(variable.texts(start, end) for variable in self.variables), strict=True)
        return [self._joined(row) for row in rows]

    def _joined(self, row: tuple[str, ...]) -> str:
        told = [(v.labels, cell) for v, cell in zip(self.variables, row, strict=True) if cell]
        chosen = [own.labels.get(cell, cell) for own, cell in told if not own.declares_cell_missing(cell)]
        return ";".join(chosen) or next((cell for _, cell in told), "")


def open_spss(path: Path, shown: str, source: Source, expected: list[str], limits: Limits) -> Export:
    """Open an SPSS data file.

    Raises StudyError when the file is missing, empty or no SPSS file.
    """
    import pyreadstat

    if not path.is_file():
        raise StudyError([Problem(shown, "file is missing; put it there or correct the config")])
    try:
        cells, about = pyreadstat.read_sav(
            str(path), user_missing=True, output_format="dict", disable_datetime_conversion=True
        )
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError):
        message = (
            "can't be read as an SPSS file: empty, cut off, damaged, or of another kind; export it again"
        )
        raise StudyError([Problem(shown, message)]) from None
    columns = _columns(cells, about)
    length = len(next(iter(cells.values()), ()))
    return Export(
        Header(tuple(Column(c.name, (c.name, *c.in_sets)) for c in columns), question_code),
        lambda: _chunks(columns, length),
        encoding=about.file_encoding,
        labels={place: column.labels for place, column in enumerate(columns)},
    )


def _columns(cells: Mapping[str, Sequence[object]], about: Any) -> list[Variable | CategorySet]:
    sets: Mapping[str, Any] = about.mr_sets or {}
    kinds = about.original_variable_types
    variables = {
        name: Variable(
            name, cells[name], kinds.get(name) or "", _labels(about, name), _ids_in_sets(about, name)
        )
        for name in about.column_names
    }
    taken = {question_code(name) for name in variables}
    joined = [
        CategorySet(name, [variables[member] for member in own["variable_list"] if member in variables])
        for name, own in sets.items()
        if own["type"] == CATEGORIES and question_code(name) not in taken
    ]
    return [*variables.values(), *(one for one in joined if one.variables)]


def _ids_in_sets(about: Any, name: str) -> tuple[str, ...]:
    """Return what a variable of a set of dichotomies goes by: the set's name and the variable's label."""
    label = about.column_names_to_labels.get(name)
    return tuple(f"{one}_{label}" for one, _ in _dichotomies(about, name)) if label else ()


def _dichotomies(about: Any, name: str) -> list[tuple[str, Any]]:
    return [
        (one, own)
        for one, own in (about.mr_sets or {}).items()
        if name in own["variable_list"] and own["type"] == DICHOTOMIES
    ]


def _labels(about: Any, name: str) -> ValueLabels:
    ranges = about.missing_ranges.get(name, [])
    numeric = [(r["lo"], r["hi"]) for r in ranges if not isinstance(r["lo"], str)]
    sets = _dichotomies(about, name)
    return ValueLabels(
        labels={text_of(v): str(label) for v, label in about.variable_value_labels.get(name, {}).items()},
        missing=tuple((float(low), float(high)) for low, high in numeric),
        missing_words=frozenset(folded(r["lo"]) for r in ranges if isinstance(r["lo"], str)),
        counted=text_of(_counted(sets[0][1]["counted_value"])) if sets else None,
    )


def _counted(value: object) -> object:
    return float(value) if isinstance(value, str) and value.strip().isdigit() else value


def _at(cell: object, kind: str) -> object:
    """Return the moment, day or time that a number of seconds stands for; itself where it can be none."""
    if not isinstance(cell, float) or not math.isfinite(cell):
        return cell
    try:
        if MOMENT.match(kind):
            return FIRST_MOMENT + timedelta(seconds=cell)
        if DAY.match(kind):
            return (FIRST_MOMENT + timedelta(seconds=cell)).date()
        return (FIRST_MOMENT + timedelta(seconds=cell)).time() if CLOCK.match(kind) else cell
    except OverflowError:
        return cell


def _chunks(columns: Sequence[Variable | CategorySet], length: int) -> Iterator[Chunk]:
    for start in range(0, length, PIECE):
        end = min(start + PIECE, length)
        yield Chunk(range(start + 2, end + 2), [column.texts(start, end) for column in columns])


SPSS_SAV = Format(suffixes=(".sav", ".zsav"), open=open_spss)
