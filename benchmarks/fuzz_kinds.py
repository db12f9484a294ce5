"""A kind of file as it is before it is damaged, and what writes its rows: text, a workbook, an SPSS file."""

import csv
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyreadstat
import xlsxwriter

Rows = list[list[str]]
LABELS = ["Helemaal mee oneens", "Mee oneens", "Neutraal", "Mee eens", "Helemaal mee eens"]


@dataclass(frozen=True)
class Kind:
    """A kind of file: where it stands, its contents as bytes, and what is read of it.

    `rows` and `write` are there for tables, whose cells can be changed; `columns` says what the columns of a
    survey mean, by the heading in row `ids` (from 0) of `head` rows; `syntax` is a file beside it.
    """

    name: str
    file: str
    rows: Rows = field(default_factory=list)
    write: Callable[[Rows], bytes] | None = None
    text: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    ids: int = 0
    head: int = 1
    step: str = "import_answers"
    beside: tuple[str, str] | None = None

    @property
    def content(self) -> bytes:
        """The file as it is before it is damaged."""
        return self.write(self.rows) if self.write is not None else self.text.encode()


def delimited(sign: str) -> Callable[[Rows], bytes]:
    """Return what writes rows as delimited text."""

    def write(rows: Rows) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=sign, lineterminator="\r\n").writerows(rows)
        return text.getvalue().encode()

    return write


def workbook(sheet: str = "Blad1", numbers: bool = True) -> Callable[[Rows], bytes]:
    """Return what writes rows as a sheet; what looks like a number is one."""
    return lambda rows: sheets({sheet: rows}, numbers)


def sheets(tables: dict[str, Rows], numbers: bool = True) -> bytes:
    """Return a workbook of several sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": True})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            for column, cell in enumerate(row):
                if numbers and cell.replace(".", "", 1).isdecimal() and cell.isascii():
                    sheet.write_number(place, column, float(cell))
                elif cell:
                    sheet.write_string(place, column, cell[:32_000])
    book.close()
    return out.getvalue()


def spss(labelled: bool) -> Callable[[Rows], bytes]:
    """Return what writes rows as an SPSS file: numbers where all cells of a column are, else texts."""

    def write(rows: Rows) -> bytes:
        head, *body = rows
        columns: dict[str, list[object]] = {}
        for place, name in enumerate(head):
            cells = [row[place] if place < len(row) else "" for row in body]
            try:
                columns[name] = [float(cell) if cell else None for cell in cells]
            except ValueError:
                columns[name] = [cell[:200] for cell in cells]
        own = {float(place): label for place, label in enumerate(LABELS, start=1)}
        numeric = [
            n for n in ("SRT_SQ001", "SRT_SQ002") if n in columns and not isinstance(columns[n][0], str)
        ]
        path = Path("/dev/shm" if Path("/dev/shm").is_dir() else "/tmp") / f"fuzz-{id(rows)}.sav"
        try:
            labels = dict.fromkeys(numeric, own) if labelled else {}
            pyreadstat.write_sav(pd.DataFrame(columns), str(path), variable_value_labels=labels)
            return path.read_bytes()
        finally:
            path.unlink(missing_ok=True)

    return write


def members(content: bytes) -> dict[str, bytes]:
    """Return what is packed in a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
