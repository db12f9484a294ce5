"""What chapters are written from: facts, words, figures, and links to what proves a number."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.cells import Count
from isop_analysis.figures.drawn import Drawn, read_figures
from isop_analysis.language.codes import disputed_codes
from isop_analysis.language.conclusions import Conclusion, Facts
from isop_analysis.language.effects import Contrast, contrasts
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import Numbers
from isop_analysis.language.rows import Tables, row_id
from isop_analysis.language.words import Words
from isop_analysis.report.answers.spans import CLOSE, LINK, OPEN, spans_of
from isop_analysis.report.answers.told import Depth, Told, tell_answer
from isop_analysis.report.blocks import Block, Paragraph, Picture, Size, Span, Text

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language
    from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Writing:
    """One study in one language."""

    study: "Study"
    language: "Language"
    tables: Tables

    @cached_property
    def facts(self) -> Facts:
        """The conclusions."""
        return Facts(self.study, self.language, self.tables)

    @property
    def words(self) -> Words:
        """The texts."""
        return self.facts.words

    @property
    def numbers(self) -> Numbers:
        """Numbers as the language writes them."""
        return self.words.numbers

    @property
    def names(self) -> Names:
        """What the study calls its parts."""
        return self.facts.names

    @cached_property
    def figures(self) -> dict[str, Drawn]:
        """Figures by name, as they were drawn."""
        return read_figures(self.study, self.language)

    @property
    def annex(self) -> str:
        """The annex's file, as links name it."""
        return f"annex.{self.language}.html"

    @cached_property
    def contrasts(self) -> tuple[Contrast, ...]:
        """Every declared effect."""
        return contrasts(self.tables, self.language)

    def rows(self, name: str, **where: object) -> list[dict[str, Any]]:
        """Return the rows of a published table whose columns hold these values."""
        return self.tables.rows(name, **where)

    def answer(self, conclusion: Conclusion, depth: Depth = "front") -> Told:
        """Return the answer to a question."""
        return tell_answer(conclusion, self.facts, depth)

    def picture(self, name: str, link: str = "", small: bool = False) -> list[Block]:
        """Return a figure, or nothing where it was not drawn."""
        drawn = self.figures.get(name)
        return [Picture(drawn, link, small)] if drawn is not None else []

    def link(self, text: str, table: str, *key: object) -> str:
        """Return a number for a place in a text, linked to its row in the annex."""
        return f"{OPEN}{self.annex}#{row_id(table, *key)}{LINK}{text}{CLOSE}"

    def say(self, key: str, **values: object) -> Text:
        """Return a text with its places filled; numbers made by `link` become links."""
        return tuple(spans_of(self.words(key, **values)))

    def paragraph(self, key: str, size: Size = "body", **values: object) -> Paragraph:
        """Return a text as a paragraph."""
        return Paragraph(self.say(key, **values), size)

    def led(self, head: str, text: Text | str, size: Size = "body") -> Paragraph:
        """Return a paragraph that begins with a word or two in bold."""
        rest = (Span(text),) if isinstance(text, str) else text
        return Paragraph((Span(head, "strong"), Span(" "), *rest), size)

    @cached_property
    def disputed(self) -> frozenset[str]:
        """Codes on which coders agree too little."""
        return disputed_codes(self.tables)

    def code(self, name: str) -> str:
        """Return a code's title for a place in a text, marked where coders agree too little on it."""
        title = self.names.code(name)
        if name not in self.disputed:
            return title
        return f"{title} {OPEN}#integration{LINK}{self.words('report.joint.mark')}{CLOSE}"

    def people(self, count: Count | int) -> str:
        """Return a number of people: `85–89 people`."""
        return self.words.counted("units.person", count)
