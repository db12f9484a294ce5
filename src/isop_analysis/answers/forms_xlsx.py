"""Microsoft Forms XLSX: full question texts as headers, columns of the interface in Dutch or English."""

from collections.abc import Iterator
from pathlib import Path

from isop_analysis.answers.delimited import PIECE, Chunk
from isop_analysis.answers.export import Column, Export, Format, Header
from isop_analysis.answers.workbook import read_sheets
from isop_analysis.study.config import Limits
from isop_analysis.study.instrument import Source
from isop_analysis.study.problems import Problem, StudyError


def open_forms(path: Path, shown: str, source: Source, expected: list[str], limits: Limits) -> Export:
    """Open a Forms workbook: its first sheet that holds anything.

    Raises StudyError when the file is missing, empty or no workbook.
    """
    sheet = next(read_sheets(path, shown, limits), None)
    if sheet is None:
        raise StudyError([Problem(shown, "is empty; a header and answers were expected")])
    names = sheet.rows[0][1]
    header = Header(tuple(Column(" ".join(name.split()), (name,)) for name in names))
    return Export(header, lambda: _chunks(sheet.rows[1:]))


def _chunks(rows: list[tuple[int, list[str]]]) -> Iterator[Chunk]:
    for start in range(0, len(rows), PIECE):
        piece = rows[start : start + PIECE]
        yield Chunk([number for number, _ in piece], list(zip(*(row for _, row in piece), strict=True)))


FORMS_XLSX = Format(
    suffixes=(".xlsx", ".xlsm", ".xlsb", ".xls"),
    open=open_forms,
    fields={
        "response": ("ID",),
        "email": ("E-mail", "Email", "E-mailadres"),
        "started": ("Begintijd", "Start time"),
        "ended": ("Tijd van voltooien", "Completion time"),
    },
)
