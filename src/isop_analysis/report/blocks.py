"""What a reader's document is made of, before it is a page, a PDF or a Word file: three writers know how.

Texts are spans without markup. A link begins with ``#`` inside the document, or names another file and a
place in it (``annex.nl.html#row``); ids are those of parts, headings, answers, tables and ``figure-<name>``.
"""

from dataclasses import dataclass, field
from typing import Literal

from isop_analysis.figures.drawn import Drawn

Tone = Literal["plain", "strong", "accent", "italic", "quiet", "code"]
Size = Literal["lead", "body", "small"]
Sign = Literal["yes", "known", "in_part", "explored", "no", "against", "unknown", "refused"]


@dataclass(frozen=True)
class Span:
    """A run of text in one tone, perhaps a quiet link to what proves it, perhaps in another language.

    In a cell of a table `\\n` begins a new line.
    """

    text: str
    tone: Tone = "plain"
    link: str = ""
    language: str = ""


Text = tuple[Span, ...]


def plain(text: str) -> Text:
    """Return a text in one tone."""
    return (Span(text),)


def text_of(text: Text) -> str:
    """Return the text without tones and links."""
    return "".join(span.text for span in text)


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: Text
    size: Size = "body"


@dataclass(frozen=True)
class Heading:
    """A heading inside a part: level 2 for a chapter's sections, 3 below them."""

    text: str
    level: Literal[2, 3] = 2
    id: str = ""


@dataclass(frozen=True)
class Quote:
    """What somebody said, in the language they said it in (ISO 639-1; "" for the document's), and who."""

    text: str
    language: str = ""
    by: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` counts."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Key:
    """What the signs before answers mean; only those that are used."""

    signs: tuple[tuple[Sign, str], ...]


@dataclass(frozen=True)
class Answered:
    """A question and its one answer with its sign: beside each other on the first page, elsewhere below."""

    question: str
    sign: Sign
    answer: Text
    id: str = ""
    beside: bool = False
    figure: "Picture | None" = None
    link: str = ""


@dataclass(frozen=True)
class Picture:
    """A drawn figure; the table behind it is the annex's. Small ones carry no caption number."""

    drawn: Drawn
    link: str = ""
    small: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    text: Text
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table with three rules; the first cell of a row names it.

    `widths`: how the measure is shared among columns, best in letters; on paper a table of more letters than
    the measure holds takes the right margin too.
    """

    caption: str
    columns: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    id: str = ""
    widths: tuple[float, ...] = ()
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True)
class Columns:
    """Two or three short sections side by side, under one another where there is no room."""

    sections: tuple[tuple["Block", ...], ...]


Block = Paragraph | Heading | Quote | Bullets | Key | Answered | Picture | Table | Columns


@dataclass(frozen=True)
class Part:
    """A chapter: main messages, in brief, who took part … `own_page` starts a page on paper.

    `tells`: what it has of the contents that checklists ask for.
    """

    name: str
    title: str
    blocks: tuple[Block, ...] = field(default=())
    own_page: bool = False
    tells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Document:
    """A reader's document in one language."""

    name: Literal["summary", "report"]
    language: Literal["nl", "en"]
    title: str
    subtitle: str
    stamp: str
    colophon: str
    date: str
    parts: tuple[Part, ...]
    authors: tuple[str, ...] = ()
    cover: tuple[Block, ...] = ()
