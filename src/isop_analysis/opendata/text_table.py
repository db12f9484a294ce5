"""Dutch open-data CSVs as text: semicolons or commas, UTF-8 or Windows-1252, cells kept as they are."""

from dataclasses import dataclass
from pathlib import Path

from isop_analysis.answers.delimited import TextFile
from isop_analysis.answers.detect import layout_of
from isop_analysis.base.nearest import heading_meant
from isop_analysis.study.problems import Problem, StudyError


@dataclass(frozen=True)
class TextTable:
    """A file's cells as text, its header without surrounding spaces, and how it was read.

    `lines` are the rows' places in the file (the header is 1).
    """

    file: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    def position(self, *names: str) -> int:
        """Return the position of the first of these columns that the file has.

        Raises
        ------
        StudyError
            When it has none of them; the nearest column is suggested.
        """
        found = self.find(*names)
        if found is None:
            expected = " or ".join(f"'{name}'" for name in names)
            hint = heading_meant(names[0], self.header)
            raise StudyError([Problem(self.file, f"column {expected} is missing{hint}", 1, "header")])
        return found

    def find(self, *names: str) -> int | None:
        """Return the position of the first of these columns that the file has, or None."""
        folded = [column.casefold() for column in self.header]
        for name in names:
            if name.casefold() in folded:
                return folded.index(name.casefold())
        return None


def read_text_table(path: Path, shown: str) -> TextTable:
    """Read a delimited text file of open data; rows without any cell filled are passed over.

    Raises StudyError when the file is missing, empty, damaged, has one column only, or has rows of different
    lengths.
    """
    # DUO's own file has accents of two encodings in its names of municipalities; keys and values have none.
    layout = layout_of(path, shown, accents=False)
    records = list(enumerate(TextFile(path, shown, layout).records(), start=1))
    header = tuple(cell.strip() for cell in records[0][1])
    if len(header) < 2:
        message = "has one column; cells separated by ';', ',' or tab were expected"
        raise StudyError([Problem(shown, message, 1)])
    filled = [(line, row) for line, row in records[1:] if any(cell.strip() for cell in row)]
    if not filled:
        raise StudyError([Problem(shown, "has a header but no rows; export it again")])
    for line, row in filled:
        if len(row) != len(header):
            message = f"has {len(row)} cells where the header has {len(header)}; export the file again"
            raise StudyError([Problem(shown, message, line)])
    return TextTable(
        shown,
        layout.encoding.removesuffix("-sig"),
        layout.delimiter,
        header,
        tuple(tuple(row) for _, row in filled),
        tuple(line for line, _ in filled),
    )
