"""Delimited text, piece by piece and column by column, however large the file."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from isop_analysis.answers.detect import Layout
from isop_analysis.study.problems import Problem, StudyError

PIECE = 5_000
SHOWN = 5
UNCLOSED = "a quote in this row is not closed or not doubled; export the file again"
TOO_LONG = (
    f"a cell of this row has more than {csv.field_size_limit():,} characters; a quote may not be closed: "
    "export the file again"
)


@dataclass(frozen=True)
class Chunk:
    """Some responses: the file's row of each (the header is row 1), and the cells, a sequence a column."""

    rows: Sequence[int]
    columns: Sequence[Sequence[str]]


@dataclass(frozen=True)
class TextFile:
    """A delimited text file and how it is written."""

    path: Path
    shown: str
    layout: Layout

    def records(self) -> Iterator[list[str]]:
        """Yield the file's records; StudyError with the row where a quote is not closed or not doubled."""
        read = 0
        with self.path.open(encoding=self.layout.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=self.layout.delimiter, strict=True)
            try:
                for record in reader:
                    read += 1
                    yield record
            except csv.Error as error:
                message = TOO_LONG if "field limit" in str(error) else UNCLOSED
                raise StudyError([Problem(self.shown, message, read + 1)]) from None

    def head(self, count: int) -> list[list[str]]:
        """Return the first records."""
        return list(islice(self.records(), count))

    def chunks(self, width: int, header_rows: int, size: int = PIECE) -> Iterator[Chunk]:
        """Yield the records after the header; rows without any cell filled are passed over.

        A cell too many is forgiven where it is empty: some tools end every row with a delimiter.

        Raises
        ------
        StudyError
            With the rows that have more or fewer cells than the header.
        """
        records = self.records()
        first = header_rows + 1
        next(islice(records, header_rows, header_rows), None)
        while piece := list(islice(records, size)):
            rows: Sequence[int] = range(first, first + len(piece))
            first += len(piece)
            filled = [any(record) for record in piece]
            if not all(filled):
                rows = [row for row, there in zip(rows, filled, strict=True) if there]
                piece = [record for record, there in zip(piece, filled, strict=True) if there]
            if not piece:
                continue
            if set(map(len, piece)) != {width}:
                piece = self._of_one_width(rows, piece, width)
            yield Chunk(rows, list(zip(*piece, strict=True)))

    def _of_one_width(self, rows: Sequence[int], piece: list[list[str]], width: int) -> list[list[str]]:
        trimmed = [
            record[:width] if len(record) > width and not any(record[width:]) else record for record in piece
        ]
        wrong = [
            (row, len(record)) for row, record in zip(rows, trimmed, strict=True) if len(record) != width
        ]
        if wrong:
            problems = [
                Problem(
                    self.shown,
                    f"has {count} cells where the header has {width}; export the file again",
                    row,
                )
                for row, count in wrong[:SHOWN]
            ]
            if len(wrong) > SHOWN:
                message = f"{len(wrong) - SHOWN} more rows have another number of cells than the header"
                problems.append(Problem(self.shown, message))
            raise StudyError(problems)
        return trimmed
