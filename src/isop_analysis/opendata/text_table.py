"""Dutch open-data CSVs as text: semicolons or commas, UTF-8 or Windows-1252, cells kept as they are."""

import csv
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.base.nearest import heading_meant
from isop_analysis.study.problems import Problem, StudyError


@dataclass(frozen=True)
class TextTable:
    """A file's cells as text, its header without surrounding spaces, and how it was read."""

    file: str
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

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
    """Read a delimited text file of open data.

    Raises StudyError when the file is missing, empty, has one column only, or has rows of different lengths.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise StudyError([Problem(shown, "file is missing; put it there or correct the config")]) from None
    text, encoding = _decode(content)
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        raise StudyError([Problem(shown, "is empty; a header and rows were expected")])
    delimiter = max(";,\t", key=lines[0].count)
    if lines[0].count(delimiter) == 0:
        message = "has one column; cells separated by ';', ',' or tab were expected"
        raise StudyError([Problem(shown, message, 1)])
    rows = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    header = tuple(cell.strip() for cell in rows[0])
    _check_widths(rows, len(header), shown)
    body = tuple(tuple(row) for row in rows[1:] if row)
    return TextTable(shown, encoding, delimiter, header, body)


def _decode(content: bytes) -> tuple[str, str]:
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def _check_widths(rows: list[list[str]], width: int, shown: str) -> None:
    wrong = [number for number, row in enumerate(rows, start=1) if row and len(row) != width]
    if wrong:
        message = f"has {len(rows[wrong[0] - 1])} cells where the header has {width}; export the file again"
        raise StudyError([Problem(shown, message, wrong[0])])
