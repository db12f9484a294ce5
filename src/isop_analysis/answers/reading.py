"""Cells of a survey file by the codebook, a column at a time; each spelling is read once.

Checking needs no numbers, importing turns the same readings into arrays (`answer_arrays`).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.match import NO_LABELS, Answer, Codebook, Misfit
from isop_analysis.answers.open_answers import OpenAnswers
from isop_analysis.answers.options import Chosen, JoinedCells, OptionCells
from isop_analysis.answers.respondent_fields import FieldReader
from isop_analysis.answers.shown import Shown, Tell, answered_items
from isop_analysis.answers.survey import Survey
from isop_analysis.answers.texts import TextColumn, text_columns
from isop_analysis.study.config import Config
from isop_analysis.study.instrument import AnswerKind, AnswerScale, Item, MultipleChoice
from isop_analysis.study.problems import Problem

Said = TypeVar("Said")
TeamsNamed = dict[str, tuple[int, int]]
"""Each team that a file names, as it is written there: its first row, and in how many it stands."""
SHOWN = 20
MISFIT = 0


class Spellings(dict[str, int], Generic[Said]):
    """A cell's spelling → the place of what it says in `said`; place 0 is a cell that fits nothing."""

    def __init__(self, read: Callable[[str], Said | Misfit], nothing: Said) -> None:
        super().__init__()
        self.read = read
        self.said: list[Said] = [nothing]
        self.places: dict[Said, int] = {}
        self.misfits: dict[str, str] = {}

    def __missing__(self, cell: str) -> int:
        """Read a spelling that has not been met before."""
        said = self.read(cell)
        if isinstance(said, Misfit):
            self.misfits[cell] = said.reason
            place = MISFIT
        else:
            place = self.places.setdefault(said, len(self.said))
            if place == len(self.said):
                self.said.append(said)
        self[cell] = place
        return place


@dataclass(frozen=True)
class ItemColumn:
    """The column of an item."""

    item: Item
    position: int
    cells: Spellings[Answer]


@dataclass(frozen=True)
class JoinedColumn:
    """The column of a question whose options stand together."""

    question: MultipleChoice
    position: int
    cells: Spellings[Chosen]


@dataclass(frozen=True)
class OptionColumn:
    """The column of one option."""

    question: MultipleChoice
    option: str
    position: int
    cells: "Spellings[AnswerKind | bool | None]"


@dataclass(frozen=True)
class AnswerColumns:
    """Every column of answers of a survey file with its spellings.

    `texts` are open questions, with the words that the file declares missing.
    """

    items: tuple[ItemColumn, ...]
    joined: tuple[JoinedColumn, ...]
    options: tuple[OptionColumn, ...]
    texts: tuple[TextColumn, ...]

    @property
    def closed(self) -> "tuple[ItemColumn | JoinedColumn | OptionColumn, ...]":
        """The columns whose cells the codebook knows."""
        return (*self.items, *self.joined, *self.options)


def columns_of(survey: Survey) -> AnswerColumns:
    """Return the survey's columns, each with a reader of its cells."""
    instrument, found, missing = survey.instrument, survey.columns, survey.missing
    labels = survey.export.labels
    items = [
        ItemColumn(
            item,
            place,
            Spellings(
                Codebook(instrument.answer_scale(item.answers), missing, labels.get(place, NO_LABELS)).read,
                Answer(None, "skipped"),
            ),
        )
        for item, place in found.items
    ]
    joined = [
        JoinedColumn(
            c.question, c.joined, Spellings(JoinedCells(c.question, missing).read, Chosen("skipped"))
        )
        for c in found.choices
        if c.joined is not None
    ]
    options = [
        OptionColumn(
            c.question,
            option.name,
            place,
            Spellings(OptionCells(option, missing, labels.get(place)).read, None),
        )
        for c in found.choices
        if c.joined is None
        for option, place in zip(c.question.options, c.split, strict=True)
    ]
    return AnswerColumns(tuple(items), tuple(joined), tuple(options), text_columns(survey))


class Misfits:
    """Cells that fit nothing, over all chunks of a file: each spelling once a column, with its rows
    counted.
    """

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.found: dict[tuple[int, str], tuple[str, int, int, str]] = {}

    def note(self, column: "ItemColumn | JoinedColumn | OptionColumn", chunk: Chunk) -> None:
        """Look for the column's misfits in a chunk."""
        cells: Sequence[str] = chunk.columns[column.position]
        name = column.item.name if isinstance(column, ItemColumn) else column.question.name
        # A column of another question may hold a million texts: the first of them will do.
        for cell, reason in islice(column.cells.misfits.items(), 2 * SHOWN):
            count = cells.count(cell)
            if not count:
                continue
            place = (column.position, cell)
            row, before = chunk.rows[cells.index(cell)], 0
            if place in self.found:
                _, row, before, _ = self.found[place]
            self.found[place] = (name, row, before + count, reason)

    @property
    def problems(self) -> list[Problem]:
        """One problem a spelling and column, in the order of rows, the first twenty of a file."""
        columns = self.survey.export.header.columns
        rows = sorted((row, place, name, n, why) for (place, _), (name, row, n, why) in self.found.items())
        problems = [
            Problem(
                self.survey.shown,
                why + (f" ({n} rows)" if n > 1 else ""),
                row,
                f"column '{columns[place].name}' ({name})",
            )
            for row, place, name, n, why in rows[:SHOWN]
        ]
        if len(rows) > SHOWN:
            message = "more cells of this file are not in the codebook"
            problems.append(Problem(self.survey.shown, message))
        return problems


@dataclass(frozen=True)
class Checked:
    """What a survey file holds: responses per wave, all that fits nothing, teams named, values answered."""

    responses: Counter[str]
    problems: list[Problem]
    teams: TeamsNamed = field(default_factory=dict)
    answered: dict[str, set[float]] = field(default_factory=dict)


def check(
    survey: Survey,
    config: Config,
    stop_outside: bool = False,
    tell: Tell = lambda shown: None,
    counted: frozenset[str] = frozenset(),
    answers: OpenAnswers | None = None,
) -> Checked:
    """Read every cell of a survey file without keeping any.

    `stop_outside`: numbers outside their item's range are problems, for cleaning will stop at them.
    `tell` is handed what each chunk shows of its responses, and how many of the `counted` items they
    answered. `answers` gathers open answers that coders code.
    """
    columns, misfits, look = columns_of(survey), Misfits(survey), survey.look(config)
    fields = FieldReader(survey, config.waves)
    if stop_outside:
        for item in columns.items:
            item.cells.read = _inside(item.cells.read, survey.instrument.answer_scale(item.item.answers))
    responses: Counter[str] = Counter()
    teams: TeamsNamed = {}
    for chunk in survey.export.chunks():
        own = fields.read(chunk)
        responses.update(own.wave)
        if answers is not None:
            answers.note(survey, chunk, own.wave, own.tool_response)
        for team, row in fields.teams_of(chunk):
            first, count = teams.get(team, (row, 0))
            teams[team] = (first, count + 1)
        look.note(chunk.columns)
        for column in columns.closed:
            for cell in dict.fromkeys(chunk.columns[column.position]):
                column.cells[cell]
            misfits.note(column, chunk)
        tell(Shown(own, answered_items(columns.items, counted, chunk)))
    return Checked(
        responses, [*look.problems, *fields.problems, *misfits.problems], teams, _answered(columns)
    )


def _answered(columns: AnswerColumns) -> dict[str, set[float]]:
    """Return the values that were answered to each item."""
    return {
        column.item.name: {said.value for said in column.cells.said if said.value is not None}
        for column in columns.items
    }


def _inside(read: Callable[[str], Answer | Misfit], scale: AnswerScale) -> Callable[[str], Answer | Misfit]:
    def reader(cell: str) -> Answer | Misfit:
        said = read(cell)
        if isinstance(said, Misfit) or said.value is None or scale.low <= said.value <= scale.high:
            return said
        return Misfit(
            f"{said.value:g} is outside {scale.low:g}–{scale.high:g}; correct the export or the instrument "
            "file, or let the rule out_of_range set_missing"
        )

    return reader
