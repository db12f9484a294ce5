"""What a coded project is made of, in REFI-QDA's words; GUIDs in lower case without braces."""

import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field

TEXT_SELECTION = "PlainTextSelection"
SELECTIONS = {
    TEXT_SELECTION: "text",
    "PDFSelection": "pdf",
    "PictureSelection": "picture",
    "AudioSelection": "audio",
    "VideoSelection": "video",
    "TranscriptSelection": "transcript",
}
"""Elements of selections, and what a segment of each is of."""
SOURCES = {
    "TextSource": "text",
    "PDFSource": "pdf",
    "PictureSource": "picture",
    "AudioSource": "audio",
    "VideoSource": "video",
}
"""Elements of sources, and what kind of document each is."""
STANDING_FOR = ("Representation", "TextDescription", "Transcript")
"""Texts within a source that is no text itself."""
SPACE = uuid.UUID("5d1f0e0c-6a1c-5a52-9a39-6a6f1a1f6a53")


def guid_from(*parts: object) -> str:
    """Return a GUID that is the same for the same parts."""
    return str(uuid.uuid5(SPACE, "\x1f".join(map(str, parts))))


@dataclass(frozen=True)
class User:
    """Someone who codes."""

    guid: str
    name: str
    initials: str | None = None


@dataclass(frozen=True)
class Code:
    """A code of the codebook; `parent` is the code that it is nested in."""

    guid: str
    name: str
    parent: str | None = None
    codable: bool = True
    color: str | None = None
    description: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variable:
    """A variable of cases or documents; `kind` is Text, Boolean, Integer, Float, Date or DateTime."""

    guid: str
    name: str
    kind: str = "Text"
    description: str | None = None


@dataclass(frozen=True)
class Case:
    """A case, its values by variable (GUID → text as in the file), and what belongs to it.

    `codes` stand for the case: what they code belongs to it. `named` is False for a case that only carries
    the values of one document.
    """

    guid: str
    name: str
    description: str | None = None
    codes: tuple[str, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()
    selections: tuple[str, ...] = ()
    named: bool = True


@dataclass(frozen=True)
class Document:
    """A source: its text without a byte order mark, and its element with everything that was marked in it.

    Positions of text selections in the element are code points of `text`. `text` is None where the archive
    holds none.
    """

    guid: str
    name: str
    kind: str
    element: ET.Element
    text: str | None = None
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Records:
    """A whole project. `others` are the notes, links, sets and graphs as they stood, by section."""

    users: tuple[User, ...] = ()
    codes: tuple[Code, ...] = ()
    variables: tuple[Variable, ...] = ()
    cases: tuple[Case, ...] = ()
    documents: tuple[Document, ...] = ()
    others: dict[str, tuple[ET.Element, ...]] = field(default_factory=dict)
    name: str = ""


@dataclass(frozen=True)
class Coding:
    """A coding with the selection that it codes; a whole document where there is none."""

    element: ET.Element
    selection: ET.Element | None

    @property
    def code(self) -> str:
        """GUID of its code; empty where it names none."""
        reference = self.element.find("CodeRef")
        return "" if reference is None else reference.get("targetGUID", "")

    @property
    def text_span(self) -> tuple[int, int] | None:
        """First code point and the one after the last, of a selection of text."""
        if self.selection is None or self.selection.tag != TEXT_SELECTION:
            return None
        return int(self.selection.get("startPosition", 0)), int(self.selection.get("endPosition", 0))


def selections(source: ET.Element) -> Iterator[ET.Element]:
    """Yield the selections in a source and in the text that stands for it, in their order."""
    for child in source:
        if child.tag in SELECTIONS:
            yield child
        elif child.tag in STANDING_FOR:
            yield from (one for one in child if one.tag in SELECTIONS)


def codings(source: ET.Element) -> Iterator[Coding]:
    """Yield the codings of a source: of the whole of it, then of its selections."""
    yield from (Coding(one, None) for one in source.findall("Coding"))
    for selection in selections(source):
        yield from (Coding(one, selection) for one in selection.findall("Coding"))
