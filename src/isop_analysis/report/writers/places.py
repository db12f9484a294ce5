"""Where the things of a document stand: what its links lead to, how its figures and tables are numbered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from isop_analysis.figures.drawn import Drawn
from isop_analysis.report.blocks import (
    Answered,
    Block,
    Bullets,
    Cell,
    Columns,
    Document,
    Heading,
    Key,
    Paragraph,
    Part,
    Picture,
    Quote,
    Sign,
    Span,
    Table,
    Text,
    text_of,
)

FIGURE_SPACE, THIN_SPACE = "\u2007", "\u2009"
Language = Literal["nl", "en"]


@dataclass(frozen=True)
class Places:
    """One document's ids, numbers and levels, in reading order."""

    document: Document

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Every block, those inside others too, in reading order."""
        own = [*self.document.cover, *(block for part in self.document.parts for block in part.blocks)]
        return tuple(inner for block in own for inner in _with_inner(block))

    @cached_property
    def ids(self) -> frozenset[str]:
        """What a link that begins with ``#`` may lead to.

        Raises
        ------
        ValueError
            When two things of the document have the same id.
        """
        found = [part.name for part in self.document.parts]
        found += [id_of(block) for block in self.blocks if id_of(block) and not isinstance(block, Picture)]
        found += dict.fromkeys(id_of(block) for block in self.pictures)
        twice = sorted({name for name in found if found.count(name) > 1})
        if twice:
            raise ValueError(f"two things of the {self.document.name} have the id '{twice[0]}'")
        return frozenset(found)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each figure and table, by id: one where it stands twice, none of small figures."""
        figures = [block for block in self.blocks if isinstance(block, Picture) and not block.small]
        once = dict.fromkeys(id_of(block) for block in figures)
        counted = {name: number for number, name in enumerate(once, 1)}
        tables = [block for block in self.blocks if isinstance(block, Table)]
        return counted | {table_id(block): number for number, block in enumerate(tables, 1)}

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """Every figure."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))

    @cached_property
    def signs(self) -> tuple[Sign, ...]:
        """Every sign that is used, once."""
        found: dict[Sign, None] = {}
        for block in self.blocks:
            found |= dict.fromkeys(_signs_of(block))
        return tuple(found)

    def level(self, level: int) -> int:
        """Return the level of a heading on paper: the title of the report is 1, that of its parts 2."""
        return level if self.document.name == "summary" else level + 1

    def target(self, link: str) -> str:
        """Return where a link leads: from the summary, which is a part of it, into the report.

        Raises
        ------
        ValueError
            When the report has nothing of that name.
        """
        if not link.startswith("#") or link[1:] in self.ids:
            return link
        if self.document.name == "summary":
            return f"report.{self.document.language}.html{link}"
        raise ValueError(f"a link leads to '{link}', and the report has nothing of that name")

    def spans(self, text: Text) -> tuple[Span, ...]:
        """Return a text with its links led."""
        return tuple(replace(span, link=self.target(span.link)) for span in text)


def id_of(block: Block) -> str:
    """Return the id of a block; a figure's is made of its name."""
    if isinstance(block, Picture):
        return f"figure-{block.drawn.name}"
    return block.id if isinstance(block, Heading | Answered | Table) else ""


def is_wide(part: Part) -> bool:
    """Tell whether answers stand beside their questions, which takes the whole width of the paper."""
    return any(isinstance(block, Answered) and block.beside for block in part.blocks)


def own_page(part: Part) -> bool:
    """Tell whether a part starts a page on paper."""
    return part.own_page or is_wide(part)


def shares_of(table: Table) -> tuple[float, ...]:
    """Return which shares of a table's width its columns get: as declared, or by their longest texts."""
    if table.widths:
        return table.widths
    columns = zip(table.columns, *table.rows, strict=True)
    longest = [max(8, *(min(len(text_of(cell.text)), 40) for cell in own)) for own in columns]
    return tuple(2.0 * bool(table.signs and at == 0) + length for at, length in enumerate(longest))


def rows_of(table: Table, language: Language) -> tuple[tuple[Cell, ...], ...]:
    """Return a table's rows with the numbers of a column aligned at the decimal mark.

    Writers set numbers at the right in figures of one width; a number with fewer decimals than others of its
    column gets spaces of that width. What is no single number, such as an interval, stays as it is.
    """
    columns = [_aligned(column, language) for column in zip(*table.rows, strict=True)]
    return tuple(zip(*columns, strict=True))


def _aligned(column: tuple[Cell, ...], language: Language) -> tuple[Cell, ...]:
    decimals = [_decimals(text_of(cell.text), language) if cell.numeric else None for cell in column]
    most = max((one for one in decimals if one is not None), default=0)
    return tuple(
        cell if own in (None, most) else Cell((*cell.text, Span(_spaces(own, most))), cell.numeric)
        for cell, own in zip(column, decimals, strict=True)
    )


def _decimals(text: str, language: Language) -> int | None:
    """Return how many decimals a number is written with; None where the text is no single number."""
    whole, mark = (r"[\d\u202f]*", ",") if language == "nl" else (r"[\d,]*", r"\.")
    found = re.fullmatch(rf"[^\d.,]*{whole}(?:{mark}(\d+))?", text)
    return len(found[1] or "") if found and re.search(r"\d", text) else None


def _spaces(own: int | None, most: int) -> str:
    return (THIN_SPACE if own == 0 else "") + FIGURE_SPACE * (most - (own or 0))


def size_of(drawn: Drawn) -> tuple[float, float]:
    """Return width and height of a drawing, in points.

    Raises
    ------
    ValueError
        When it is no drawing.
    """
    box = re.search(r'<svg[^>]*viewBox="0 0 ([0-9.]+) ([0-9.]+)"', drawn.svg)
    if not box:
        raise ValueError(f"the figure '{drawn.name}' has no drawing; run the step draw_figures (./run) again")
    return float(box.group(1)), float(box.group(2))


def table_id(table: Table) -> str:
    """Return what tells a table from others: its id, its caption where it has none."""
    return table.id or f"table: {table.caption}"


def texts_of(document: Document) -> Iterator[str]:
    """Return each text that a reader of any writer's work meets, in reading order."""
    yield from (document.title, document.subtitle, document.stamp, document.colophon, *document.authors)
    for block in document.cover:
        yield from _texts(block)
    for part in document.parts:
        yield part.title
        for block in part.blocks:
            yield from _texts(block)


def _texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(text):
            yield from _of(text)
        case Heading(text):
            yield text
        case Quote(text, _, by):
            yield from (text, by)
        case Bullets(items):
            yield from (one for item in items for one in _of(item))
        case Key(signs):
            yield from (label for _, label in signs)
        case Answered():
            yield block.question
            yield from _of(block.answer)
            yield from _texts(block.figure) if block.figure else ()
        case Picture(drawn):
            yield from (drawn.title, drawn.caption)
        case Table():
            yield block.caption
            for cell in (*block.columns, *(cell for row in block.rows for cell in row)):
                yield from _of(cell.text)
            yield block.note
        case Columns(sections):
            yield from (one for section in sections for inner in section for one in _texts(inner))


def _of(text: Text) -> Iterator[str]:
    yield from (span.text for span in text)


def _with_inner(block: Block) -> Iterator[Block]:
    yield block
    if isinstance(block, Answered) and block.figure:
        yield block.figure
    if isinstance(block, Columns):
        for section in block.sections:
            for inner in section:
                yield from _with_inner(inner)


def _signs_of(block: Block) -> tuple[Sign, ...]:
    if isinstance(block, Answered):
        return (block.sign,)
    if isinstance(block, Key):
        return tuple(sign for sign, _ in block.signs)
    return block.signs if isinstance(block, Table) else ()
