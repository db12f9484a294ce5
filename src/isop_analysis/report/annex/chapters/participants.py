"""Who took part: from invited to analysed, who they are, whether those who left differed, the links."""

from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Record
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Row, Table
from isop_analysis.report.annex.chapters import dropout, missing
from isop_analysis.report.annex.reader_tables import READER_TABLES, group_label, reader_table

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

NOBODY = ("unlinked", "ambiguous")


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words = context.words
    found: list[Block] = [*context.figure("participant_flow"), *context.figure("response_flow")]
    sample = _sample(context)
    if sample:
        found += [Heading(words("participants.sample_title")), sample]
    found += [*dropout.blocks(context), *missing.blocks(context)]
    if context.rows("linking"):
        table = reader_table(context, next(t for t in READER_TABLES if t.name == "linking"))
        if table:
            plain = Table(
                words("participants.linking_caption"),
                table.columns,
                _without_ids(table.rows),
                words("page.note_bands"),
                folded=True,
            )
            found += [Heading(words("participants.linking_title")), plain]
    return found


def _without_ids(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(Row(row.cells) for row in rows)


def _sample(context: "Context") -> Table | None:
    rows = context.rows("sample")
    if not rows:
        return None
    words = context.words
    occasions = [o for o in context.names.occasions if any(row["occasion"] == o for row in rows)]
    cells = {(str(r["attribute"]), str(r["value"]), str(r["occasion"])): r for r in rows}
    shown = []
    merging = _merging(context)
    for attribute in dict.fromkeys(str(row["attribute"]) for row in rows):
        blank = tuple(Cell("", numeric=True) for _ in occasions)
        shown.append(Row((Cell(context.names.attribute(attribute)), *blank), heads=True))
        values = dict.fromkeys(str(row["value"]) for row in rows if row["attribute"] == attribute)
        for value in values:
            at = [cells.get((attribute, value, occasion)) for occasion in occasions]
            if (attribute, value) in merging and all(row is None or row["share"] == 0 for row in at):
                continue
            own = tuple(_people(context, row) for row in at)
            shown.append(Row((Cell(f"– {group_label(context, attribute, value)}"), *own)))
    columns = (Cell(words("column.value")), *(Cell(occasion, numeric=True) for occasion in occasions))
    notes = [words("page.note_bands")]
    if any(not isinstance(row["people"], Count) for row in rows):
        notes.append(words("participants.sample_untold"))
    unlinked = any(row["linked_by"] in NOBODY for row in context.rows("linking"))
    caption = words("participants.sample_caption_unlinked" if unlinked else "participants.sample_caption")
    return Table(caption, columns, tuple(shown), " ".join(notes))


def _merging(context: "Context") -> set[tuple[str, str]]:
    """Return attributes' values that count as a wider one where few have them: these are none of the rows."""
    attributes = context.study.config.attributes
    return {(one.name, value.name) for one in attributes for value in one.values if value.parent is not None}


def _people(context: "Context", row: Record | None) -> Cell:
    """Return a group's band and share; the largest group may be told without, and then none has a share."""
    if row is None or not isinstance(row["people"], Count):
        return Cell("–", numeric=True, label=context.words("absent_label"))
    numbers, people = context.numbers, row["people"]
    key = ("sample", row["attribute"], row["value"], row["occasion"])
    share = f" ({numbers.percentage(100 * row['share'])})" if is_number(row["share"]) else ""
    return Cell(context.link(context.counted(people), *key) + share, numeric=True)
