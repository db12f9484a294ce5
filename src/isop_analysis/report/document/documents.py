"""The two documents of a study in one language: main messages alone, and the report that begins with them."""

from isop_analysis.language.dates import written_date
from isop_analysis.report.blocks import Document, Part
from isop_analysis.report.document.chapters import chapters_of
from isop_analysis.report.document.front_page import front_page
from isop_analysis.report.document.in_brief import in_brief
from isop_analysis.report.document.writing import Writing

MOST_FIGURES = 6
"""In brief has at most one figure a question of the first page."""


def summary_of(writing: Writing, figure: bool = True) -> Document:
    """Return the main messages as a document of their own."""
    return _document(writing, "summary", (front_page(writing, figure),))


def report_of(
    writing: Writing,
    brief_figures: int = MOST_FIGURES,
    front_figure: bool = True,
    chapters: tuple[Part, ...] | None = None,
) -> Document:
    """Return the report: main messages, in brief with so many figures, chapters, written where not given."""
    first = (front_page(writing, front_figure), in_brief(writing, brief_figures))
    rest = chapters_of(writing) if chapters is None else chapters
    told = (part for part in (*first, *rest) if part is not None)
    return _document(writing, "report", tuple(told))


def _document(writing: Writing, name: str, parts: tuple[Part, ...]) -> Document:
    config, words = writing.study.config, writing.words
    stamps = [*([words("page.invented_short")] if config.invented else []), words("page.concept")]
    date = written_date(words, config.data_date)
    colophon = [
        words("page.version", version=config.version),
        words("page.data_of", date=date),
        *([words("messages.all_invented")] if config.invented else []),
    ]
    return Document(
        name="summary" if name == "summary" else "report",
        language=writing.language,
        title=config.title.in_language(writing.language),
        subtitle=config.report.subtitle.in_language(writing.language) if config.report.subtitle else "",
        stamp=" · ".join(stamps).upper(),
        colophon=" · ".join(colophon),
        date=config.data_date,
        parts=parts,
        authors=tuple(config.report.authors),
    )
