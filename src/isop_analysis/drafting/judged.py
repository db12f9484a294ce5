"""A column as it was judged: what it is, and what a closed question allows."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from isop_analysis.drafting.closed_answers import Answers
from isop_analysis.drafting.raw_tables import RawColumn, RawTable

Kind = Literal[
    "tool",
    "person",
    "consent",
    "team",
    "site",
    "wave",
    "closed",
    "number",
    "option",
    "joined",
    "open",
    "words",
    "empty",
]


@dataclass(frozen=True)
class Judged:
    """A column, what it is, what a closed question allows; `why` where nothing is drafted of it.

    `parts` are the chosen answers that a cell holds several of, where a person called the question closed.
    """

    column: RawColumn
    kind: Kind
    stem: str
    answers: Answers | None = None
    why: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class JudgedTable:
    """A table with its columns judged."""

    table: RawTable
    columns: tuple[Judged, ...] = field(default=())

    def of(self, *kinds: Kind) -> list[Judged]:
        """Return the columns of these kinds, in their order."""
        return [one for one in self.columns if one.kind in kinds]

    @property
    def is_survey(self) -> bool:
        """Whether it holds answers: a survey tool wrote it, or it has three questions of a scale."""
        ordered = [one for one in self.of("closed") if one.answers is not None and one.answers.ordered]
        stems = Counter(one.stem for one in ordered)
        return self.table.format not in ("forms_xlsx", "plain_csv") or max(stems.values(), default=0) > 2
