"""All tables: every published table, folded, each row with an id, and by which step it was made."""

from dataclasses import replace
from typing import TYPE_CHECKING

from isop_analysis.contracts import TABLES
from isop_analysis.contracts.publication import STEP
from isop_analysis.report.annex.blocks import Block, Paragraph
from isop_analysis.report.annex.reader_tables import READER_TABLES, reader_table

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def blocks(context: "Context") -> list[Block]:
    """Write the chapter; tables without rows are named together."""
    words = context.words
    found: list[Block] = [Paragraph(words("tables.lead")), Paragraph(words("page.note_bands"))]
    empty = []
    for table in READER_TABLES:
        shown = reader_table(context, table)
        if shown is None:
            empty.append(words(f"reader_table.{table.name}"))
        else:
            found.append(replace(shown, note=_made_by(context, table.name)))
    if empty:
        found.append(Paragraph(words("tables.empty", tables="; ".join(empty)), quiet=True))
    return found


def _made_by(context: "Context", name: str) -> str:
    """Say which step made the table that this one was published of, and in which module."""
    own = [table.step for table in TABLES if table.name == name and table.step != STEP]
    steps = [*own, STEP]
    modules = [f"isop_analysis/steps/{step}.py" for step in steps]
    return context.words("tables.made_by", steps=" → ".join(steps), modules=", ".join(modules))
