"""What chapters are made of; the template knows how each block looks."""

from dataclasses import dataclass, field
from typing import ClassVar

from markupsafe import Markup

from isop_analysis.figures.drawn import Drawn


@dataclass(frozen=True)
class Paragraph:
    """Running text; markup is trusted, plain text is escaped."""

    kind: ClassVar[str] = "paragraph"
    text: str | Markup
    quiet: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter (level 3 or 4)."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 3


@dataclass(frozen=True)
class Listed:
    """A list of short texts."""

    kind: ClassVar[str] = "list"
    items: tuple[str | Markup, ...]


@dataclass(frozen=True)
class Finding:
    """One estimate in words, with its small picture; `rule` is the key of the text that says it."""

    kind: ClassVar[str] = "finding"
    sentence: Markup
    details: Markup
    picture: Markup
    verdict: str
    rule: str
    mark: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure with its caption and the table behind it."""

    kind: ClassVar[str] = "figure"
    drawn: Drawn
    svg: Markup


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, how it is read aloud, whether it is a number."""

    text: str | Markup
    numeric: bool = False
    label: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a table; the first cell names it, and one that heads others has nothing else."""

    cells: tuple[Cell, ...]
    id: str = ""
    heads: bool = False


@dataclass(frozen=True)
class Table:
    """A table with three rules; columns are headings with whether they hold numbers."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: tuple[Cell, ...]
    rows: tuple[Row, ...]
    note: str | Markup = ""
    id: str = ""
    folded: bool = False


@dataclass(frozen=True)
class Folded:
    """Blocks that open on request."""

    kind: ClassVar[str] = "folded"
    title: str
    blocks: "tuple[Block, ...]"


Block = Paragraph | Heading | Listed | Finding | Figure | Table | Folded


@dataclass(frozen=True)
class Chapter:
    """A chapter of the annex."""

    name: str
    title: str
    blocks: tuple[Block, ...] = field(default=())
