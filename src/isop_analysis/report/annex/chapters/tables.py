"""All tables: how each was made, then every published table, folded, each row with an id."""

from dataclasses import replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.report.annex.blocks import Block, Heading, Paragraph
from isop_analysis.report.annex.chapters.trail import made_by, trail
from isop_analysis.report.annex.reader_tables import READER_TABLES, reader_table

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def _note(context: "Context", table: str) -> Markup:
    """Say which steps made a table, and of one that is reckoned from others how."""
    reckoned = f"tables.reckoned.{table}"
    told = [made_by(context, table), *([context.say(reckoned)] if context.words.has(reckoned) else [])]
    return Markup(" ").join(told)


def blocks(context: "Context") -> list[Block]:
    """Write the chapter; tables without rows are named together."""
    words = context.words
    found: list[Block] = []
    empty, told = [], []
    for table in READER_TABLES:
        shown = reader_table(context, table)
        if shown is None:
            empty.append(words(f"reader_table.{table.name}"))
        else:
            told.append(table.name)
            found.append(replace(shown, note=_note(context, table.name)))
    lead: list[Block] = [Paragraph(words("tables.lead")), Paragraph(words("page.note_bands"))]
    if told:
        lead += [*trail(context, told), Heading(words("tables.each"))]
    if empty:
        found.append(Paragraph(words("tables.empty", tables="; ".join(empty)), quiet=True))
    return lead + found
