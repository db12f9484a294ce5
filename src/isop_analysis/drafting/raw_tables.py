"""The files of a new study as tables of text: what a column is called, what it asks, and its cells."""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from isop_analysis.answers.delimited import TextFile
from isop_analysis.answers.detect import layout_of
from isop_analysis.answers.export import Export, ValueLabels
from isop_analysis.answers.formats import FORMATS
from isop_analysis.answers.limesurvey_csv import CODE_BEFORE_TEXT
from isop_analysis.answers.limesurvey_syntax import syntax_beside
from isop_analysis.answers.match import NO_LABELS
from isop_analysis.answers.spelling import folded, number
from isop_analysis.answers.timestamps import is_moment
from isop_analysis.answers.workbook import read_sheets
from isop_analysis.drafting.answer_words import known_list
from isop_analysis.drafting.limesurvey_syntax import syntax_labels
from isop_analysis.study.config import Limits
from isop_analysis.study.instrument import Format, Source
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.undeclared import looks_like

TEXTS = (".csv", ".tsv", ".txt", ".dat")
WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls")
LIMITS = Limits()
NOT_THERE = "\0"
"""A column id that no file has: with it a LimeSurvey export takes its names from the syntax beside it."""
LIME_CODES = frozenset({"id", "submitdate", "lastpage", "startlanguage", "startdate", "datestamp", "seed"})
LIME_TEXTS = frozenset(
    {
        *(
            "antwoord id",
            "antwoord-id",
            "response id",
            "antwort id",
            "datum ingezonden",
            "datum van inzending",
        ),
        *("date submitted", "datum abgeschickt", "laatste pagina", "last page", "letzte seite", "begintaal"),
        *("starttaal", "start language", "start-sprache", "datum gestart", "date started", "datum gestartet"),
        *("datum laatste actie", "date last action", "datum letzte aktivität", "seed"),
    }
)
"""What LimeSurvey calls its own columns by their codes, and in texts."""
IMPORT_ID = re.compile(r'"?ImportId"?\s*:')


@dataclass(frozen=True)
class RawColumn:
    """A column: its heading, the id that config calls it by, the words of its question, and its cells."""

    name: str
    id: str
    text: str
    cells: tuple[str, ...]
    labels: ValueLabels = NO_LABELS

    @cached_property
    def filled(self) -> list[str]:
        """The cells that hold anything, without white space around them."""
        return [bare for cell in self.cells if (bare := " ".join(cell.split()))]

    @cached_property
    def different(self) -> dict[str, int]:
        """The different cells with how often each stands, in the order of the file."""
        found: dict[str, int] = {}
        for cell in self.filled:
            found[cell] = found.get(cell, 0) + 1
        return found


@dataclass(frozen=True)
class RawTable:
    """A file, or one sheet of a workbook that holds several tables."""

    path: Path
    format: Format
    columns: tuple[RawColumn, ...]
    sheet: str | None = None
    sheets: int = 1

    @property
    def file(self) -> str:
        """The file's name."""
        return self.path.name

    @property
    def rows(self) -> int:
        """Rows under the header."""
        return len(self.columns[0].cells) if self.columns else 0


def read_tables(path: Path) -> list[RawTable]:
    """Return the tables of a file: one, or one a filled sheet of a workbook.

    Raises
    ------
    StudyError
        When the file is missing, can't be read, or is of none of the known kinds.
    """
    suffix = path.suffix.lower()
    if not path.is_file():
        raise StudyError([Problem(path.name, "file is missing; correct the path")])
    if suffix not in {*TEXTS, *WORKBOOKS, ".sav", ".zsav"}:
        kinds = ", ".join(("*.csv", "*.xlsx", "*.sav"))
        raise StudyError([Problem(path.name, f"is no kind of export that can be read ({kinds}); convert it")])
    read = _sheets(path) if suffix in WORKBOOKS else [_texts(path) if suffix in TEXTS else _spss(path)]
    for table in read:
        refuse_headless(table)
    return read


def refuse_headless(table: RawTable) -> None:
    """Refuse a table whose first row holds no headings: they would be told, and may be someone's cells.

    Raises StudyError where a heading looks like an address or a person's number, or a third are numbers or
    answers.
    """
    names = [column.name for column in table.columns]
    people = [one for one in names if "@" in one or looks_like(one)[:1] not in ((), ("",))]
    cells = [one for one in names if number(one) is not None or known_list([one]) is not None]
    if people or 3 * len(cells) >= len(names):
        message = "its first row seems to hold someone's answers, no headings; put a row of headings above it"
        raise StudyError([Problem(table.file, message, 1)])


def _opened(path: Path, form: Format, expected: list[str]) -> Export:
    source = Source(name="draft", format=form)
    return FORMATS[form].open(path, path.name, source, expected, LIMITS)


def _columns(export: Export, texts: list[str]) -> tuple[RawColumn, ...]:
    columns = export.header.columns
    cells: list[list[str]] = [[] for _ in columns]
    for chunk in export.chunks():
        for own, more in zip(cells, chunk.columns, strict=True):
            own.extend(more)
    return tuple(
        RawColumn(
            column.name,
            column.ids[0] or column.name,
            text,
            tuple(own),
            export.labels.get(place, NO_LABELS),
        )
        for place, (column, text, own) in enumerate(zip(columns, texts, cells, strict=True))
    )


def _spss(path: Path) -> RawTable:
    import pyreadstat

    export = _opened(path, "spss_sav", [])
    _, about = pyreadstat.read_sav(str(path), metadataonly=True)
    if None in about.column_names:
        raise StudyError([Problem(path.name, "holds a variable without a name: damaged; export it again")])
    texts = [str(label or "") for label in about.column_labels]
    return RawTable(path, "spss_sav", _columns(export, texts))


def _texts(path: Path) -> RawTable:
    head = TextFile(path, path.name, layout_of(path, path.name)).head(3)
    if len(head) < 2:
        raise StudyError([Problem(path.name, "has a header but no answers; export it again")])
    form = text_format(path, head)
    if form == "limesurvey_csv":
        return _limesurvey(path, head[0])
    export = _opened(path, form, [])
    names = [column.name for column in export.header.columns]
    texts = [""] * len(names)
    if form == "qualtrics_csv":
        second = [" ".join(cell.split()) for cell in [*head[1], *texts]][: len(names)]
        texts = second if _has_texts(head) else texts
    return RawTable(path, form, _columns(export, texts))


def _has_texts(head: list[list[str]]) -> bool:
    """Whether the second row holds question texts: with ImportIds under it, or no moment of a response."""
    if len(head) > 2 and any(IMPORT_ID.search(cell) for cell in head[2][:3]):
        return True
    return len(head) > 1 and not any(is_moment(cell) for cell in head[1])


def _limesurvey(path: Path, names: list[str]) -> RawTable:
    syntax = syntax_beside(path)
    export = _opened(path, "limesurvey_csv", [NOT_THERE] if syntax else [names[0]])
    columns = tuple(_by_code(column) for column in _columns(export, [_after_code(name) for name in names]))
    if syntax is not None:
        told = syntax_labels(syntax, len(columns))
        columns = tuple(
            replace(column, text=text or column.text, labels=labels or column.labels)
            for column, (text, labels) in zip(columns, told, strict=True)
        )
    return RawTable(path, "limesurvey_csv", columns)


def _code(heading: str) -> str:
    """Return the code in a heading such as ``SRT[SQ001]. We ask each other``; '' where none stands in it."""
    found = CODE_BEFORE_TEXT.match(" ".join(heading.split()))
    return found.group(1) if found else ""


def _by_code(column: RawColumn) -> RawColumn:
    code = _code(column.name)
    return replace(column, name=code, id=code) if code else column


def _after_code(heading: str) -> str:
    """Return the question in a heading that begins with its code; '' for a bare code."""
    code = _code(heading)
    return re.sub(r"^\s*[.:]\s+", "", " ".join(heading.split())[len(code) :]) if code else ""


def text_format(path: Path, head: list[list[str]]) -> Format:
    """Return the tool that wrote a text file, by the names that it gives its own columns.

    Raises StudyError for an export of LimeSurvey of which nothing tells the question codes.
    """
    if len(head) > 2 and any(IMPORT_ID.search(cell) for cell in head[2][:3]):
        return "qualtrics_csv"
    for row in head[:2]:
        found = {folded(cell) for cell in row}
        if len(found & _own_names("qualtrics_csv")) >= 3:
            return "qualtrics_csv"
    first = {folded(_code(cell) or cell) for cell in head[0]}
    if len(first & LIME_CODES) >= 3 or syntax_beside(path) is not None:
        return "limesurvey_csv"
    if len(first & LIME_TEXTS) >= 3:
        message = (
            "is an export of LimeSurvey with the questions' texts as headings; export it again with question "
            f"codes, or with codes and texts, or put the syntax file ({path.stem}.sps or .R) beside it"
        )
        raise StudyError([Problem(path.name, message, 1)])
    return "plain_csv"


def _own_names(form: str) -> set[str]:
    return {folded(name) for names in FORMATS[form].fields.values() for name in names}


def _sheets(path: Path) -> list[RawTable]:
    sheets = list(read_sheets(path, path.name, LIMITS))
    if not sheets:
        raise StudyError([Problem(path.name, "is empty; a header and answers were expected")])
    return [_sheet(path, one.name, [row for _, row in one.rows], len(sheets)) for one in sheets]


def _sheet(path: Path, name: str, rows: list[list[str]], count: int) -> RawTable:
    body = [[*row, *([""] * (len(rows[0]) - len(row)))] for row in rows[1:]]
    columns = tuple(
        RawColumn(
            " ".join(heading.split()), heading, " ".join(heading.split()), tuple(row[place] for row in body)
        )
        for place, heading in enumerate(rows[0])
        if heading.strip()
    )
    return RawTable(path, "forms_xlsx", columns, name, count)
