"""Which chapters a study has, in a reviewer's order: the plan first, then people, instruments, models."""

from typing import TYPE_CHECKING

from isop_analysis.language.chapters import chapter_title
from isop_analysis.language.names import CHAPTERS, place_of
from isop_analysis.report.annex.blocks import Block, Chapter, Paragraph
from isop_analysis.report.annex.chapters import (
    chances,
    checklists,
    diagnostics,
    hypotheses,
    instruments,
    integration,
    latent,
    limits,
    methods,
    outcomes,
    participants,
    preparation,
    references,
    region,
    sites,
    tables,
)

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

WRITERS = {
    "hypotheses": hypotheses.blocks,
    "participants": participants.blocks,
    "region": region.blocks,
    "instruments": instruments.blocks,
    "roles": lambda context: outcomes.blocks(context, "roles"),
    "skill": lambda context: outcomes.blocks(context, "skill"),
    "attitude": lambda context: outcomes.blocks(context, "attitude"),
    "chances": chances.blocks,
    "preparation": preparation.blocks,
    "structural": latent.blocks,
    "sites": sites.site_blocks,
    "integration": integration.blocks,
    "diagnostics": diagnostics.blocks,
    "limits": limits.blocks,
    "methods": methods.blocks,
    "checklists": checklists.blocks,
    "references": references.blocks,
    "tables": tables.blocks,
}
ALWAYS = ("participants", "instruments", "limits", "methods", "references", "tables")


def sections_of(context: "Context") -> list[str]:
    """Return the chapters the config names, or with `all` those the study has a part for."""
    named = context.study.config.report.sections
    if named != "all":
        return [name for name in WRITERS if name in named]
    return [name for name in WRITERS if name in ALWAYS or _has_part(context, name)]


def _has_part(context: "Context", name: str) -> bool:
    study = context.study
    if name == "region":
        return study.config.region is not None
    if name == "diagnostics":
        return bool(context.rows("model_diagnostics"))
    if name == "sites":
        return bool(study.micro_macro)
    if name == "structural":
        return any(latent.models_in(context, place) for place in CHAPTERS)
    if name == "hypotheses":
        return bool(study.hypotheses)
    if name == "checklists":
        return bool(context.parts)
    if name == "integration":
        return study.integration is not None
    if name == "chances" and study.config.outcomes:
        return True
    measured = {place_of(scale.chapter) for _, scale in study.scales}
    measured |= {place_of(one.chapter) for one in context.contrasts}
    return name in measured


def chapters_of(context: "Context") -> list[Chapter]:
    """Write every chapter of the study; one that was asked for and has no contents says so."""
    found = []
    for name in sections_of(context):
        blocks: list[Block] = WRITERS[name](context)
        if not blocks:
            blocks = [Paragraph(context.words("page.nothing_yet"), quiet=True)]
        found.append(Chapter(name, _title(context, name), tuple(blocks)))
    return found


def _title(context: "Context", name: str) -> str:
    """Return a chapter's title: of results the config's or that of their scales; of sites its one model's."""
    if name in CHAPTERS:
        return chapter_title(name, context.names, context.words)
    if name == "sites" and len(context.study.micro_macro) == 1:
        return context.study.micro_macro[0].title.in_language(context.language)
    return context.words(f"chapter.{name}")
