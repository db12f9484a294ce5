"""Sheets of an Excel workbook as text, row by row; a style sheet that can't be read is left aside."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isop_analysis.answers.spelling import plain
from isop_analysis.answers.timestamps import spelled
from isop_analysis.answers.unpacked import refuse_large
from isop_analysis.study.config import Limits
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)
"""What unpacking a damaged or encrypted workbook raises."""
PANIC = "PanicException"
"""Of the reader's own when it meets what it never expected; it is no `Exception`, and has no public class."""


@dataclass(frozen=True)
class Sheet:
    """A sheet's name, and its filled rows as text, from the first column on, each with its place (from 1)."""

    name: str
    rows: list[tuple[int, list[str]]]


def read_sheets(path: Path, shown: str, limits: Limits) -> Iterator[Sheet]:
    """Yield each sheet that has a filled row, in the workbook's order.

    Raises
    ------
    StudyError
        When the file is missing, empty, larger than the limits, or can't be read as a workbook.
    """
    with opened(path, shown, limits) as book:
        for name in book.sheet_names:
            if rows := list(_filled(book.get_sheet_by_name(name))):
                yield Sheet(name, rows)


def _filled(sheet: "CalamineSheet") -> Iterator[tuple[int, list[str]]]:
    if sheet.start is None:
        return
    left = sheet.start[1]  # rows come from the sheet's first on, cells from its first filled column
    for place, row in enumerate(sheet.iter_rows(), start=1):
        if any(cell != "" for cell in row):
            cells = [text_of(cell) for cell in row]
            if any(map(str.strip, cells)):
                yield place, [""] * left + cells


@contextmanager
def opened(path: Path, shown: str, limits: Limits) -> Iterator[Any]:
    """Open a workbook of python-calamine while its sheets are read; what breaks is told in a sentence."""
    from python_calamine import CalamineError

    if not path.is_file():
        raise StudyError([Problem(shown, "file is missing; put it there or correct the config")])
    if path.stat().st_size == 0:
        raise StudyError([Problem(shown, "is empty; a workbook with a header and rows was expected")])
    try:
        refuse_large(path, shown, limits)
        yield _book(path)
    except StudyError:
        raise
    except BaseException as error:
        if not isinstance(error, (CalamineError, *DAMAGE)) and type(error).__name__ != PANIC:
            raise
        message = (
            "can't be read as a workbook: cut off, damaged, or another kind of file; save it as .xlsx again"
        )
        raise StudyError([Problem(shown, message)]) from None


def _book(path: Path) -> Any:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(str(path))
    except CalamineError:
        if not zipfile.is_zipfile(path):
            raise
    return CalamineWorkbook.from_filelike(_without_styles(path))


def _without_styles(path: Path) -> io.BytesIO:
    """Return the workbook without its style sheet: dates then are the numbers of their days."""
    rest = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(rest, "w") as kept:
        for name in archive.namelist():
            if name != "xl/styles.xml":
                kept.writestr(name, archive.read(name))
    rest.seek(0)
    return rest


def text_of(cell: object) -> str:
    """Return a cell of a workbook or SPSS file as text: 4.0 as '4', a date as 2024-09-30."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float):
        return plain(float(cell)) if cell == cell else ""
    if isinstance(cell, datetime):
        return spelled(cell)
    if isinstance(cell, date | time):
        return cell.isoformat()
    return plain(cell.total_seconds()) if isinstance(cell, timedelta) else str(cell)
