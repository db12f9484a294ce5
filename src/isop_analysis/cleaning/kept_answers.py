"""Second reading of the answers: those of kept responses are written under pseudonyms, piece by piece.

Items that give an attribute of people are left out here: they stand in persons, rare values merged.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from isop_analysis.base.whole_files import whole_file
from isop_analysis.cleaning.answer_chunks import Chunk, Coded, read_chunks
from isop_analysis.cleaning.answer_tally import is_outside, positions
from isop_analysis.cleaning.item_traits import ItemTrait, columns_of
from isop_analysis.contracts import by_name
from isop_analysis.contracts.kinds import ANSWER_KINDS

if TYPE_CHECKING:
    import pyarrow as pa

OF_RESPONSE = ("person", "team", "site", "wave")
CHANGED_TO = "skipped"


@dataclass(frozen=True)
class KeptResponses:
    """Every response received, sorted, whether it is kept, and the words that its answers carry."""

    ids: np.ndarray
    kept: np.ndarray
    words: dict[str, Coded]

    @classmethod
    def of(cls, received: np.ndarray, responses: pd.DataFrame) -> "KeptResponses":
        """Take them from the table responses: response, person, team, site, wave."""
        ids = np.sort(received)
        place = np.searchsorted(ids, responses["response"].to_numpy(dtype=np.int64))
        kept = np.zeros(len(ids), dtype=bool)
        kept[place] = True
        words = {name: _spread(responses[name], place, len(ids)) for name in OF_RESPONSE}
        return cls(ids, kept, words)


def _spread(column: pd.Series, place: np.ndarray, length: int) -> Coded:
    codes, words = pd.factorize(column.astype("str"), sort=True)
    spread = np.full(length, -1, dtype=np.int64)
    spread[place] = codes
    return Coded(spread, tuple(words))


def write_answers(
    source: Path, target: Path, kept: KeptResponses, traits: dict[str, ItemTrait], *, mend: bool
) -> int:
    """Write the table answers and return its number of rows; `mend` sets cells outside their range to
    skipped.

    Memory is bounded by the largest row group of the source.
    """
    import pyarrow.parquet as pq

    rows = 0
    with (
        whole_file(target) as part,
        pq.ParquetWriter(part, _schema(), compression="zstd") as writer,
    ):
        for table in _tables(source, kept, traits, mend=mend):
            writer.write_table(table)
            rows += table.num_rows
    return rows


def _tables(
    source: Path, kept: KeptResponses, traits: dict[str, ItemTrait], *, mend: bool
) -> "Iterator[pa.Table]":
    for chunk in read_chunks(source):
        place = positions(kept.ids, chunk.response)
        own = columns_of(traits, chunk.item.words)
        rows = np.flatnonzero(kept.kept[place] & ~own.attribute[chunk.item.codes])
        if len(rows):
            wrong = is_outside(chunk, own)[rows] if mend else np.zeros(len(rows), dtype=bool)
            yield _table(chunk, rows, place[rows], wrong, kept)


def _table(
    chunk: Chunk, rows: np.ndarray, place: np.ndarray, wrong: np.ndarray, kept: KeptResponses
) -> "pa.Table":
    import pyarrow as pa

    answer = np.where(wrong, np.nan, chunk.answer[rows])
    columns = {
        "response": pa.array(chunk.response[rows], pa.int64()),
        **{name: _local(kept.words[name], place).to_arrow() for name in OF_RESPONSE},
        "instrument": _taken(chunk.instrument, rows).to_arrow(),
        "item": _taken(chunk.item, rows).to_arrow(),
        "answer": pa.array(answer, mask=np.isnan(answer)),
        "answer_kind": _kinds(chunk.kind, rows, wrong).to_arrow(),
    }
    return pa.table([columns[name] for name in _schema().names], schema=_schema())


def _local(words: Coded, place: np.ndarray) -> Coded:
    """Keep only the words that occur here, or every piece would carry everyone's."""
    codes = words.codes[place]
    present = np.zeros(len(words.words), dtype=bool)
    present[codes] = True
    used = tuple(words.words[code] for code in np.flatnonzero(present))
    return Coded((np.cumsum(present) - 1)[codes], used)


def _taken(words: Coded, rows: np.ndarray) -> Coded:
    return Coded(words.codes[rows], words.words)


def _kinds(words: Coded, rows: np.ndarray, wrong: np.ndarray) -> Coded:
    order = np.array([ANSWER_KINDS.index(word) for word in words.words], dtype=np.int64)
    codes = np.where(wrong, ANSWER_KINDS.index(CHANGED_TO), order[words.codes[rows]])
    return Coded(codes, ANSWER_KINDS)


def _schema() -> "pa.Schema":
    import pyarrow as pa

    types = {
        "integer": pa.int64(),
        "number": pa.float64(),
        "category": pa.dictionary(pa.int32(), pa.string()),
    }
    return pa.schema([(column.name, types[column.kind]) for column in by_name("answers").columns])
