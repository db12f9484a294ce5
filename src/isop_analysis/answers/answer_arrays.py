"""Readings of a chunk as arrays, a row an item and a column a response; what was not seen in broken-off
ones.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.reading import AnswerColumns, JoinedColumn, Misfits, OptionColumn
from isop_analysis.answers.texts import Text, TextReader
from isop_analysis.contracts.kinds import ANSWER_KINDS
from isop_analysis.study.instrument import AnswerKind, MultipleChoice

SKIPPED = ANSWER_KINDS.index("skipped")
NOT_SEEN = ANSWER_KINDS.index("not_seen")
GIVEN = ANSWER_KINDS.index("given")


@dataclass(frozen=True)
class Row:
    """One item in every response of a chunk: value (NaN where none) and kind.

    `seen` says in which responses the cell shows that the question was seen; `asked` is the item, or the
    question of multiple choice (`chosen`) that this is an option of.
    """

    item: str
    asked: str
    value: np.ndarray
    kind: np.ndarray
    seen: np.ndarray
    chosen: bool = False


@dataclass(frozen=True)
class ChunkAnswers:
    """All answers of a chunk, items in the codebook's order."""

    rows: list[Row]
    texts: list[Text]


class AnswerReader:
    """Turns the chunks of one survey file into arrays."""

    def __init__(self, columns: AnswerColumns, missing: Mapping[str, AnswerKind], misfits: Misfits) -> None:
        self.columns, self.misfits = columns, misfits
        instrument = misfits.survey.instrument
        asked = [*(one.name for one in instrument.items), *(one.name for one in instrument.multiple_choice)]
        self.places = {name: place for place, name in enumerate(asked)}
        self.texts = TextReader(columns.texts, missing)

    def read(self, chunk: Chunk, unfinished: np.ndarray | None) -> ChunkAnswers:
        """Return the chunk's answers; in `unfinished` responses what follows the last answer is not seen."""
        rows = [*self._items(chunk), *self._choices(chunk)]
        texts = list(self.texts.read(chunk))
        if unfinished is not None and bool(unfinished.any()):
            self._mark_unseen(chunk, rows, unfinished)
        for column in self.columns.closed:
            self.misfits.note(column, chunk)
        return ChunkAnswers(rows, texts)

    def _items(self, chunk: Chunk) -> Iterator[Row]:
        for column in self.columns.items:
            places = _places(column.cells, chunk.columns[column.position])
            said = column.cells.said
            yield Row(
                column.item.name,
                column.item.name,
                np.array([np.nan if a.value is None else a.value for a in said])[places],
                np.array([ANSWER_KINDS.index(a.kind) for a in said], dtype=np.int8)[places],
                np.array([a.seen for a in said])[places],
            )

    def _choices(self, chunk: Chunk) -> Iterator[Row]:
        for joined in self.columns.joined:
            yield from _joined_rows(joined, chunk)
        questions: dict[str, list[OptionColumn]] = {}
        for option in self.columns.options:
            questions.setdefault(option.question.name, []).append(option)
        for options in questions.values():
            yield from _split_rows(options, chunk)

    def _mark_unseen(self, chunk: Chunk, rows: list[Row], unfinished: np.ndarray) -> None:
        """By the codebook's order, wherever a file's columns stand; multiple choice counts as asked last."""
        last = {chosen: np.full(len(chunk.rows), -1) for chosen in (False, True)}
        for row in rows:
            np.maximum(last[row.chosen], np.where(row.seen, self.places[row.asked], -1), out=last[row.chosen])
        for item, position, _ in self.columns.texts:
            written = np.array([bool(cell.strip()) for cell in chunk.columns[position]])
            np.maximum(last[False], np.where(written, self.places[item.name], -1), out=last[False])
        for row in rows:
            beyond = unfinished & ~row.seen & (last[row.chosen] < self.places[row.asked])
            row.kind[beyond & (row.kind == SKIPPED)] = NOT_SEEN


def _places(cells: dict[str, int], column: Sequence[str]) -> np.ndarray:
    return np.fromiter(map(cells.__getitem__, column), np.int32, len(column))


def _joined_rows(column: JoinedColumn, chunk: Chunk) -> Iterator[Row]:
    places = _places(column.cells, chunk.columns[column.position])
    said = column.cells.said
    kind = np.array([ANSWER_KINDS.index(c.kind) for c in said], dtype=np.int8)
    seen = np.array([c.seen for c in said])[places]
    for option in column.question.options:
        marks = [np.nan if c.options is None else float(option.name in c.options) for c in said]
        yield _option_row(column.question, option.name, np.array(marks)[places], kind[places], seen)


def _split_rows(options: list[OptionColumn], chunk: Chunk) -> Iterator[Row]:
    """A question is answered where any option is marked; its empty cells then mean 'not chosen'."""
    marks, kinds, seen = [], [], []
    for option in options:
        places = _places(option.cells, chunk.columns[option.position])
        said = option.cells.said
        marks.append(np.array([float(m) if isinstance(m, bool) else np.nan for m in said])[places])
        codes = [ANSWER_KINDS.index(m) if isinstance(m, str) else SKIPPED for m in said]
        kinds.append(np.array(codes, dtype=np.int8)[places])
        seen.append(np.array([m is not None and m != "not_seen" for m in said])[places])
    answered = np.any(~np.isnan(np.array(marks)), axis=0)
    for option, mark, kind, known in zip(options, marks, kinds, seen, strict=True):
        mark[answered & np.isnan(mark) & (kind == SKIPPED)] = 0.0
        kind[~np.isnan(mark)] = GIVEN
        yield _option_row(option.question, option.option, mark, kind, known)


def _option_row(
    question: MultipleChoice, option: str, mark: np.ndarray, kind: np.ndarray, seen: np.ndarray
) -> Row:
    return Row(f"{question.name}_{option}", question.name, mark, kind, seen, chosen=True)
