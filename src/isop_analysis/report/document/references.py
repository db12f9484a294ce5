"""References: only what the report's chapters cite."""

from isop_analysis.report.answers.spans import spans_of
from isop_analysis.report.blocks import Bullets, Part
from isop_analysis.report.document.methods import sentences, sources_of_effects
from isop_analysis.report.document.writing import Writing


def references(writing: Writing) -> Part | None:
    """Write the chapter; None where nothing is cited."""
    words, study = writing.words, writing.study
    cited = {name for one in sentences(writing) for name in one.cites}
    found = {words(f"method_source.{name}") for name in cited}
    found |= set(sources_of_effects(writing))
    found |= {one.source for one in study.config.premises}
    found |= {one.validation.source for one in study.instruments if one.validation.source}
    if not found:
        return None
    items = tuple(tuple(spans_of(one)) for one in sorted(found, key=str.casefold))
    return Part("references", words("report.references.title"), (Bullets(items),))
