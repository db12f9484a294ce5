"""A coded project masked: texts, names and notes, every segment on the same words as before."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace

from isop_analysis.qualitative.labels import labelled
from isop_analysis.qualitative.masking_found import Moves
from isop_analysis.qualitative.masking_log import Entry
from isop_analysis.qualitative.masking_rules import MaskedText, Rules
from isop_analysis.qualitative.masking_talk import Talk
from isop_analysis.qualitative.project import Project
from isop_analysis.qualitative.records import TEXT_SELECTION, Case, Code, Document, Records, User, Variable

WORDS = ("Description", "PlainTextContent", "TextValue")
"""Elements whose contents somebody typed or said."""
FILES = ("path", "plainTextPath", "richTextPath", "currentPath")
"""Attributes that name files, which are often called after people."""
NAME = 40
"""Characters of a selection's words that its name keeps, where it began as they do."""


@dataclass
class Masker:
    """Masks piece after piece, and keeps what it masked."""

    rules: Rules
    entries: list[Entry] = field(default_factory=list)
    known: dict[str, MaskedText] = field(default_factory=dict)

    def whole(self, text: str, part: str, document: str | None = None) -> MaskedText:
        """Mask a piece and note it."""
        if text not in self.known:
            self.known[text] = self.rules.masked(Talk.of(text))
        found = self.known[text]
        self.entries.append(Entry(document, part, text, found))
        return found

    def text(self, text: str, part: str, document: str | None = None) -> str:
        """Return a piece masked."""
        return self.whole(text, part, document).text

    def optional(self, text: str | None, part: str, document: str | None = None) -> str | None:
        """Return a piece masked where there is one."""
        return None if text is None else self.text(text, part, document)


def masked_project(project: Project, rules: Rules) -> tuple[Project, list[Entry]]:
    """Return the project masked, and each piece of text that was looked at."""
    records = project.records
    masker = Masker(rules.after_reading(map(Talk.of, _pieces(records))))
    names = [masker.text(one.name, "document/name") for one in records.documents]
    labels = labelled(names)
    masked = replace(
        records,
        users=tuple(_user(one, number) for number, one in enumerate(records.users)),
        codes=tuple(_code(one, masker) for one in records.codes),
        variables=tuple(_variable(one, masker) for one in records.variables),
        cases=tuple(_case(one, masker, records) for one in records.cases),
        documents=tuple(
            _document(one, name, label, masker, records)
            for one, name, label in zip(records.documents, names, labels, strict=True)
        ),
        others={
            section: tuple(_other(one, masker) for one in elements)
            for section, elements in records.others.items()
        },
        name=masker.text(records.name, "project/name"),
    )
    return Project(masked, project.notes), masker.entries


def _pieces(records: Records) -> Iterator[str]:
    """Yield the texts in which names are learned."""
    for one in records.documents:
        yield one.name
        yield one.text or ""
    yield from (one.name for one in records.cases)
    for elements in records.others.values():
        for element in elements:
            yield from (inner.text or "" for inner in element.iter() if inner.tag in WORDS)


def _user(user: User, number: int) -> User:
    return replace(user, name=f"coder {number + 1}", initials=None)


def _code(code: Code, masker: Masker) -> Code:
    name = masker.text(code.name, "code/name")
    return replace(code, name=name, description=masker.optional(code.description, "code/description"))


def _variable(variable: Variable, masker: Masker) -> Variable:
    described = masker.optional(variable.description, "variable/description")
    return replace(variable, name=masker.text(variable.name, "variable/name"), description=described)


def _case(case: Case, masker: Masker, records: Records) -> Case:
    return replace(
        case,
        name=masker.text(case.name, "case/name"),
        description=masker.optional(case.description, "case/description"),
        values=_values(case.values, masker, records, "case/value", None),
    )


def _values(
    values: dict[str, str], masker: Masker, records: Records, part: str, document: str | None
) -> dict[str, str]:
    """Return values masked as they'd be after their variable's name: "Geboortedatum: 2014-03-03"."""
    names = {one.guid: f"{one.name}: " for one in records.variables}
    found = {}
    for variable, value in values.items():
        before = names.get(variable, "")
        whole = masker.rules.masked(Talk.of(before + value))
        inside = [one for one in whole.moves.maskings if one.end > len(before)]
        own = Moves(
            tuple(
                replace(one, start=max(0, one.start - len(before)), end=one.end - len(before))
                for one in inside
            )
        )
        masked = MaskedText(
            own.applied(value), own, masker.rules.masked(Talk.of(own.applied(value))).doubtful
        )
        masker.entries.append(Entry(document, part, value, masked))
        found[variable] = masked.text
    return found


def _document(document: Document, name: str, label: str, masker: Masker, records: Records) -> Document:
    element = deepcopy(document.element)
    found = None if document.text is None else masker.whole(document.text, "text", label)
    if found is not None and document.text is not None:
        for one in _text_selections(element):
            _put(one, found, document.text)
    _clean(element, masker, label)
    element.set("name", name)
    return replace(
        document,
        name=name,
        element=element,
        text=None if found is None else found.text,
        values=_values(document.values, masker, records, "document/value", label),
    )


def _text_selections(source: ET.Element) -> list[ET.Element]:
    return list(source.iter(TEXT_SELECTION))


def _put(selection: ET.Element, found: MaskedText, text: str) -> None:
    """Put a selection where its words lie now; a name that was their beginning becomes it again."""
    before = int(selection.get("startPosition", 0)), int(selection.get("endPosition", 0))
    start, end = found.moves.span(*before)
    selection.set("startPosition", str(start))
    selection.set("endPosition", str(end))
    beginning = " ".join(selection.get("name", "").split()).rstrip("….").strip()
    if beginning and " ".join(text[slice(*before)].split()).startswith(beginning):
        selection.set("name", " ".join(found.text[start:end].split())[:NAME])


def _other(element: ET.Element, masker: Masker) -> ET.Element:
    """Return a note, link, set or graph masked; what was selected in a note's text lies on the same words."""
    own = deepcopy(element)
    content = own.find("PlainTextContent")
    if content is not None and content.text:
        found = masker.rules.masked(Talk.of(content.text))
        for one in own.findall(TEXT_SELECTION):
            _put(one, found, content.text)
    _clean(own, masker, None)
    return own


def _clean(element: ET.Element, masker: Masker, document: str | None) -> None:
    """Mask all that an element and those within it say, but for positions, and take names of files out."""
    for one in element.iter():
        for attribute in FILES:
            one.attrib.pop(attribute, None)
        if one.get("name"):
            one.set("name", masker.text(one.get("name", ""), f"{one.tag}/name", document))
        if one.tag == "Transcript":
            _move_times(one, masker.rules)
        if one.tag in WORDS and one.text:
            one.text = masker.text(one.text, one.tag, document)


def _move_times(transcript: ET.Element, rules: Rules) -> None:
    """Put the marks of time in a transcript where their words lie now; its text is masked after them."""
    moves = rules.masked(Talk.of(transcript.findtext("PlainTextContent") or "")).moves
    for one in transcript.findall("SyncPoint"):
        if one.get("position", "").strip().isdigit():
            one.set("position", str(moves.start(int(one.get("position", "0")))))
