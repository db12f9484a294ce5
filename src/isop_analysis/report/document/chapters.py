"""The report's chapters, in its own order; each exists only where a study has something for it."""

from isop_analysis.report.blocks import Part
from isop_analysis.report.document.writing import Writing


def chapters_of(writing: Writing) -> tuple[Part, ...]:
    """Write every chapter that the study has something for."""
    return ()
