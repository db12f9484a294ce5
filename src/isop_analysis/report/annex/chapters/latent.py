"""Panels, paths and indirect effects: every structural model that measures no instrument, by chapter."""

from typing import TYPE_CHECKING

from isop_analysis.language.chapters import chapter_title
from isop_analysis.language.names import CHAPTERS, place_of
from isop_analysis.report.annex.blocks import Block, Heading
from isop_analysis.report.annex.chapters.panels import panel_blocks
from isop_analysis.report.annex.chapters.structural import structural_blocks

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def blocks(context: "Context") -> list[Block]:
    """Write the chapter; nothing where the study has no such model."""
    found: list[Block] = []
    for place in CHAPTERS:
        own = models_in(context, place)
        if own:
            found += [Heading(chapter_title(place, context.names, context.words)), *own]
    return found


def models_in(context: "Context", place: str) -> list[Block]:
    """Return path models of a chapter, and factor models that config places there."""
    models = [model for model in context.study.structural if place_of(model.chapter) == place]
    own = [model for model in models if model.kind == "path" or model.chapter not in ("context", "team")]
    return [*structural_blocks(context, own), *panel_blocks(context, place)]
