"""Collaboration, participation and children's chances: proxies, the team, and what is not computed."""

from typing import TYPE_CHECKING

from isop_analysis.language.dates import written_year
from isop_analysis.language.rows import Record
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.findings import spread_of
from isop_analysis.report.annex.chapters.outcomes import effects, themes

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

COUNTED = ("known", "suppressed", "unknown")
DOMAINS = ("safe", "healthy", "opportunities")


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words = context.words
    found: list[Block] = []
    if context.study.config.outcomes:
        found += [Paragraph(words("chances.lead")), _proxies(context)]
        absent = [d for d in DOMAINS if all(one.domain != d for one in context.study.config.outcomes)]
        if absent:
            titles = words.listed([words(f"chances.domain.{domain}") for domain in absent])
            found.append(Paragraph(words("chances.not_measured", domains=titles)))
        if not context.study.micro_macro:
            found.append(Paragraph(words("chances.not_modelled")))
    scales = context.names.scales_in("chances")
    if scales or context.contrasts_in("chances"):
        found += [Heading(words("chances.team_title"))] if context.study.config.outcomes else []
        found += context.figure("scales_chances")
        found += context.figure("teams_chances")
        found += spread_of(context, scales)
        found += effects(context, "chances")
    found += themes(context, "chances")
    return found


def _proxies(context: "Context") -> Table:
    words, numbers = context.words, context.numbers
    rows = []
    for outcome in context.study.config.outcomes:
        cells = next(iter(context.rows("outcome_cells", outcome=outcome.name)), None)
        rows.append(
            Row(
                (
                    Cell(outcome.title.in_language(context.language)),
                    Cell(words(f"chances.domain.{outcome.domain}")),
                    Cell(outcome.ages.replace("-", "–")),
                    Cell(_years(cells)),
                    *(Cell(numbers.count(cells[name]) if cells else "0", numeric=True) for name in COUNTED),
                )
            )
        )
    keys = ("outcome", "domain", "ages", "years", *COUNTED)
    columns = tuple(Cell(words(f"column.{key}"), numeric=key in COUNTED) for key in keys)
    return Table(words("chances.caption"), columns, tuple(rows))


def _years(cells: Record | None) -> str:
    if cells is None or not isinstance(cells["first_year"], str):
        return "–"
    first, last = (written_year(cells[name]) for name in ("first_year", "last_year"))
    return first if first == last else f"{first} … {last}"
