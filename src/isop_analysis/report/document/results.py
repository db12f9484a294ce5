"""Chapters of results: what its questions answer, what people said, how sure, scores over occasions."""

from collections.abc import Iterator

from isop_analysis.language.chapters import chapter_title
from isop_analysis.report.blocks import Block, Heading, Part
from isop_analysis.report.document.cells import in_annex, linked
from isop_analysis.report.document.growth_beside_means import growth_beside_means
from isop_analysis.report.document.ingredients import ingredients
from isop_analysis.report.document.joint_tables import fits_told
from isop_analysis.report.document.professions import professions
from isop_analysis.report.document.questions_told import answers_of, at_home, elsewhere
from isop_analysis.report.document.region import proxies, region
from isop_analysis.report.document.sureness import sureness
from isop_analysis.report.document.words_told import spoken_of, themes_of
from isop_analysis.report.document.writing import Writing

CHAPTERS = ("roles", "skill", "attitude", "chances", "preparation")
"""Chapters of results, in the report's order."""

MOST_SCALES = 4
"""So many scales a figure shows on half a page."""


def results(writing: Writing, chapter: str) -> Part | None:
    """Write a chapter of results; None where the study has nothing for it."""
    words, scales = writing.words, writing.names.scales_in(chapter)
    own = at_home(writing, chapter)
    blocks: list[Block] = [*answers_of(writing, own)]
    for one in own:
        if one.question.asks == "which":
            blocks += ingredients(writing, one)
    table = elsewhere(writing, chapter, scales)
    if table is not None:
        blocks += [Heading(words("report.elsewhere.title")), table]
    if chapter == "roles":
        blocks += professions(writing)
    blocks += spoken_of(writing, themes_of(writing, chapter))
    blocks += fits_told(writing, themes_of(writing, chapter))
    blocks += sureness(writing, own, scales)
    blocks += _scores(writing, chapter, scales)
    blocks += growth_beside_means(writing, scales)
    if chapter == "chances":
        blocks += [*proxies(writing), *region(writing)]
    title = chapter_title(chapter, writing.names, writing.words)
    return Part(chapter, title, tuple(blocks)) if blocks else None


def _scores(writing: Writing, chapter: str, scales: list[str]) -> Iterator[Block]:
    """Draw the scores over occasions; of more scales than a page holds, say where their means stand."""
    pictures = writing.picture(f"scales_{chapter}")
    if not pictures or not scales:
        return
    several = len(writing.names.occasions) > 1
    yield Heading(writing.words("report.scores" if several else "report.scores_once"))
    if len(scales) > MOST_SCALES:
        means = linked(writing, writing.words("report.scores_table"), "#scales")
        more = in_annex(writing, writing.words("report.annex"), chapter)
        yield writing.paragraph("report.scores_elsewhere", means=means, more=more)
    else:
        yield from pictures
