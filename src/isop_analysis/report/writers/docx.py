"""A reader's document as a Word file, for those who comment there: real headings, captions and tables."""

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from isop_analysis.figures.style import SCORE, SOFT
from isop_analysis.language.words import Words, words_in
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
from isop_analysis.report.writers import word_xml
from isop_analysis.report.writers.places import Places, id_of, own_page, rows_of, shares_of, size_of, table_id
from isop_analysis.report.writers.png import pngs
from isop_analysis.report.writers.signs import sign_svg
from isop_analysis.report.writers.word_styles import MEASURE, new_document

LETTER = 5.2
"""Points that a letter of a table's text takes at most, on average."""

CELL_MARGIN = 5.4
"""Points that Word leaves at either side of a cell's text."""

TAGS = {"nl": "nl-NL", "en": "en-GB"}


def write_docx(document: Document) -> bytes:
    """Return the document as a Word file; the same bytes for the same document.

    Questions and answers stand below each other, and so do columns: who comments reads in one line.

    Raises
    ------
    ValueError
        When a link leads nowhere, or the drawing of a figure can't be read.
    """
    writer = _Writer(Places(document), words_in(document.language))
    writer.write()
    return word_xml.bytes_of(writer.file, document.date)


@dataclass
class _Writer:
    """Adds a document's blocks to a Word file, one after another."""

    places: Places
    words: Words
    placed: set[str] = field(default_factory=set)

    @cached_property
    def file(self) -> Any:
        return new_document(self.places.document, TAGS[self.places.document.language])

    @cached_property
    def styles(self) -> dict[str, str]:
        """Ids of styles by name; to ask python-docx for each paragraph's takes longer than all else."""
        return {style.name: style.style_id for style in self.file.styles}

    @cached_property
    def bookmarks(self) -> dict[str, str]:
        """Word's names of what links lead to; it takes no others than letters and digits."""
        return {name: f"place{number}" for number, name in enumerate(sorted(self.places.ids), 1)}

    @cached_property
    def pictures(self) -> dict[str, bytes]:
        """Figures and signs as PNG, by name."""
        figures = {id_of(one): (one.drawn.svg, size_of(one.drawn)[0]) for one in self.places.pictures}
        signs = {name: (sign_svg(name, _hue(name)), 16.0) for name in self.places.signs}
        return pngs(figures | signs)

    def write(self) -> None:
        document = self.places.document
        summary = document.name == "summary"
        for part in document.parts if summary else ():
            self.add("Title", part.title, part.name)
        if not summary:
            self.add("Title", document.title)
        self.add("Subtitle", document.subtitle)
        if summary:
            for part in document.parts:
                self.blocks(part.blocks)
            return
        if document.authors:
            self.add("Normal", self.words("page.authors", authors=self.words.listed(list(document.authors))))
        self.blocks(document.cover)
        self.contents(document.parts)
        for number, part in enumerate(document.parts):
            heading = self.add("Heading 1", part.title, part.name)
            if own_page(part) or number == 0:
                heading.paragraph_format.page_break_before = True
                heading.paragraph_format.space_before = 0
            self.blocks(part.blocks)

    def add(self, style: str, text: str = "", name: str = "") -> Any:
        """Add a paragraph, which links lead to where it has a name."""
        paragraph = self.file.add_paragraph(text)
        paragraph._p.style = self.styles[style]
        if name and name not in self.placed:
            self.placed.add(name)
            word_xml.add_bookmark(paragraph, len(self.placed), self.bookmarks[name])
        return paragraph

    def contents(self, parts: tuple[Part, ...]) -> None:
        """Add links to the parts."""
        self.add("Contents Heading", self.words("document.contents"))
        for part in parts:
            self.spans(self.add("Contents"), (Span(part.title, link=f"#{part.name}"),))

    def blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Paragraph(text, size):
                self.spans(self.add({"lead": "Lead", "body": "Normal", "small": "Note"}[size]), text)
            case Heading(text, level):
                self.add(f"Heading {self.places.level(level) - 1}", text, block.id)
            case Quote():
                self.quote(block)
            case Bullets(items, numbered):
                self.bullets(items, numbered)
            case Key(signs):
                paragraph = self.add("Note")
                for name, label in signs:
                    self.sign(paragraph, name)
                    paragraph.add_run(f" {label}    ")
            case Answered():
                self.answered(block)
            case Picture():
                self.picture(block)
            case Table():
                self.table(block)
            case Columns(sections):
                for section in sections:
                    self.blocks(section)

    def quote(self, block: Quote) -> None:
        said = self.add("Quote")
        word_xml.in_language(said.add_run(block.text), block.language)
        if block.by:
            said.paragraph_format.keep_with_next = True
            self.add("Quote Source", block.by)

    def bullets(self, items: tuple[Text, ...], numbered: bool) -> None:
        paragraphs = [self.add("List Number" if numbered else "List Bullet") for _ in items]
        if numbered:
            word_xml.restart_numbering(self.file, paragraphs)
        for paragraph, item in zip(paragraphs, items, strict=True):
            self.spans(paragraph, item)

    def answered(self, block: Answered) -> None:
        self.add(f"Heading {self.places.level(2) - 1}", block.question, block.id)
        paragraph = self.add("Normal")
        self.sign(paragraph, block.sign)
        paragraph.add_run(" ")
        self.spans(paragraph, block.answer)
        if block.figure:
            paragraph.paragraph_format.keep_with_next = True
            self.picture(block.figure)

    def picture(self, block: Picture) -> None:
        from docx.shared import Pt

        name = id_of(block)
        caption = self.add("Caption", name=name)
        if not block.small:
            self.numbered(caption, "document.figure", self.places.numbers[name])
        caption.add_run(block.drawn.title)
        paragraph = self.add("Figure")
        paragraph.paragraph_format.keep_with_next = bool(block.drawn.caption or block.link)
        width = min(size_of(block.drawn)[0], MEASURE)
        shape = paragraph.add_run().add_picture(io.BytesIO(self.pictures[name]), width=Pt(width))
        word_xml.describe(shape, block.drawn.title, block.drawn.alt)
        note = [Span(block.drawn.caption)] if block.drawn.caption else []
        if block.link:
            note += [Span(" "), Span(self.words("document.behind"), "quiet", block.link)]
        if note:
            self.spans(self.add("Note"), tuple(note))

    def numbered(self, paragraph: Any, key: str, number: int) -> None:
        """Begin a caption with a label and a number that Word counts."""
        label = self.words(key, number="").strip()
        paragraph.add_run(f"{label} ")
        word_xml.add_field(paragraph, rf"SEQ {label} \* ARABIC", str(number))
        paragraph.add_run("  ")

    def table(self, block: Table) -> None:
        caption = self.add("Caption", name=block.id)
        self.numbered(caption, "document.table", self.places.numbers[table_id(block)])
        caption.add_run(block.caption)
        rows = rows_of(block, self.words.language)
        table = self.file.add_table(len(block.rows) + 1, len(block.columns))
        word_xml.set_widths(table, _widths(block))
        word_xml.describe_table(table, block.caption)
        for number, (row, cells) in enumerate(zip(table.rows, (block.columns, *rows), strict=True)):
            word_xml.keep_whole(row)
            for cell, told in zip(row.cells, cells, strict=True):
                self.cell(cell, told, "Table Head" if number == 0 else "Table Text")
            if number == 0:
                word_xml.repeat_as_header(row)
            elif block.signs:
                self.sign_before(row.cells[0], block.signs[number - 1])
        self.rules(table)
        self.spans(self.add("Note"), (Span(block.note),))

    def cell(self, cell: Any, told: Cell, style: str) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = cell.paragraphs[0]
        paragraph._p.style = self.styles[style]
        if told.numeric:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.spans(paragraph, told.text)

    def rules(self, table: Any) -> None:
        """Draw the three rules of a table."""
        last = len(table.rows) - 1
        for number, row in enumerate(table.rows):
            edges = {"top": 12, "bottom": 4} if number == 0 else {}
            edges |= {"bottom": 12} if number == last else {}
            for cell in row.cells if edges else ():
                word_xml.rule(cell, **edges)

    def sign_before(self, cell: Any, name: Sign) -> None:
        paragraph = cell.paragraphs[0]
        texts = list(paragraph._p)[1:]
        self.sign(paragraph, name)
        paragraph.add_run(" ")
        for text in texts:
            paragraph._p.append(text)

    def sign(self, paragraph: Any, name: Sign) -> None:
        from docx.shared import Pt

        shape = paragraph.add_run().add_picture(io.BytesIO(self.pictures[name]), width=Pt(9))
        label = self.words(f"document.sign.{name}")
        word_xml.describe(shape, label, label)

    def spans(self, paragraph: Any, text: Text) -> None:
        from docx.shared import RGBColor

        for span in self.places.spans(text):
            run = paragraph.add_run(span.text)
            word_xml.in_language(run, span.language)
            if span.tone in ("strong", "accent"):
                run.bold = True
            if span.tone == "italic":
                run.italic = True
            if span.tone in ("accent", "quiet", "code"):
                hue = word_xml.ACCENT if span.tone == "accent" else word_xml.SOFT
                run.font.color.rgb = RGBColor.from_string(hue)
            if span.link:
                bookmark = self.bookmarks[span.link[1:]] if span.link.startswith("#") else ""
                word_xml.add_link(paragraph, span.link, bookmark).append(run._r)


def _widths(table: Table) -> list[float]:
    """Return the widths of a table's columns in points, together no more than the measure.

    A column is at least as wide as its longest word, which Word would cut; the others give way by what they
    have over theirs.
    """
    shares = shares_of(table)
    whole = MEASURE if table.widths else min(MEASURE, sum(shares) * LETTER + 2 * CELL_MARGIN * len(shares))
    widths = [whole * share / sum(shares) for share in shares]
    over = [width - least for width, least in zip(widths, _least(table), strict=True)]
    lacking, room = -sum(min(one, 0.0) for one in over), sum(max(one, 0.0) for one in over)
    given = min(1.0, lacking / room) if room else 0.0
    found = [width - (one if one < 0 else given * one) for width, one in zip(widths, over, strict=True)]
    return [width * min(1.0, whole / sum(found)) for width in found]


def _least(table: Table) -> list[float]:
    columns = zip(table.columns, *table.rows, strict=True)
    words = [" ".join(text_of(cell.text) for cell in own).replace("\n", " ").split(" ") for own in columns]
    longest = [max(len(word) for word in own) for own in words]
    return [letters * LETTER + 2 * CELL_MARGIN for letters in longest]


def _hue(name: Sign) -> str:
    return SOFT if name in ("unknown", "refused") else SCORE
