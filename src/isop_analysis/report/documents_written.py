"""Main messages and report as files: what does not fit its pages loses figures first, then it is an error."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.language.rows import Tables
from isop_analysis.report.blocks import Document, Heading, Part, Picture, Span
from isop_analysis.report.document.chapters import chapters_of
from isop_analysis.report.document.documents import MOST_FIGURES, report_of, summary_of
from isop_analysis.report.document.writing import Writing
from isop_analysis.report.writers.docx import write_docx
from isop_analysis.report.writers.html import write_html
from isop_analysis.report.writers.places import id_of
from isop_analysis.report.writers.typst import hold_to, pages_by_part, pages_of, write_pdf

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Pages = dict[str, int]


def write_documents(study: "Study", tables: Tables | None = None) -> dict[str, dict[str, str]]:
    """Write ``summary.<language>.pdf`` and ``report.<language>.{html,pdf,docx}``.

    Returns per language the places of the report that checklists name: its parts in their order, name →
    title, then what these tell (`limits.mixing`) → the title of its part.

    Raises
    ------
    StudyError
        When a depth is longer than ``report.pages`` allows, even without figures.
    """
    shared = tables or Tables(study)
    written = [_documents(Writing(study, language, shared)) for language in study.config.languages]
    for files, _ in written:
        for name, content in files.items():
            write_whole(study.build / name, content, PUBLISHED)
    reports = zip(study.config.languages, written, strict=True)
    return {one: _places(report) for one, (_, report) in reports}


def _places(report: Document) -> dict[str, str]:
    told = {f"{part.name}.{one}": part.title for part in report.parts for one in part.tells}
    return {part.name: part.title for part in report.parts} | told


def _documents(writing: Writing) -> tuple[dict[str, bytes | str], Document]:
    """Return the documents of one language by file name, and the report that they were made of."""
    limits, language = writing.study.config.report.pages, writing.language
    figure, summary = fitted_summary(writing, limits.summary)
    document, pdf = fitted_report(writing, {"brief": limits.brief, "report": limits.report}, figure)
    files: dict[str, bytes | str] = {
        f"summary.{language}.pdf": summary,
        f"report.{language}.pdf": pdf,
        f"report.{language}.docx": write_docx(document),
        f"report.{language}.html": write_html(document, tuple(_elsewhere(writing))),
    }
    return files, document


def fitted_summary(writing: Writing, limit: int) -> tuple[bool, bytes]:
    """Return whether the main messages have room for their figure, and them as PDF."""
    for figure in (True, False):
        pdf = write_pdf(summary_of(writing, figure))
        if pages_of(pdf) <= limit:
            return figure, pdf
    hold_to(pages_of(pdf), limit, "summary")
    raise AssertionError("what is too long was told")


def fitted_report(writing: Writing, limits: Pages, figure: bool) -> tuple[Document, bytes]:
    """Return the report with as many figures in brief as its pages have room for, and it as PDF."""
    drawn = sum(f"answer_{one.question.name}" in writing.figures for one in writing.facts.front)
    chapters = chapters_of(writing)
    for figures in range(min(drawn, MOST_FIGURES), -1, -1):
        document = report_of(writing, figures, figure, chapters)
        opening = _opening(document)
        if _pages(write_pdf(opening), opening)["brief"] <= limits["brief"]:
            break
    pdf = write_pdf(document)
    pages = _pages(pdf, document)
    for depth in ("brief", "report"):
        hold_to(pages[depth], limits[depth], depth)
    return document, pdf


def _opening(document: Document) -> Document:
    """Return a report of which only what stands before its chapters is whole: quick to typeset, as long.

    Chapters keep their titles and a line for each thing that can be linked to.
    """
    chapters = [part for part in document.parts if part.name not in ("messages", "brief")]
    empty = {
        part.name: replace(part, blocks=tuple(Heading(part.title, 2, id) for id in _ids(part)))
        for part in chapters
    }
    return replace(document, parts=tuple(empty.get(part.name, part) for part in document.parts))


def _ids(part: Part) -> list[str]:
    return [name for block in part.blocks if not isinstance(block, Picture) and (name := id_of(block))]


def _pages(pdf: bytes, document: Document) -> Pages:
    """Return the pages of in brief, and of the chapters after it."""
    parts = pages_by_part(pdf, document)
    brief = parts.get("brief", 0)
    return {"brief": brief, "report": pages_of(pdf) - 1 - parts["messages"] - brief}


def _elsewhere(writing: Writing) -> Iterator[Span]:
    """Name what else there is of the report: the other language, PDF, Word file and annex."""
    words, language = writing.words, writing.language
    for other in writing.study.config.languages:
        if other != language:
            yield Span(words("page.other_language"), link=f"report.{other}.html")
    for kind in ("pdf", "docx"):
        yield Span(words(f"messages.elsewhere.{kind}"), link=f"report.{language}.{kind}")
    yield Span(words("messages.elsewhere.annex"), link=writing.annex)
