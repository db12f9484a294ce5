"""What each column of an export is; who a person is and whether they agreed is only pointed at."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Literal

from isop_analysis.answers.formats import FORMATS
from isop_analysis.answers.options import CHOSEN, NOT_CHOSEN
from isop_analysis.answers.spelling import folded
from isop_analysis.answers.timestamps import is_moment
from isop_analysis.drafting.answer_words import heading_says
from isop_analysis.drafting.blocks import in_blocks, in_one_list
from isop_analysis.drafting.closed_answers import closed_answers
from isop_analysis.drafting.judged import Judged, JudgedTable
from isop_analysis.drafting.raw_tables import RawColumn, RawTable
from isop_analysis.study.undeclared import Column as Looks

TOOLS = frozenset(
    {
        *("startdate", "enddate", "recordeddate", "status", "ipaddress", "progress", "duration (in seconds)"),
        *("finished", "responseid", "responseset", "name", "recipientlastname", "recipientfirstname"),
        *("recipientemail", "emailaddress", "externalreference", "externaldatareference", "locationlatitude"),
        *("locationlongitude", "locationaccuracy", "distributionchannel", "userlanguage", "q_recaptchascore"),
        *(
            "id",
            "submitdate",
            "lastpage",
            "startlanguage",
            "startdate",
            "datestamp",
            "ipaddr",
            "refurl",
            "seed",
        ),
        *(
            "token",
            "interviewtime",
            "begintijd",
            "start time",
            "tijd van voltooien",
            "completion time",
            "naam",
        ),
        *(
            "e-mail",
            "email",
            "e-mailadres",
            "last modified time",
            "tijd van laatste wijziging",
            "language",
            "taal",
        ),
        *("$casenum", "casenum", "rownames", "unnamed: 0"),
    }
)
"""Columns that survey tools add themselves; nothing is drafted of them."""
FORMS_TOOLS = frozenset(
    {
        *("id", "begintijd", "start time", "tijd van voltooien", "completion time", "last modified time"),
        *("tijd van laatste wijziging", "naam", "name", "e-mail", "email", "e-mailadres", "language", "taal"),
        *("rownames", "unnamed: 0"),
    }
)
"""Those of Forms; other workbooks call questions of their own progress, status or token."""
PEOPLE = frozenset({"naam", "name", "e-mail", "email", "e-mailadres"})
"""The tool's own that may tell who answered, in Forms and LimeSurvey: it is asked as of any other column."""
PLAIN_TOOLS = frozenset(
    {"$casenum", "casenum", "rownames", "unnamed: 0", "ipaddr", "ipaddress", "ip", "ip-adres"}
)
TIMING = re.compile(
    r"(?:group|question)?time\s*\d*|\w+time|.*_(?:first click|last click|page submit|click count)", re.I
)
STEM = re.compile(r"(.*?)[\s_.\-]*\[?(?:SQ)?0*(\d+)\]?[\s_.\-]*(?:r|rev|R)?", re.DOTALL)
WORDS = 3
"""Mean number of words from which a text counts as an answer in a person's own words."""
MOST_TEXTS = 15
"""Different texts that a column may hold for a person to be asked whether it is a closed question."""


def judged(table: RawTable, closed: Collection[str] = ()) -> JudgedTable:
    """Return what each column of a table is; `closed` are closed questions as a person calls them."""
    stems = _stems(table)
    sizes = Counter(stems)
    asked = {folded(name) for name in closed}
    columns = [
        _judged(
            table,
            _without_marks(table, column),
            stem,
            sizes[stem],
            bool(spellings_of(column) & asked),
        )
        for column, stem in zip(table.columns, stems, strict=True)
    ]
    return JudgedTable(
        table,
        tuple(in_blocks(in_one_list(_options_apart(columns)), 1 if table.format == "forms_xlsx" else 2)),
    )


def spellings_of(column: RawColumn) -> set[str]:
    """Return what a person may call a column: its heading, its id or its question's words."""
    return {folded(one) for one in (column.name, column.id, column.text)} - {""}


def _without_marks(table: RawTable, column: RawColumn) -> RawColumn:
    """Return the column without the tool's own marks of absence, such as LimeSurvey's N/A."""
    marks = {folded(mark) for mark in FORMATS[table.format].missing}
    if not marks or not any(folded(cell) in marks for cell in set(column.cells)):
        return column
    return replace(column, cells=tuple("" if folded(cell) in marks else cell for cell in column.cells))


def stem_of(name: str, numbered: bool = True) -> str:
    """Return what a question's columns have in common: QID5_1 → QID5, SRT[SQ001] → SRT, tsig01 → tsig.

    Where questions themselves are `numbered` by the tool (QID17, Q17) only a number behind a sign counts.
    """
    found = STEM.fullmatch(name.strip())
    if found is None or (numbered and not re.search(r"[_\[.\-]", name)):
        return name
    return found.group(1).rstrip("_[. -") or name


def _stems(table: RawTable) -> list[str]:
    return [stem_of(column.id, table.format == "qualtrics_csv") for column in table.columns]


def _judged(table: RawTable, column: RawColumn, stem: str, size: int, confirmed: bool) -> Judged:
    if _is_tools(table, column):
        named = table.format in ("forms_xlsx", "limesurvey_csv") and folded(column.name) in PEOPLE
        return Judged(
            column, "person" if named and column.filled and _names_people(column, 1) else "tool", stem
        )
    if not column.filled:
        return Judged(column, "empty", stem, why="holds nothing")
    if _asks_consent(column, confirmed):
        return Judged(column, "consent", stem, closed_answers(column, confirmed))
    if _names_people(column, size):
        return Judged(column, "person", stem)
    if place := _place(column, size):
        return Judged(column, place, stem)
    if _is_option(table, column, size):
        return Judged(column, "option", stem)
    answers = closed_answers(column, confirmed and not _holds_several(column))
    if answers is not None:
        return Judged(column, "number" if answers.open_ended else "closed", stem, answers)
    return _text(column, stem, confirmed)


def _is_tools(table: RawTable, column: RawColumn) -> bool:
    own = {folded(name) for names in FORMATS[table.format].fields.values() for name in names}
    spellings = {folded(column.name), folded(column.id), folded(column.text)}
    if table.format in ("plain_csv", "spss_sav"):
        return bool(spellings & PLAIN_TOOLS) or _is_time(column) or _counts_rows(table, column)
    if table.format == "forms_xlsx":
        return bool(spellings & (own | FORMS_TOOLS)) or _is_time(column)
    if table.format == "qualtrics_csv" and folded(column.name) == "v1" and column.filled:
        return all(cell.startswith("R_") for cell in column.filled)
    return bool(spellings & (own | TOOLS)) or _is_time(column) or bool(TIMING.fullmatch(column.name.strip()))


def _counts_rows(table: RawTable, column: RawColumn) -> bool:
    """Whether a CSV file's first column only numbers its rows, as R and pandas write it: unnamed, or X."""
    if table.format != "plain_csv" or column is not table.columns[0] or folded(column.name) not in ("", "x"):
        return False
    return any(column.filled == [str(first + n) for n in range(len(column.cells))] for first in (0, 1))


def _is_time(column: RawColumn) -> bool:
    return bool(column.filled) and all(is_moment(cell) for cell in list(column.different)[:20])


def _asks_consent(column: RawColumn, confirmed: bool) -> bool:
    """Whether a column may hold who agreed: by its heading, or yes or no to taking part."""
    if heading_says("consent", column.name):
        return True
    answers = closed_answers(column, confirmed)
    yes_or_no = answers is not None and (answers.known is None or answers.known.name == "yes_no")
    return yes_or_no and len(column.different) <= 2 and heading_says("agreeing", column.text)


def _names_people(column: RawColumn, size: int) -> bool:
    """Whether a column may name people: by its heading, the look of its cells, or all being different."""
    look = Looks()
    look.note(column.filled)
    if look.kind is not None:
        return True
    share = len(column.different) / len(column.filled)
    short = heading_says("person", column.name) or (
        len(column.text.split()) <= 6 and heading_says("person", column.text)
    )
    if short and size < 3 and len(column.different) > 12:
        return True
    if share < 0.9 or len(column.different) <= 12:
        return False
    codes = [cell for cell in column.different if len(cell.split()) < WORDS and not _decimal(cell)]
    numbered = share == 1 and all(cell.isdigit() for cell in column.different)
    long = sum(len(cell) for cell in codes) > 5 * len(codes)
    return numbered or (len(codes) > 0.9 * len(column.different) and long)


def _decimal(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+[.,]\d+", cell))


def _place(column: RawColumn, size: int) -> Literal["team", "site", "wave"] | None:
    """Return whether a column tells team, site or wave, by its heading and by how often its cells stand."""
    count = len(column.different)
    if size > 2 or count < 2 or 2 * count > len(column.filled) or not _is_brief(column):
        return None
    heading = column.name if len(column.name.split()) <= 8 else ""
    if heading_says("wave", heading) and count <= 8:
        return "wave"
    if heading_says("team", heading) or heading_says("team", column.text if _is_asked(column.text) else ""):
        return "team" if count > 2 else None
    return "site" if heading_says("site", heading) else None


def _is_asked(text: str) -> bool:
    return len(text.split()) <= 8 and text.rstrip().endswith("?")


def _is_brief(column: RawColumn) -> bool:
    """Whether a heading is a name or a brief question and cells are names or codes, not answers of a list."""
    sentence = len(column.name.split()) > 3 and not _is_asked(column.name)
    found = None if sentence else closed_answers(column)
    listed = found is not None and (found.known is not None or _is_asked(column.name))
    return not sentence and not listed and max(len(cell.split()) for cell in column.different) <= 5


def _is_option(table: RawTable, column: RawColumn, size: int) -> bool:
    """Whether a column is one option of several: a mark where it was chosen, or 0 and 1 in a set of them."""
    if column.labels.counted is not None:
        return True
    words = {folded(cell) for cell in column.different}
    if size < 2 or (len(column.labels.labels) > 1 and table.format == "spss_sav"):
        return False
    if len(column.labels.labels) == 1:
        return words <= {folded(code) for code in column.labels.labels}
    if len(words) == 1 and len(column.filled) < len(column.cells):
        word = next(iter(words))
        return word in CHOSEN or folded(column.text).endswith(word)
    return (
        table.format in ("limesurvey_csv", "qualtrics_csv")
        and bool(words)
        and words <= CHOSEN | NOT_CHOSEN | {""}
    )


def _text(column: RawColumn, stem: str, confirmed: bool) -> Judged:
    words = sum(len(cell.split()) for cell in column.filled) / len(column.filled)
    parts = Counter(part.strip() for cell in column.filled for part in cell.split(";") if part.strip())
    few = 2 <= len(parts) <= MOST_TEXTS and min(parts.values()) > 1
    if _holds_several(column) and few and _are_combined(column, parts):
        why = f"holds several texts in one cell, {len(parts)} different ones that no list of answers knows"
        return Judged(
            column, "joined", stem, why="" if confirmed else why, parts=tuple(parts) if confirmed else ()
        )
    several_ways = len(column.different) > len(column.filled) / 2
    if words >= WORDS and (several_ways or _is_asked(column.text) or _is_asked(column.name)):
        return Judged(column, "open", stem)
    why = f"holds {len(column.different)} different texts that no list of answers knows"
    return Judged(column, "words", stem, why=why)


def _are_combined(column: RawColumn, parts: Collection[str]) -> bool:
    """Whether half of the texts stand in different cells; those of a sentence with a semicolon do not."""
    cells = [{part.strip() for part in cell.split(";")} for cell in column.different]
    return 2 * sum(sum(part in own for own in cells) > 1 for part in parts) >= len(parts)


def _holds_several(column: RawColumn) -> bool:
    """Whether one cell in five holds several texts, a semicolon between them."""
    return sum(";" in cell for cell in column.filled) > len(column.filled) / 5


def _options_apart(columns: list[Judged]) -> list[Judged]:
    """Take options only where a question has two of them at least; one alone is no question."""
    sizes = Counter(one.stem for one in columns if one.kind == "option")
    return [
        Judged(one.column, "words", one.stem, why="is one mark that belongs to no question")
        if one.kind == "option" and sizes[one.stem] < 2
        else one
        for one in columns
    ]
