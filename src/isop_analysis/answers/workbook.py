"""Sheets of an Excel workbook as text; a style sheet that can't be read is left aside."""

import io
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from isop_analysis.answers.spelling import plain
from isop_analysis.answers.timestamps import spelled
from isop_analysis.answers.workbook_size import refuse_sprawling
from isop_analysis.study.problems import Problem, StudyError

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What unpacking a damaged or encrypted workbook raises."""


def read_sheets(path: Path, shown: str) -> dict[str, list[list[str]]]:
    """Return the cells of each sheet as text, from its first row and column on, in the workbook's order.

    Raises
    ------
    StudyError
        When the file is missing, empty, or can't be read as a workbook, or a cell lies far from its table.
    """
    from python_calamine import CalamineError

    if not path.is_file():
        raise StudyError([Problem(shown, "file is missing; put it there or correct the config")])
    if path.stat().st_size == 0:
        raise StudyError([Problem(shown, "is empty; a workbook with a header and rows was expected")])
    try:
        refuse_sprawling(path, shown)
        book = _opened(path)
        sheets = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except StudyError:
        raise
    except (CalamineError, OSError, ValueError, *DAMAGE):
        message = (
            "can't be read as a workbook: cut off, damaged, or another kind of file; save it as .xlsx again"
        )
        raise StudyError([Problem(shown, message)]) from None
    return {name: [[text_of(cell) for cell in row] for row in rows] for name, rows in sheets.items()}


def _opened(path: Path) -> Any:
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
