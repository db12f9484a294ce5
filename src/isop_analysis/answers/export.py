"""An export as its reader hands it over: columns with the names they go by, and cells in pieces."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.spelling import folded, number
from isop_analysis.base.reasons import Reason
from isop_analysis.study.config import Limits
from isop_analysis.study.instrument import AnswerKind, Source


@dataclass(frozen=True)
class Column:
    """A column: its name as messages show it, and all ids the config may call it by, the stablest first."""

    name: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class ValueLabels:
    """What a file itself says of a variable's values: labels, and which are declared missing.

    `missing` are ranges of numbers, `missing_words` texts as they are compared; `counted` is the value that
    means "chosen" where the variable belongs to a multiple-response set.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[tuple[float, float], ...] = ()
    missing_words: frozenset[str] = frozenset()
    counted: str | None = None

    def declares_missing(self, value: float) -> bool:
        """Whether the file declares this value user-missing."""
        return any(low <= value <= high for low, high in self.missing)

    def declares_cell_missing(self, cell: str) -> bool:
        """Whether the file declares what this cell holds user-missing, a number or a word."""
        value = number(cell)
        return folded(cell) in self.missing_words or (value is not None and self.declares_missing(value))


@dataclass(frozen=True)
class Header:
    """The columns of an export, and how spellings of their names are compared."""

    columns: tuple[Column, ...]
    spelled: Callable[[str], str] = folded

    @cached_property
    def _positions(self) -> list[dict[str, list[int]]]:
        levels: list[dict[str, list[int]]] = []
        for position, column in enumerate(self.columns):
            for level, name in enumerate(column.ids):
                while len(levels) <= level:
                    levels.append({})
                if self.spelled(name):
                    levels[level].setdefault(self.spelled(name), []).append(position)
        return levels

    def find(self, wanted: str) -> tuple[int, list[int]]:
        """Return the level of ids (0 the stablest) by which columns carry this name, and their positions."""
        spelling = self.spelled(wanted)
        for level, positions in enumerate(self._positions):
            if spelling in positions:
                return level, positions[spelling]
        return 0, []


@dataclass(frozen=True)
class Export:
    """An opened export; `labels` by position, for formats that carry them; `notes` for the import report."""

    header: Header
    chunks: Callable[[], Iterator[Chunk]]
    encoding: str | None = None
    delimiter: str | None = None
    labels: Mapping[int, ValueLabels] = field(default_factory=dict)
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True)
class Format:
    """What is known of a tool's exports before any is opened.

    `fields` are the names under which the tool itself exports who answered and when; a column of such a name
    may be absent. `missing` are the tool's own marks of an absent answer, `tests` of previews and tests,
    `answers` of responses that are real; where both are known, any other mark is a problem.
    """

    suffixes: tuple[str, ...]
    open: "Opening"
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: Mapping[str, AnswerKind] = field(default_factory=dict)
    tests: frozenset[str] = frozenset()
    answers: frozenset[str] = frozenset()


class Opening(Protocol):
    """Opens an export; `expected` are the column ids that the codebook asks for."""

    def __call__(self, path: Path, shown: str, source: Source, expected: list[str], limits: Limits) -> Export:
        """Raise StudyError when the file can't be read."""
        ...
