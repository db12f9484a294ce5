"""The region's primary schools, from open data."""

from typing import TYPE_CHECKING

from isop_analysis.report.annex.blocks import Block, Paragraph

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def blocks(context: "Context") -> list[Block]:
    """Write the chapter; nothing where the open files gave nothing."""
    figures = [*context.figure("region_disadvantage"), *context.figure("region_final_test")]
    return [Paragraph(context.words("region.lead")), *figures] if figures else []
