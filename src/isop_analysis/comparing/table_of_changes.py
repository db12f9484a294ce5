"""All that changed as one table that machines read: names and numbers as published, causes by their keys."""

import csv
import io
from collections.abc import Iterable, Iterator

from isop_analysis.comparing.causes import Cause
from isop_analysis.comparing.compared import Compared

COLUMNS = ("what", "table", "row", "column", "how", "then", "now", "causes", "sure")
"""What changed: number, row, answer or table; `sure` where nothing else can have brought it about."""


def changes_csv(compared: Compared) -> str:
    """Return the table of changes as CSV, tables that are held back last."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([*_answers(compared), *_differences(compared)])
    writer.writerows(["table", name, "", "", "held_back", "", "", "", ""] for name in compared.held)
    return buffer.getvalue()


def _answers(compared: Compared) -> Iterator[list[str]]:
    for language in compared.study.config.languages:
        for one in compared.answers(language):
            row = f"question={one.question}"
            told = ["answer", "conclusions", row, f"told_{language}", "changed", one.then, one.now]
            yield [*told, *_why(compared.answers_changed_by)]


def _differences(compared: Compared) -> Iterator[list[str]]:
    for own in compared.explained:
        one = own.difference
        what = "number" if one.column else "row" if one.row else "table"
        row = "; ".join(f"{name}={cell}" for name, cell in one.row)
        yield [what, one.table, row, one.column, one.how, one.then, one.now, *_why(own.causes)]


def _why(causes: Iterable[Cause]) -> list[str]:
    written = [one.written for one in causes]
    return ["; ".join(written), "" if not written else "yes" if len(written) == 1 else "no"]
