"""Qualtrics CSV: names, question texts, and (but in legacy exports) ImportIds as JSON in three header rows.

Columns go by ImportId, which a renumbered or translated survey keeps; without that row by name, then by text.
"""

import re
from pathlib import Path

from isop_analysis.answers.delimited import TextFile
from isop_analysis.answers.detect import layout_of
from isop_analysis.answers.export import Column, Export, Format, Header
from isop_analysis.answers.plain_csv import refuse_one_column
from isop_analysis.answers.timestamps import is_moment
from isop_analysis.base.reasons import Reason
from isop_analysis.study.config import Limits
from isop_analysis.study.instrument import Source
from isop_analysis.study.problems import Problem, StudyError

IMPORT_ID = re.compile(r'"?ImportId"?\s*:\s*"?([^",}]+)')
CHOICE_ID = re.compile(r'"?choiceId"?\s*:\s*"?([^",}]+)')
OF_A_RESPONSE = re.compile(r"R_\w{10,}|[^\s@]+@[^\s@]+\.\w{2,}")
FIELDS = {
    "response": ("_recordId", "ResponseId", "ResponseID"),
    "email": ("recipientEmail", "RecipientEmail", "EmailAddress"),
    "token": ("externalDataReference", "ExternalReference", "ExternalDataReference"),
    "started": ("startDate", "StartDate"),
    "ended": ("endDate", "EndDate"),
    "duration": ("duration", "Duration (in seconds)"),
    "progress": ("progress", "Progress"),
    "finished": ("finished", "Finished"),
    "status": ("status", "Status"),
    "channel": ("distributionChannel", "DistributionChannel"),
}
TESTS = frozenset(
    {
        *(
            "survey preview",
            "survey test",
            "offline survey preview",
            "survey preview spam",
            "preview",
            "test",
        ),
        *("1", "2", "9", "17"),
    }
)
ANSWERS = frozenset({"ip address", "ip-adres", "imported", "offline", "0", "4", "16"})
"""Marks of responses that count; spam (8, 12, 40) is neither an answer nor a test, and is asked about."""


def open_qualtrics(path: Path, shown: str, source: Source, expected: list[str], limits: Limits) -> Export:
    """Open a Qualtrics export in texts or codes, today's or legacy.

    Raises StudyError when the file is missing, empty, undecodable, or not divided into columns.
    """
    file = TextFile(path, shown, layout_of(path, shown))
    refuse_one_column(shown, file.head(1)[0], expected)
    head = file.head(3)
    width = _width(head)
    names = _padded(head[0], width)
    header_rows = _header_rows(head)
    _refuse_header(head[:header_rows], width, shown)
    texts = _padded(head[1], width) if 1 < header_rows <= len(head) else names
    ids = [_import_id(cell) for cell in _padded(head[2], width)] if header_rows == 3 else None
    if ids is None:
        columns = [Column(name or text, (name, text)) for name, text in zip(names, texts, strict=True)]
    else:
        columns = [Column(name, (own, name)) for own, name in zip(ids, names, strict=True)]
    notes = () if ids else (Reason("no_import_ids"),)
    return Export(
        Header(tuple(columns)),
        lambda: file.chunks(width, header_rows),
        file.layout.encoding,
        file.layout.delimiter,
        notes=notes,
    )


def _refuse_header(head: list[list[str]], width: int, shown: str) -> None:
    """Refuse a response among the rows of the header, which would be lost, and a row that lacks cells."""
    for row, record in enumerate(head, start=1):
        if _is_response(record):
            message = "holds a response where the header was expected; put the header first, "
            raise StudyError([Problem(shown, f"{message}or export the file again", row)])
        if len(record) < width:
            message = f"has {len(record)} cells where the header has {width}; export the file again"
            raise StudyError([Problem(shown, message, row)])


def _width(head: list[list[str]]) -> int:
    """Return the number of columns but for the empty last one that a delimiter at each row's end makes."""
    width = max(len(record) for record in head)
    while width > 1 and not any(record[width - 1 :] and record[width - 1].strip() for record in head):
        width -= 1
    return width


def _padded(record: list[str], width: int) -> list[str]:
    return [cell.strip() for cell in [*record, *([""] * width)][:width]]


def _header_rows(head: list[list[str]]) -> int:
    """Return 3 with ImportIds, 2 for a legacy export, 1 where the row of texts was deleted."""
    if len(head) > 2 and any(IMPORT_ID.search(cell) for cell in head[2][:3]):
        return 3
    return 1 if len(head) > 1 and _is_response(head[1]) else 2


def _is_response(record: list[str]) -> bool:
    """Whether a row holds a day, an address or the id of a response; no question is called or asks that."""
    return any(is_moment(cell) or OF_A_RESPONSE.fullmatch(cell.strip()) for cell in record)


def _import_id(cell: str) -> str:
    """Return the ImportId, with the choice's id where that stands apart: ``"QID8","choiceId":"1"``."""
    found, choice = IMPORT_ID.search(cell), CHOICE_ID.search(cell)
    if found is None:
        return ""
    return found.group(1).strip() + (f"_{choice.group(1).strip()}" if choice else "")


QUALTRICS_CSV = Format(
    suffixes=(".csv", ".tsv", ".txt"),
    open=open_qualtrics,
    fields=FIELDS,
    tests=TESTS,
    answers=ANSWERS,
)
