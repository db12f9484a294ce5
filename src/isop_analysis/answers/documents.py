"""The table of documents: what each coded text is, whose, in which team, when; it holds no text itself."""

import re

from isop_analysis.answers.consent import SmallRows, open_small
from isop_analysis.answers.register import wave_name
from isop_analysis.answers.small_tables import SmallTable
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.timestamps import moment
from isop_analysis.base.nearest import listed, told
from isop_analysis.study.integration_settings import Documents
from isop_analysis.study.problems import Problem
from isop_analysis.study.study import Study

Cells = dict[str, str | bool | int | None]
COLUMNS = ("document", "kind", "person", "team", "wave", "role", "language", "date")
GROUP = "group"
LANGUAGE = re.compile("[A-Za-z]{2}")


def read_documents(study: Study) -> SmallRows:
    """Read the table of documents; empty for a study without coded texts.

    Problems: a document without a name or named twice, a kind, wave or day that isn't known, a group talk of
    one person, or one without a team.
    """
    settings = study.integration.coded.documents if study.integration is not None else None
    if settings is None:
        return SmallRows()
    named = {name: column for name in COLUMNS if (column := getattr(settings, name)) is not None}
    found, positions = open_small(study, settings.file, list(named.values()), [settings.person])
    if found.problems or found.table is None:
        return found
    seen: dict[str, int] = {}
    for row, cells in found.table.cells(positions):
        document: Cells = dict.fromkeys(COLUMNS) | {
            name: cells[column] or None for name, column in named.items()
        }
        document["file_row"] = row
        found.problems += _problems(found.table, row, document, seen, settings)
        document["language"] = str(document["language"]).lower() if document["language"] else None
        document["kind"] = _kind(settings, cells[settings.kind])
        if settings.wave is not None and cells[settings.wave]:
            wave = wave_name(study, found.table, row, settings.wave, cells[settings.wave], found.problems)
            document["wave"] = wave
        day = moment(str(document["date"])) if document["date"] else None
        document["date"] = day.date().isoformat() if day is not None else None
        found.rows.append(document)
    return found


def _kind(settings: Documents, cell: str) -> str | None:
    words = {folded(word): kind for kind, own in settings.kinds.items() for word in (kind, *own)}
    return words.get(folded(cell))


def _problems(
    table: SmallTable, row: int, document: Cells, seen: dict[str, int], settings: Documents
) -> list[Problem]:
    messages = []
    name, kind = str(document["document"] or ""), _kind(settings, str(document["kind"] or ""))
    if not name:
        messages.append(f"column '{settings.document}' is empty; fill it in")
    elif (first := seen.setdefault(folded(name), row)) != row:
        messages.append(f"its document stands in row {first} too; keep one")
    if kind is None:
        words = [word for own in settings.kinds.values() for word in own]
        shown = told(document["kind"] or "", words)
        messages.append(f"column '{settings.kind}' holds {shown}; expected {listed(words)}")
    if kind == GROUP and document["person"]:
        messages.append(f"is a group talk, which belongs to its team; empty column '{settings.person}'")
    if kind == GROUP and not document["team"]:
        messages.append(f"is a group talk without a team; fill in column '{settings.team}'")
    if document["language"] and not LANGUAGE.fullmatch(str(document["language"])):
        shown = told(document["language"])
        messages.append(f"column '{settings.language}' holds {shown}; write a language as nl or en")
    if document["date"] and moment(str(document["date"])) is None:
        shown = told(document["date"])
        messages.append(f"column '{settings.date}' holds no date ({shown}); write it as 2024-09-30")
    return [table.problem(message, row) for message in messages]
