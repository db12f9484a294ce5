"""The answers piece by piece: a row group at a time, so that memory doesn't grow with the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Coded:
    """A column of few words: a word's place per row (−1 where there is none), and the words."""

    codes: np.ndarray
    words: tuple[str, ...]

    def to_arrow(self) -> "pa.DictionaryArray":
        """Return the column as Arrow holds it."""
        import pyarrow as pa

        codes = pa.array(self.codes.astype("int32"), mask=self.codes < 0)
        return pa.DictionaryArray.from_arrays(codes, pa.array(self.words, pa.string()))


@dataclass(frozen=True)
class Chunk:
    """Rows of received_answers; `answer` is NaN where no number was given."""

    response: np.ndarray
    instrument: Coded
    item: Coded
    answer: np.ndarray
    kind: Coded

    def __len__(self) -> int:
        return len(self.response)


def read_chunks(path: Path) -> Iterator[Chunk]:
    """Yield the file's row groups."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            words = {name: _coded(table.column(name)) for name in ("instrument", "item", "answer_kind")}
            yield Chunk(
                response=table.column("response").to_numpy(),
                instrument=words["instrument"],
                item=words["item"],
                answer=table.column("answer").cast("float64").to_numpy(),
                kind=words["answer_kind"],
            )


def _coded(column: "pa.ChunkedArray") -> Coded:
    import pyarrow as pa

    if not pa.types.is_dictionary(column.type):
        column = column.cast(pa.string()).dictionary_encode()
    column = column.unify_dictionaries().combine_chunks()
    whole = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    codes = whole.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return Coded(codes, tuple(whole.dictionary.cast(pa.string()).to_pylist()))
