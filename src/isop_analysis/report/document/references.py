"""References: only what the report's chapters cite; what settings name in short alone stands apart."""

from isop_analysis.report.answers.spans import spans_of
from isop_analysis.report.blocks import Block, Bullets, Part
from isop_analysis.report.document.methods import sentences, sources_of_effects
from isop_analysis.report.document.writing import Writing


def references(writing: Writing) -> Part | None:
    """Write the chapter; None where nothing is cited."""
    words, study = writing.words, writing.study
    named = study.config.report.sources
    cited = {name for one in sentences(writing) for name in one.cites}
    short = set(sources_of_effects(writing)) | {one.source for one in study.config.premises}
    short |= {one.validation.source for one in study.instruments if one.validation.source}
    whole = {words(f"method_source.{name}") for name in cited} | {named[one] for one in short & set(named)}
    blocks: list[Block] = []
    if whole:
        items = tuple(tuple(spans_of(one)) for one in sorted(whole, key=str.casefold))
        blocks.append(Bullets(items))
    if untold := sorted(short - set(named), key=str.casefold):
        blocks.append(writing.paragraph("report.references.short", "small", sources="; ".join(untold)))
    return Part("references", words("report.references.title"), tuple(blocks)) if blocks else None
