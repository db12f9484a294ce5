"""The three outcomes of the research: scores, growth, what goes together with them, and words."""

from typing import TYPE_CHECKING

from isop_analysis.language.names import place_of
from isop_analysis.language.rows import Record
from isop_analysis.language.sentences import FEW_CLUSTERS
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.annex.cells import counted
from isop_analysis.report.annex.chapters.findings import findings, spread_of
from isop_analysis.report.annex.chapters.left_open import how_to_read

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def blocks(context: "Context", chapter: str) -> list[Block]:
    """Write the chapter of one outcome."""
    words = context.words
    scales = context.names.scales_in(chapter)
    found: list[Block] = [_lead(context, scales)]
    found += context.figure(f"scales_{chapter}")
    if chapter == "roles":
        found += _choices(context)
        found += _professions(context)
    found += _with_heading("outcome.teams_title", context.figure(f"teams_{chapter}"), context)
    found += _with_heading("outcome.spread_title", spread_of(context, scales), context)
    found += effects(context, chapter)
    found += themes(context, chapter)
    if len(found) == 1 and not scales:
        return [Paragraph(words("outcome.no_scales"), quiet=True)]
    return found


def _lead(context: "Context", scales: list[str]) -> Paragraph:
    if not scales:
        return Paragraph(context.words("outcome.no_scales"))
    titles = [f"‘{context.scale_title(name)}’" for name in scales]
    return Paragraph(context.say("outcome.scales_lead", scales=context.words.listed(titles)))


def _with_heading(key: str, blocks: list[Block], context: "Context") -> list[Block]:
    return [Heading(context.words(key)), *blocks] if blocks else []


def _choices(context: "Context") -> list[Block]:
    own = [name for name in context.figures if name.startswith("choices_")]
    drawn = [block for name in own for block in context.figure(name)]
    return _with_heading("outcome.choices_title", drawn, context)


def _professions(context: "Context") -> list[Block]:
    drawn = [
        block for name in context.figures if name.startswith("professions_") for block in context.figure(name)
    ]
    lead = Paragraph(context.words("outcome.professions_lead"))
    return _with_heading("outcome.professions_title", [lead, *drawn] if drawn else [], context)


def effects(context: "Context", chapter: str) -> list[Block]:
    """Return the forest plot of a chapter and every estimate in words."""
    own = context.contrasts_in(chapter)
    if not own:
        return [Paragraph(context.words("outcome.no_effects"), quiet=True)]
    title = Heading(context.words("outcome.findings"))
    limit = Paragraph(context.words("limit.chapter", few=FEW_CLUSTERS), quiet=True)
    told = [
        title,
        limit,
        *how_to_read(context, own),
        *context.figure(f"effects_{chapter}"),
        *findings(context, own),
    ]
    return [*told, *what_is_found(context, chapter)]


def what_is_found(context: "Context", chapter: str) -> list[Block]:
    """Return the figure of what the designs of a chapter can find, with its title and how to read it."""
    drawn = context.figure(f"detectable_{chapter}")
    lead = Paragraph(context.words("outcome.detectable_lead"))
    return _with_heading("outcome.detectable_title", [lead, *drawn], context) if drawn else []


def themes(context: "Context", chapter: str) -> list[Block]:
    """Return the themes of a chapter in numbers of segments, teams and people."""
    integration = context.study.integration
    if integration is None:
        return []
    own = [theme.name for theme in integration.themes if place_of(theme.chapter) == chapter]
    heading = Heading(context.words("outcome.themes_title"))
    rows = [row for theme in own for row in context.rows("theme_counts", theme=theme)]
    if not rows:
        return [heading, Paragraph(context.words("outcome.themes_none"), quiet=True)]
    shown = tuple(_theme_row(context, row) for row in rows)
    keys = ("theme", "segments", "teams", "people")
    columns = tuple(Cell(context.words(f"column.{key}"), numeric=key != "theme") for key in keys)
    note = f"{context.words('page.note_bands')} {context.words('outcome.themes_follow')}"
    table = Table(context.words("outcome.themes_caption"), columns, shown, note)
    return [heading, table]


def _theme_row(context: "Context", row: Record) -> Row:
    whole = row["code"] == "all"
    name = context.names.theme(row["theme"]) if whole else f"– {context.code_title(row['code'])}"
    return Row((Cell(name), *(counted(context, row[key]) for key in ("segments", "teams", "people"))))
