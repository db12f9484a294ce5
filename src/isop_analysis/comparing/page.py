"""What changed, and why, as one page a language in the look of the report."""

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from isop_analysis.comparing.causes import Cause
from isop_analysis.comparing.compared import Compared, Explained
from isop_analysis.comparing.told_answers import ToldAnswer
from isop_analysis.comparing.told_causes import TellingCauses
from isop_analysis.comparing.told_cells import told_cell, told_column, told_row
from isop_analysis.language.dates import written_date
from isop_analysis.language.words import Words
from isop_analysis.report.annex.context import Context
from isop_analysis.report.blocks import (
    Block,
    Bullets,
    Cell,
    Document,
    Heading,
    Paragraph,
    Part,
    Span,
    Table,
    plain,
)
from isop_analysis.report.writers.html import write_html
from isop_analysis.study.readers import as_readers_see

if TYPE_CHECKING:
    from isop_analysis.language.numbers import Language

SHOWN = 40
"""Rows that a table has on the page; all are in the table of changes."""
CSV = "changes.csv"


def page_of(compared: Compared, language: "Language") -> str:
    """Return the page, which asks nothing of anywhere."""
    return write_html(_Page(compared, language).document(), (Span(CSV, link=CSV),))


class _Page:
    """The page of one comparison in one language."""

    def __init__(self, compared: Compared, language: "Language") -> None:
        self.compared, self.language = compared, language
        self.context = Context(as_readers_see(compared.study), language)
        self.telling = TellingCauses(self.context.words)
        self.answers = compared.answers(language)

    @property
    def words(self) -> Words:
        return self.context.words

    def document(self) -> Document:
        config, words = self.compared.study.config, self.words
        stamps = [*([words("page.invented_short")] if config.invented else []), words("page.concept")]
        date = written_date(words, config.data_date)
        return Document(
            name="report",
            language=self.language,
            title=words("compared.title", then=self._then),
            subtitle=config.title.in_language(self.language),
            stamp=" · ".join(stamps).upper(),
            colophon=words("page.data_of", date=date),
            date=config.data_date,
            parts=tuple(part for part in self._parts() if part.blocks),
        )

    @property
    def _then(self) -> str:
        kind = "folder" if self.compared.then.release is None else "release"
        return self.words(f"compared.{kind}", name=self.compared.then.name)

    def _parts(self) -> Iterator[Part]:
        told = {
            "messages": self._in_brief,
            "causes": self._causes,
            "answers": self._answers,
            "numbers": self._numbers,
            "held": self._held,
            "reading": self._reading,
        }
        for name, blocks in told.items():
            yield Part(name, self.words(f"compared.part.{name}"), tuple(blocks()))

    def _in_brief(self) -> Iterator[Block]:
        words, compared = self.words, self.compared
        yield Paragraph(plain(self._what_changed()), "lead")
        if compared.held:
            yield Paragraph(plain(words("compared.some_held", tables=self._tables(len(compared.held)))))
        if not compared.people.released:
            yield Paragraph((Span(words("compared.not_released"), "strong"),))

    def _what_changed(self) -> str:
        words, compared = self.words, self.compared
        numbers, tables = words.numbers, len({own.difference.table for own in compared.explained})
        of_all = self._tables(len(compared.compared))
        if not compared.explained:
            return words("compared.nothing", numbers=numbers.integer(compared.numbers), tables=of_all)
        told = words(
            "compared.changed",
            changed=numbers.integer(len(compared.explained)),
            numbers=numbers.integer(compared.numbers),
            tables=numbers.integer(tables),
            all=of_all,
        )
        if not compared.tells_answers:
            return told
        other = sum(one.other for one in self.answers)
        asked = len(compared.study.questions)
        counted = {"other": numbers.integer(other), "asked": numbers.integer(asked)}
        also = words("compared.questions", told=numbers.integer(len(self.answers) - other), **counted)
        return f"{told} {also}"

    def _tables(self, number: int) -> str:
        return self.words.counted("compared.tables", number)

    def _causes(self) -> Iterator[Block]:
        words, rows = self.words, []
        for cause, tables in self.compared.causes.items():
            reached = self._tables(len(tables)) if tables else words("compared.no_table")
            rows.append((_cell(self.telling.kind(cause)), _cell(self.telling.one(cause)), _cell(reached)))
        if not rows:
            yield Paragraph(plain(words("compared.no_cause")))
            return
        heads = tuple(_cell(words(f"compared.head.{one}")) for one in ("kind", "cause", "reaches"))
        yield Table(
            words("compared.causes_caption"), heads, tuple(rows), words("compared.causes_note"), "all-causes"
        )

    def _answers(self) -> Iterator[Block]:
        if not self.compared.tells_answers:
            yield Paragraph(plain(self.words("compared.answers_held")))
            return
        if not self.answers:
            yield Paragraph(plain(self.words("compared.no_answer")))
            return
        yield Paragraph(plain(self.words("compared.retold")))
        yield self._why(self.compared.answers_changed_by)
        for one in self.answers:
            yield from self._answer(one)

    def _answer(self, one: ToldAnswer) -> Iterator[Block]:
        words, name = self.words, "other" if one.other else "caveats" if one.caveats else "numbers"
        yield Heading(f"{one.asked} ({words(f'compared.answer.{name}')})", id=f"answer-{one.question}")
        untold = words("compared.untold")
        for when, text in (("then", one.then), ("now", one.now)):
            yield Paragraph((Span(f"{words(f'compared.head.{when}')}: ", "strong"), Span(text or untold)))

    def _numbers(self) -> Iterator[Block]:
        if not self.compared.explained:
            yield Paragraph(plain(self.words("compared.no_number")))
        for name, own in groupby(self.compared.explained, lambda one: one.difference.table):
            yield Heading(self.words(f"reader_table.{name}"), id=f"of-{name}")
            by_causes: dict[tuple[Cause, ...], list[Explained]] = {}
            for one in own:
                by_causes.setdefault(one.causes, []).append(one)
            for place, (causes, same) in enumerate(by_causes.items()):
                yield self._why(causes)
                yield self._table(name, same, f"{name}-{place + 1}")

    def _table(self, name: str, own: list[Explained], id: str) -> Table:
        words = self.words
        rows = tuple(self._row(one) for one in own[:SHOWN])
        heads = tuple(_cell(words(f"compared.head.{one}")) for one in ("row", "column", "then", "now"))
        left = len(own) - len(rows)
        note = words("compared.more", rows=words.numbers.integer(left), file=CSV) if left else ""
        return Table(words("compared.caption", table=name), heads, rows, note, f"changes-{id}")

    def _row(self, own: Explained) -> tuple[Cell, ...]:
        one, context = own.difference, self.context
        row = told_row(context, one.table, one.row) or self.words("compared.whole_table")
        if not one.column:
            told = self.words(f"compared.how.{one.how}")
            return (_cell(row), _cell(told), _cell(""), _cell(""))
        cells = (
            told_cell(context, one.table, one.column, cell, dict(one.row)) for cell in (one.then, one.now)
        )
        column = told_column(context, one.column)
        return (_cell(row), _cell(column), *(_cell(cell or self.words("compared.empty")) for cell in cells))

    def _why(self, causes: tuple[Cause, ...]) -> Paragraph:
        return Paragraph(plain(self.telling.why(causes)))

    def _held(self) -> Iterator[Block]:
        if self.compared.held:
            yield Paragraph(plain(self.words("compared.held", file="held_back.csv")))
            titles = (self.words(f"reader_table.{name}") for name in self.compared.held)
            yield Bullets(tuple(plain(title) for title in titles))

    def _reading(self) -> Iterator[Block]:
        for name in ("what", "why", "people"):
            yield Paragraph(plain(self.words(f"compared.reading.{name}")))


def _cell(text: str) -> Cell:
    return Cell(plain(text))
