"""What was left out, by reason; what differs from the frozen plan; which models have no results, and why."""

from dataclasses import replace
from typing import TYPE_CHECKING

from isop_analysis.contracts.published import published
from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.report.annex.cells import written
from isop_analysis.report.annex.chapters.plan import plan_sentence
from isop_analysis.report.annex.reader_tables import READER_TABLES, reader_table
from isop_analysis.report.dossier.blocks import Section
from isop_analysis.report.dossier.facts import Facts

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

FITTED = ("model_fits", "structural_fits", "site_models")
"""Tables with a row a model, and its status."""
WITHOUT = ("refused", "failed")
COLUMNS = ("model", "scale", "outcome", "status", "reason")


def sections(context: "Context", facts: Facts) -> tuple[Section, ...]:
    """Return the page's three sections, from published tables alone."""
    words = context.words
    excluded = _whole(context, "exclusion_counts") or Paragraph(words("dossier.decisions.nothing_excluded"))
    differing, plan = _whole(context, "deviations"), Paragraph(plan_sentence(context))
    found: tuple[tuple[str, tuple[Block, ...]], ...] = (
        ("excluded", (excluded,)),
        ("deviations", (plan, differing) if differing is not None else (plan,)),
        ("refused", (_refused(context) or Paragraph(words("dossier.decisions.none_refused")),)),
    )
    return tuple(Section(name, words(f"dossier.decisions.{name}"), blocks) for name, blocks in found)


def _whole(context: "Context", name: str) -> Block | None:
    """Return a published table as the annex shows it, open."""
    table = next(one for one in READER_TABLES if one.name == name)
    shown = reader_table(context, table)
    return replace(shown, folded=False) if shown is not None else None


def _refused(context: "Context") -> Table | None:
    """Return the models without results, each with what stands in its table of the reason."""
    words = context.words
    rows = []
    for table in FITTED:
        own = {one.name: one for one in published(table).columns}
        for row in context.rows(table):
            if row["status"] in WITHOUT:
                shown = (written(context, own[one], row) if one in own else Cell("") for one in COLUMNS)
                rows.append(Row(tuple(shown)))
    columns = tuple(Cell(words(f"column.{one}")) for one in COLUMNS)
    return Table(words("dossier.decisions.refused_caption"), columns, tuple(rows)) if rows else None
