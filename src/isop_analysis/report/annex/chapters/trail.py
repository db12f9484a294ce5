"""How each table was made: a row a step, with what it does, its modules and the tables that come of it."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.contracts import TABLES
from isop_analysis.contracts.publication import STEP
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Paragraph, Row, Table

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

MODULES = {
    "import_context": ("opendata", "cleaning.pseudonyms"),
    "clean_answers": ("cleaning.clean", "cleaning.received"),
    "mask_texts": (
        "integration.talks",
        "qualitative.given_ids",
        "qualitative.masked_texts",
        "qualitative.masking_known",
        "qualitative.masking_log",
    ),
    "measure_scales": (
        "measurement.choices",
        "measurement.description",
        "measurement.participants",
        "measurement.psychometrics",
        "measurement.rows",
    ),
    "map_networks": ("measurement.networks.tables",),
    "describe_missingness": (
        "measurement.missing.dropout",
        "measurement.missing.leaving",
        "measurement.missing.nonresponse",
        "measurement.rows",
    ),
    "fit_multilevel": (
        "integration.raised_variables",
        "models.hypotheses",
        "models.multilevel.fits",
        "models.tables",
    ),
    "fit_structural": ("models.structural.fits", "models.tables"),
    "relate_outcomes": ("models.sites.micro_macro", "models.sites.unit_outcomes"),
    "second_opinion": (
        "integration.raised_variables",
        "measurement.rows",
        "models.tables",
        "second_opinion.differing",
        "second_opinion.models_again",
        "second_opinion.scales_again",
        "second_opinion.structures_again",
    ),
    "simulate_designs": (
        "integration.raised_variables",
        "models.designs.detectable",
        "models.designs.simulated",
        "models.tables",
    ),
    "integrate_findings": (
        "integration.agreement",
        "integration.case_order",
        "integration.deviations",
        "integration.frequencies",
        "integration.joint_display",
        "integration.overview",
        "integration.quote_approvals",
        "integration.quotes",
        "integration.talks",
        "integration.theme_scores",
        "integration.themes",
    ),
    STEP: (
        "publish.memory",
        "publish.people",
        "publish.publishing",
        "publish.sheets",
        "qualitative.masking_known",
        "qualitative.quote_check",
    ),
}
"""The modules that a step's own module calls, in the pipeline's order; a test holds them to its imports."""


def steps_of(table: str) -> list[str]:
    """Return the steps that made a published table: the one that computed it, if another, and publishing."""
    return [*(one.step for one in TABLES if one.name == table and one.step != STEP), STEP]


def made_by(context: "Context", table: str) -> Markup:
    """Say which steps made a table, each a link to its row of the trail."""
    link = Markup('<a href="#step-{0}"><code>{0}</code></a>')
    steps = Markup(" → ").join(link.format(step) for step in steps_of(table))
    return context.say("tables.made_by", steps=steps)


def trail(context: "Context", tables: list[str]) -> list[Block]:
    """Return the steps behind these tables; each with its id, so that every table's note leads there."""
    words = context.words
    used = [step for step in MODULES if any(step in steps_of(table) for table in tables)]
    rows = tuple(_row(context, step, [one for one in tables if step in steps_of(one)]) for step in used)
    columns = tuple(Cell(words(f"trail.column.{name}")) for name in ("step", "does", "modules", "tables"))
    return [
        Heading(words("trail.title")),
        Paragraph(words("trail.lead")),
        Table(words("trail.caption"), columns, rows),
    ]


def _row(context: "Context", step: str, tables: list[str]) -> Row:
    words = context.words
    code, link = Markup("<code>{}</code>"), Markup('<a href="#table-{}">{}</a>')
    modules = [f"steps/{step}.py", *(f"{name.replace('.', '/')}" for name in MODULES[step])]
    own = [link.format(name, words(f"reader_table.{name}")) for name in tables]
    cells = (
        Cell(code.format(step)),
        Cell(words(f"trail.step.{step}")),
        Cell(Markup(", ").join(code.format(name) for name in modules)),
        Cell(words("trail.every") if step == STEP else Markup("; ").join(own)),
    )
    return Row(cells, f"step-{step}")
