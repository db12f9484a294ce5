"""A reader's document as one self-contained page: typeface, style and figures inside, no request anywhere."""

import re
from dataclasses import dataclass, field, replace
from importlib.resources import files
from math import ceil
from typing import Any

from markupsafe import Markup, escape

from isop_analysis.figures.drawn import Drawn
from isop_analysis.language.words import Words, words_in
from isop_analysis.report.blocks import (
    Answered,
    Block,
    Cell,
    Document,
    Picture,
    Sign,
    Span,
    Table,
    Text,
    text_of,
)
from isop_analysis.report.look import look
from isop_analysis.report.look.inline_svg import inline
from isop_analysis.report.places import place_of_figure, place_of_table, source_link, table_behind
from isop_analysis.report.writers.named_places import named_place
from isop_analysis.report.writers.places import Places, id_of, is_wide, own_page, rows_of, size_of, table_id
from isop_analysis.report.writers.signs import sign

SMALLEST_LETTER = 11.0  # pixels


def write_html(document: Document, elsewhere: tuple[Span, ...] = ()) -> str:
    """Return the document as a page; `elsewhere` are links beside its contents: other forms, the annex.

    Raises
    ------
    ValueError
        When a link leads nowhere, or the drawing of a figure can't be read.
    """
    places = Places(document)
    words = words_in(document.language)
    return _template("document.html.j2").render(
        document=document,
        elsewhere=elsewhere,
        words=words,
        shown=_Shown(places, words),
        own_page=own_page,
        is_wide=is_wide,
        style=Markup(look() + _read("document.css")),
    )


@dataclass(frozen=True)
class _Shown:
    """What the template asks of one document: each method returns markup of one small thing."""

    places: Places
    words: Words
    placed: set[str] = field(default_factory=set)
    drawn: list[str] = field(default_factory=list)

    def kind(self, block: Block) -> str:
        """Name of the block's kind, which is that of its macro."""
        return type(block).__name__.lower()

    def id(self, block: Block) -> Markup:
        """The attribute `id`, in the first place of a figure that stands in two."""
        name = id_of(block)
        if not name or name in self.placed:
            return Markup("")
        self.placed.add(name)
        return Markup(' id="{}"').format(name)

    def level(self, level: int) -> int:
        """The level of a heading."""
        return self.places.level(level)

    def text(self, text: Text, about: str = "") -> Markup:
        """A text with its tones and links; `about` says of what its numbers are."""
        return Markup("").join(self._span(span, about) for span in self.places.spans(text))

    def about(self, row: tuple[Cell, ...], column: Cell) -> str:
        """What a cell of a table is about: the head of its row and that of its column."""
        heads = (" ".join(text_of(cell.text).split()) for cell in (row[0], column))
        return ", ".join(head for head in heads if head)

    def question(self, block: Answered) -> Markup:
        """A question, as a link where a deeper place answers it."""
        if not block.link:
            return escape(block.question)
        target = self.places.target(block.link)
        return Markup('<a class="n" href="{}">{}</a>').format(target, block.question)

    def sign(self, name: Sign) -> Markup:
        """A sign, not read aloud: the words beside it say what it means."""
        head = '<svg class="sign {}" viewBox="0 0 16 16" aria-hidden="true">'
        return Markup(head).format(name) + Markup(sign(name, "currentColor") + "</svg>")

    def number(self, block: Picture | Table) -> str:
        """`Figure 3`, `Table 1`; nothing for a small figure."""
        if isinstance(block, Table):
            return self.words("document.table", number=self.places.numbers[table_id(block)])
        return "" if block.small else self.words("document.figure", number=self.places.numbers[id_of(block)])

    def is_cards(self, table: Table) -> bool:
        """Tell whether rows stand as cards on a telephone: where texts stand in one of several columns."""
        return len(table.columns) > 2 and not all(column.numeric for column in table.columns[1:])

    def plain(self, text: Text) -> str:
        """A text without tones and links."""
        return text_of(text)

    def rows(self, table: Table) -> tuple[tuple[Cell, ...], ...]:
        """The rows of a table, numbers aligned."""
        return rows_of(table, self.words.language)

    def drawing(self, block: Picture) -> Markup:
        """The drawing inside the page; one that stands there already gets ids of its own."""
        again = self.drawn.count(block.drawn.name)
        self.drawn.append(block.drawn.name)
        drawn = replace(block.drawn, name=f"{block.drawn.name}-{again + 1}") if again else block.drawn
        head = Markup('<div class="drawn" style="--least:{}px">').format(_least_width(drawn))
        return head + inline(drawn) + Markup("</div>")

    def source(self, block: Picture | Table) -> Markup:
        """A quiet link to where the dossier tells where a figure or table comes from; of no small figure."""
        if isinstance(block, Picture):
            place = "" if block.small else place_of_figure(self.words.language, block.drawn.name)
        else:
            texts = (cell.text for row in block.rows for cell in row)
            table = table_behind(" ".join(span.link for text in texts for span in text))
            place = place_of_table(self.words.language, table) if table else ""
        return source_link(self.words, place, self.number(block)) if place else Markup("")

    def quoted(self, text: str) -> Markup:
        """A text as style rules quote it."""
        escapes = {ord(letter): f"\\{ord(letter):x} " for letter in '"\\<\n'}
        return Markup(f'"{text.translate(escapes)}"')

    def target(self, link: str) -> str:
        """Where a link leads."""
        return self.places.target(link)

    def _span(self, span: Span, about: str) -> Markup:
        shown = Markup("<br>").join(span.text.split("\n"))
        if span.tone in ("strong", "accent"):
            shown = Markup("<strong{}>{}</strong>").format(
                Markup(' class="accent"') if span.tone == "accent" else "", shown
            )
        elif span.tone in ("italic", "code"):
            shown = Markup("<{0}>{1}</{0}>").format("em" if span.tone == "italic" else "code", shown)
        elif span.tone == "quiet":
            shown = Markup('<span class="quiet">{}</span>').format(shown)
        if span.language:
            shown = Markup('<span lang="{}">{}</span>').format(span.language, shown)
        return self._link(span, shown, about) if span.link else shown

    def _link(self, span: Span, shown: Markup, about: str) -> Markup:
        """Return a quiet link; who hears links alone hears after a number what it is, or where it leads."""
        number = any(letter.isdigit() for letter in span.text)
        what = about if about and number else named_place(self.places, self.words, span.link)
        named = Markup(' aria-label="{}: {}"').format(span.text, what) if what not in span.text else ""
        return Markup('<a class="n" href="{}"{}>{}</a>').format(span.link, named, shown)


def _least_width(drawn: Drawn) -> int:
    """Return the width in pixels below which the drawing's smallest letters are too small to read."""
    sizes = [float(size) for size in re.findall(r"\b([0-9.]+)px", drawn.svg)]
    width, _ = size_of(drawn)
    return ceil(width * SMALLEST_LETTER / min(sizes, default=SMALLEST_LETTER))


def _read(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _template(name: str) -> Any:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_read),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
