"""Microsoft Forms XLSX: full question texts as headers, columns of the interface in Dutch or English."""

from collections.abc import Iterator
from pathlib import Path

from isop_analysis.answers.delimited import PIECE, Chunk
from isop_analysis.answers.export import Column, Export, Format, Header
from isop_analysis.answers.workbook import read_sheets
from isop_analysis.study.instrument import Source
from isop_analysis.study.problems import Problem, StudyError


def open_forms(path: Path, shown: str, source: Source, expected: list[str]) -> Export:
    """Open a Forms workbook: its first sheet that holds anything.

    Raises StudyError when the file is missing, empty or no workbook.
    """
    sheets = read_sheets(path, shown)
    rows = next((rows for rows in sheets.values() if any(any(row) for row in rows)), [])
    top = next((place for place, row in enumerate(rows) if any(row)), None)
    if top is None:
        raise StudyError([Problem(shown, "is empty; a header and answers were expected")])
    names = rows[top]
    header = Header(tuple(Column(" ".join(name.split()), (name,)) for name in names))
    return Export(header, lambda: _chunks(rows, top))


def _chunks(rows: list[list[str]], top: int) -> Iterator[Chunk]:
    filled = [(place + 1, row) for place, row in enumerate(rows) if place > top and any(row)]
    for start in range(0, len(filled), PIECE):
        piece = filled[start : start + PIECE]
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
