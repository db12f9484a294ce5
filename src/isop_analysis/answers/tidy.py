"""Answers as tidy tables on disk, written a chunk at a time: memory doesn't grow with the file.

A row group holds whole responses. Files appear under their names only once all of them are complete.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from isop_analysis.answers.answer_arrays import ChunkAnswers
from isop_analysis.answers.delimited import Chunk
from isop_analysis.answers.respondent_fields import Fields
from isop_analysis.answers.survey import Survey
from isop_analysis.base.whole_files import whole_file
from isop_analysis.contracts import by_name
from isop_analysis.contracts.kinds import ANSWER_KINDS
from isop_analysis.study.study import Study

STREAMED = ("received_responses", "received_answers", "received_comments")
WORD = pa.dictionary(pa.int32(), pa.string())
TYPES = {
    "text": pa.string(),
    "category": WORD,
    "number": pa.float64(),
    "integer": pa.int64(),
    "flag": pa.bool_(),
}


def schema_of(name: str) -> pa.Schema:
    """Return a table's contract as Arrow holds it; a required column allows no absent cell."""
    columns = by_name(name).columns
    return pa.schema([pa.field(c.name, TYPES[c.kind], nullable=not c.required) for c in columns])


@dataclass(frozen=True)
class Dictionaries:
    """Every word that the tables' categories may hold, in the config's order."""

    instruments: tuple[str, ...]
    items: tuple[str, ...]
    waves: tuple[str, ...]

    @classmethod
    def of(cls, study: Study) -> "Dictionaries":
        """Gather the words of a study."""
        items = [item.name for instrument in study.instruments for item in instrument.items]
        items += [
            f"{question.name}_{option.name}"
            for instrument in study.instruments
            for question in instrument.multiple_choice
            for option in question.options
        ]
        return cls(
            tuple(instrument.name for instrument in study.instruments),
            tuple(dict.fromkeys(items)),
            tuple(wave.name for wave in study.config.waves),
        )


class ReceivedTables:
    """The three tables of answers while they are written; they appear when the context ends well."""

    def __init__(self, study: Study) -> None:
        self.folder, self.words = study.restricted, Dictionaries.of(study)
        self.item_places = {item: place for place, item in enumerate(self.words.items)}
        self.next_response = 1
        self.writers: dict[str, pq.ParquetWriter] = {}
        self.files = ExitStack()

    def __enter__(self) -> "ReceivedTables":
        for name in STREAMED:
            part = self.files.enter_context(whole_file(self.folder / f"{name}.parquet", 0o600))
            self.writers[name] = pq.ParquetWriter(part, schema_of(name), compression="zstd")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Put the complete tables in place; throw them away where something went wrong."""
        for writer in self.writers.values():
            writer.close()
        self.files.__exit__(kind, error, trace)

    def add(self, survey: Survey, chunk: Chunk, fields: Fields, answers: ChunkAnswers) -> None:
        """Write a chunk of responses with its answers and texts."""
        numbers = np.arange(self.next_response, self.next_response + len(chunk.rows), dtype=np.int64)
        self.next_response += len(numbers)
        self._write("received_responses", _response_columns(survey, chunk, fields, numbers))
        if answers.rows:
            self._write("received_answers", self._answer_columns(survey, answers, numbers))
        if answers.texts:
            self._write("received_comments", self._text_columns(survey, answers, numbers))

    def _write(self, name: str, columns: Mapping[str, Any]) -> None:
        schema = schema_of(name)
        arrays = [_of_type(columns[field.name], field.type) for field in schema]
        self.writers[name].write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=1 << 30)

    def _answer_columns(self, survey: Survey, answers: ChunkAnswers, numbers: np.ndarray) -> dict[str, Any]:
        rows = answers.rows
        places = np.array([self.item_places[row.item] for row in rows], dtype=np.int32)
        value = np.stack([row.value for row in rows], axis=1).ravel()
        return {
            "response": np.repeat(numbers, len(rows)),
            "instrument": self._instrument(survey, len(value)),
            "item": _words(np.tile(places, len(numbers)), self.words.items),
            "answer": pa.array(value, mask=np.isnan(value)),
            "answer_kind": _words(np.stack([row.kind for row in rows], axis=1).ravel(), ANSWER_KINDS),
        }

    def _text_columns(self, survey: Survey, answers: ChunkAnswers, numbers: np.ndarray) -> dict[str, Any]:
        texts = sorted(answers.texts, key=lambda text: text.place)
        places = np.array([self.item_places[text.item] for text in texts], dtype=np.int32)
        return {
            "response": numbers[[text.place for text in texts]],
            "instrument": self._instrument(survey, len(texts)),
            "item": _words(places, self.words.items),
            "text": [text.text for text in texts],
        }

    def _instrument(self, survey: Survey, count: int) -> pa.DictionaryArray:
        place = self.words.instruments.index(survey.instrument.name)
        return _words(np.full(count, place, dtype=np.int32), self.words.instruments)


def _response_columns(survey: Survey, chunk: Chunk, fields: Fields, numbers: np.ndarray) -> dict[str, Any]:
    n = len(numbers)
    return {
        "response": numbers,
        "instrument": [survey.instrument.name] * n,
        "source": [survey.source.name] * n,
        "file": [survey.file] * n,
        "file_row": np.array(chunk.rows, dtype=np.int64),
        "wave": fields.wave,
        "tool_response": fields.tool_response,
        "person": fields.person,
        "email": fields.email,
        "token": fields.token,
        "self_code": fields.self_code,
        "team": fields.team,
        "site": fields.site,
        "started": fields.started,
        "seconds": fields.seconds,
        "progress": fields.progress,
        "finished": fields.finished,
        "test": fields.test,
    }


def _words(codes: np.ndarray, words: tuple[str, ...]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(words, pa.string()))


def _of_type(cells: Any, kind: pa.DataType) -> pa.Array:
    if isinstance(cells, pa.Array):
        return cells
    if pa.types.is_dictionary(kind):
        return pa.array(cells, pa.string()).dictionary_encode()
    return pa.array(cells, kind)
