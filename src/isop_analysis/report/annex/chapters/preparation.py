"""How future professionals can be prepared: each ingredient in numbers and in words."""

from typing import TYPE_CHECKING

from isop_analysis.report.annex.blocks import Block, Paragraph
from isop_analysis.report.annex.chapters.findings import spread_of
from isop_analysis.report.annex.chapters.outcomes import effects, themes

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    scales = context.names.scales_in("preparation")
    return [
        Paragraph(context.words("preparation.lead")),
        *effects(context, "preparation"),
        *context.figure("scales_preparation"),
        *context.figure("teams_preparation"),
        *spread_of(context, scales),
        *themes(context, "preparation"),
    ]
