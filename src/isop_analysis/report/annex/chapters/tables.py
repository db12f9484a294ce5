"""All tables: every processed table that readers may see, folded, each row with an id."""

from typing import TYPE_CHECKING

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
            found.append(shown)
    if empty:
        found.append(Paragraph(words("tables.empty", tables="; ".join(empty)), quiet=True))
    return found
