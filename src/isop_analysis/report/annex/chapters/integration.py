"""Numbers and words together: joint displays, agreement of coders, and what the programme stands on."""

from typing import TYPE_CHECKING

from isop_analysis.language.numbers import is_number
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.annex.cells import counted

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words = context.words
    found: list[Block] = []
    integration = context.study.integration
    if integration is not None:
        displays = [b for d in integration.joint_displays for b in context.figure(f"joint_{d.name}")]
        found.append(Paragraph(words("integration.lead")))
        found += displays or [Paragraph(words("integration.no_displays"), quiet=True)]
        found += _coders(context)
    return found


def _coders(context: "Context") -> list[Block]:
    words, numbers = context.words, context.numbers
    rows = context.rows("coder_agreement")
    if not rows:
        return []
    shown = tuple(
        Row(
            (
                Cell(context.names.code(str(row["code"]))),
                counted(context, row["segments"]),
                Cell(
                    numbers.percentage(row["percentage"]) if is_number(row["percentage"]) else "–",
                    numeric=True,
                ),
                Cell(
                    context.link(numbers.decimal(row["kappa"], bounded=True), "coder_agreement", row["code"]),
                    numeric=True,
                ),
            )
        )
        for row in rows
    )
    keys = ("code", "segments", "percentage", "kappa")
    columns = tuple(Cell(words(f"column.{key}"), numeric=key != "code") for key in keys)
    table = Table(words("integration.coders_caption"), columns, shown)
    return [Heading(words("integration.coders_title")), table]
