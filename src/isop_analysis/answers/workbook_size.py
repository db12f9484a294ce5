"""How far a workbook's cells reach: one cell far from the table makes a reader fill in all between.

Sheets are looked at a piece at a time, as XML; old and binary workbooks (.xls, .xlsb) are not.
"""

import re
import zipfile
from pathlib import Path

from isop_analysis.study.problems import Problem, StudyError

CELL = re.compile(rb'<c [^<>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>')
PIECE = 1 << 20
LONGEST = 512
"""Bytes of the longest tag of a cell."""
AREA = 20_000_000
SHARE = 0.1


def refuse_sprawling(path: Path, shown: str) -> None:
    """Refuse a workbook with a cell far away from the rest of its sheet.

    Raises
    ------
    StudyError
        Where more than twenty million cells lie between a sheet's first and its last, and fewer than a tenth
        of them are there.
    """
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                rows, columns, cells = _reach(archive, name)
                if rows * columns > AREA and cells < SHARE * rows * columns:
                    raise StudyError([Problem(shown, _message(rows, columns))])


def _message(rows: int, columns: int) -> str:
    return (
        f"has a cell far from its table: up to row {rows} and column {columns} all would be read; delete the "
        "rows and columns beyond the table, and save it again"
    )


def _reach(archive: zipfile.ZipFile, name: str) -> tuple[int, int, int]:
    """Return the last row and column with a filled cell, and how many cells are filled."""
    rows = columns = cells = 0
    rest = b""
    with archive.open(name) as stream:
        while piece := stream.read(PIECE):
            piece = rest + piece
            end = 0
            for found in CELL.finditer(piece):
                rows, columns = max(rows, int(found[2])), max(columns, _number(found[1]))
                cells, end = cells + 1, found.end()
            rest = piece[max(end, len(piece) - LONGEST) :]
    return rows, columns, cells


def _number(letters: bytes) -> int:
    """Return a column's number: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
