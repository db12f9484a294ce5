"""The report's chapters, in its own order; each exists only where a study has something for it."""

from isop_analysis.report.blocks import Part
from isop_analysis.report.document.instruments import instruments
from isop_analysis.report.document.limits import limits
from isop_analysis.report.document.methods import methods
from isop_analysis.report.document.numbers_and_words import numbers_and_words
from isop_analysis.report.document.premises import premises
from isop_analysis.report.document.references import references
from isop_analysis.report.document.results import CHAPTERS, results
from isop_analysis.report.document.who_took_part import who_took_part
from isop_analysis.report.document.writing import Writing


def chapters_of(writing: Writing) -> tuple[Part, ...]:
    """Write every chapter that the study has something for."""
    told = (
        who_took_part(writing),
        instruments(writing),
        *(results(writing, chapter) for chapter in CHAPTERS),
        numbers_and_words(writing),
        premises(writing),
        limits(writing),
        methods(writing),
        references(writing),
    )
    return tuple(part for part in told if part is not None)
