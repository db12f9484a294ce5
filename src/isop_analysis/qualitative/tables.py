"""Segments from tables: CSV or workbook. A row is a segment with one code by one coder.

Where no positions are given, a document is made of its passages, a paragraph each: rows with the same words
at the same place are one passage. Where start and end are given (code points from 0, the end not among them),
words stand at their place and the rest of the document is blank.
"""

import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from isop_analysis.answers.small_tables import WORKBOOKS, SmallTable, read_small_table
from isop_analysis.base.nearest import told
from isop_analysis.base.reasons import Reason
from isop_analysis.qualitative.archive import DAMAGE, refuse_absent
from isop_analysis.qualitative.headings import positions_of
from isop_analysis.qualitative.limits import Limits
from isop_analysis.qualitative.project import PASSAGES
from isop_analysis.qualitative.records import Code, Document, Records, User, guid_from
from isop_analysis.qualitative.refi import Found
from isop_analysis.study.problems import Problem, StudyError

NESTING = (" > ", "\\")
"""What MAXQDA writes between a code and the one it is nested in, newer versions first."""
BETWEEN = "\n\n"
SHOWN = 5


@dataclass(frozen=True)
class _Row:
    """One row of the table, its place in the file, its cells by what they are."""

    number: int
    cells: dict[str, str]

    def get(self, name: str) -> str:
        return self.cells.get(name, "")

    @property
    def placed(self) -> bool:
        """Whether it says where in the document it is."""
        return bool(self.get("start") and self.get("end"))

    @property
    def document(self) -> str:
        return self.get("document") or self.get("group") or "document"

    @property
    def words(self) -> str:
        """The segment's words, as they stand in the document."""
        return self.get("text") if self.placed else self.get("text").strip()


def read_segment_tables(
    paths: Sequence[Path], coders: Sequence[str], columns: Mapping[str, str], limits: Limits
) -> Found:
    """Read tables of segments; `coders` names each file where no column names the coder.

    A coder who coded a document in several of the files is taken for as many coders as there are files.

    Raises
    ------
    StudyError
        Where a table or one of its columns is missing or damaged, or rows contradict themselves.
    """
    tables, rows = [], []
    for path in paths:
        refuse_absent(path, path.name)
        _refuse_large(path, limits)
        tables.append(read_small_table(path, path.name))
        rows.append(_rows(tables[-1], positions_of(tables[-1], columns)))
        _refuse_incomplete(tables[-1], rows[-1])
    worked = Counter(one for own in rows for one in {(row.get("coder"), row.document) for row in own})
    several = {coder for (coder, _), files in worked.items() if coder and files > 1}
    making = _Making(limits)
    for table, coder, own in zip(tables, coders, rows, strict=True):
        for row in own:
            making.take(row, table, coder if row.get("coder") in several else row.get("coder") or coder)
    unnamed = sum(not row.get("coder") for own in rows for row in own)
    notes = []
    if unnamed:
        notes.append(Reason("qualitative_file_is_coder", codings=unnamed))
    if several:
        notes.append(Reason("qualitative_same_user", users=len(several), files=len(paths)))
    return Found(making.records(), tuple(notes))


def _refuse_large(path: Path, limits: Limits) -> None:
    size = path.stat().st_size
    if path.suffix.lower() in WORKBOOKS and zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                size = max(size, sum(one.file_size for one in archive.infolist()))
        except DAMAGE:
            message = "can't be read as a workbook: cut off or damaged; save it as .xlsx again"
            raise StudyError([Problem(path.name, message)]) from None
    if size > limits.project:
        message = f"is larger than {limits.project} bytes, {limits.how_to_raise('project')}"
        raise StudyError([Problem(path.name, message)])


def _rows(table: SmallTable, positions: Mapping[str, int]) -> list[_Row]:
    return [
        _Row(
            number,
            {
                name: cells[place] if name == "text" else cells[place].strip()
                for name, place in positions.items()
                if place < len(cells)
            },
        )
        for number, cells in table.rows
    ]


def _refuse_incomplete(table: SmallTable, rows: list[_Row]) -> None:
    """Refuse rows without a code, or without words and positions."""
    problems = []
    for row in rows:
        if not row.get("code"):
            problems.append(table.problem("has no code; fill it in", row.number))
        elif not row.words and not row.placed:
            problems.append(table.problem("has neither words nor start and end; fill them in", row.number))
    if len(problems) > SHOWN:
        problems[SHOWN:] = [table.problem(f"{len(problems) - SHOWN} more rows lack a code or their words")]
    if problems:
        raise StudyError(problems)


@dataclass
class _Text:
    """A document while its rows are read: passages one after another, or words at their places."""

    guid: str
    name: str
    element: ET.Element
    placed: bool
    passages: dict[tuple[str, str], ET.Element] = field(default_factory=dict)
    parts: list[str] = field(default_factory=list)
    length: int = 0

    def passage(self, row: _Row) -> ET.Element:
        """Return the selection of a row without positions."""
        place = "–".join(dict.fromkeys(filter(None, (row.get("place"), row.get("place_end")))))
        words = row.words
        key = (place, " ".join(words.split()))
        if key not in self.passages:
            start = self.length
            self.parts.append(words)
            self.length = start + len(words) + len(BETWEEN)
            self.passages[key] = self._selection(start, start + len(words), place, row)
        return self.passages[key]

    def span(self, row: _Row, start: int, end: int) -> ET.Element:
        """Return the selection of a row with positions; its words are put at their place."""
        words = row.words
        self.length = max(self.length, end)
        if words:
            self.parts.extend(" " * (self.length - len(self.parts)))
            self.parts[start:end] = words
        key = (str(start), str(end))
        if key not in self.passages:
            self.passages[key] = self._selection(start, end, "", row)
        return self.passages[key]

    def _selection(self, start: int, end: int, name: str, row: _Row) -> ET.Element:
        own = {"guid": guid_from(self.guid, start, end), "startPosition": str(start), "endPosition": str(end)}
        selection = ET.SubElement(self.element, "PlainTextSelection", own | ({"name": name} if name else {}))
        if row.get("note"):
            ET.SubElement(selection, "Description").text = row.get("note")
        return selection

    def text(self) -> str | None:
        """Return the document's text; none where only positions are known."""
        if not self.placed:
            return BETWEEN.join(self.parts)
        return "".join(self.parts).ljust(self.length) if self.parts else None


class _Making:
    """Records that grow with the rows."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.users: dict[str, User] = {}
        self.codes: dict[tuple[str, ...], Code] = {}
        self.texts: dict[str, _Text] = {}
        self.problems: list[Problem] = []

    def take(self, row: _Row, table: SmallTable, coder: str) -> None:
        """Add a row."""
        own = self.texts.get(row.document)
        if own is None:
            guid = guid_from("table document", row.document)
            element = ET.Element("TextSource", {"guid": guid, "name": row.document})
            own = self.texts[row.document] = _Text(guid, row.document, element, row.placed)
        wrong = self._misplaced(own, row)
        if wrong:
            self.problems.append(table.problem(wrong, row.number))
            return
        if row.placed:
            selection = own.span(row, _whole(row.get("start")), _whole(row.get("end")))
        else:
            selection = own.passage(row)
        self._code(selection, row, coder)

    def _misplaced(self, text: _Text, row: _Row) -> str | None:
        """Return what is wrong with a row's place."""
        if text.placed != row.placed:
            return "has start and end while other rows of its document have none, or the other way round"
        if not row.placed:
            return None
        start, end = (_whole(row.get(name)) for name in ("start", "end"))
        if not 0 <= start <= end <= self.limits.text:
            shown = " and ".join(told(row.get(name)) for name in ("start", "end"))
            return f"has start and end {shown}; whole numbers were expected, the second not smaller"
        if row.words and len(row.words) != end - start:
            return f"has {len(row.words)} characters of text where start and end say {end - start}"
        text.length = max(text.length, min(_whole(row.get("length")), self.limits.text))
        return None

    def _code(self, selection: ET.Element, row: _Row, coder: str) -> None:
        user, code = guid_from("file", coder), self._codes(row.get("code"))
        self.users.setdefault(coder, User(user, coder))
        attributes = {"guid": guid_from(selection.get("guid"), code, user), "creatingUser": user}
        if row.get("created"):
            attributes["creationDateTime"] = row.get("created")
        if any(one.get("guid") == attributes["guid"] for one in selection.findall("Coding")):
            return
        coding = ET.SubElement(selection, "Coding", attributes)
        ET.SubElement(coding, "CodeRef", {"targetGUID": code})

    def _codes(self, written: str) -> str:
        """Return the GUID of a code; it and those it is nested in are made if need be."""
        between = next((one for one in NESTING if one in written), None)
        names = [part.strip() for part in written.split(between)] if between else [written]
        parent = None
        for depth in range(1, len(names) + 1):
            path = tuple(names[:depth])
            if path not in self.codes:
                self.codes[path] = Code(guid_from("table code", *path), path[-1] or "(no name)", parent)
            parent = self.codes[path].guid
        return parent or ""

    def records(self) -> Records:
        """Return the records; StudyError where rows contradict themselves."""
        if self.problems:
            more = len(self.problems) - SHOWN
            rest = [replace(self.problems[0], message=f"{more} more rows have such problems", line=None)]
            raise StudyError(self.problems[:SHOWN] + (rest if more > 0 else []))
        documents = tuple(
            Document(one.guid, one.name, "text" if one.placed else PASSAGES, one.element, one.text())
            for one in self.texts.values()
        )
        return Records(tuple(self.users.values()), tuple(self.codes.values()), documents=documents)


def _whole(cell: str) -> int:
    """Return the whole number of a cell, a workbook's 4.0 too; −1 where it is none."""
    bare = cell.strip().removesuffix(".0")
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) < 10 else -1
