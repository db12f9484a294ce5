"""What a model expects at the points its settings declare: lines drawn, and a table."""

from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.cells import read_mapping
from isop_analysis.language.names import place_of
from isop_analysis.language.variables import written_point
from isop_analysis.report.annex.blocks import Block, Cell, Row, Table

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.model_settings import Margin, Multilevel


def margin_blocks(context: "Context", model: "Multilevel", scales: list[str]) -> list[Block]:
    """Return the figure and the table of each declared margin, for these scales."""
    found: list[Block] = []
    for margin in model.margins:
        rows = context.rows("model_means", model=model.name, margin=margin.name)
        own = [row for row in rows if row["scale"] in scales and row["status"] == "fitted"]
        if own:
            for chapter in _chapters(context, scales):
                found += context.figure(f"expected_{model.name}_{margin.name}_{chapter}")
            found.append(_table(context, margin, own))
    return found


def _chapters(context: "Context", scales: list[str]) -> list[str]:
    own = (place_of(scale.chapter) for _, scale in context.study.scales if scale.name in scales)
    return list(dict.fromkeys(own))


def _table(context: "Context", margin: "Margin", rows: list[dict[str, Any]]) -> Table:
    words, numbers = context.words, context.numbers
    shown = tuple(
        Row(
            (
                Cell(context.scale_title(str(row["scale"]))),
                Cell(written_point(read_mapping(row["point"]), context.names, words)),
                Cell(_estimate(context, row), numeric=True),
                Cell(numbers.interval(row["ci_low"], row["ci_high"]), numeric=True),
            )
        )
        for row in rows
    )
    head = ("scale", "point", "estimate", "interval")
    columns = tuple(Cell(words(f"column.{key}"), numeric=key in ("estimate", "interval")) for key in head)
    return Table(
        margin.title.in_language(context.language), columns, shown, words("diagnostics.margins"), folded=True
    )


def _estimate(context: "Context", row: dict[str, Any]) -> str:
    key = (row["model"], row["scale"], row["margin"], row["point"])
    return context.link(context.numbers.decimal(row["estimate"]), "model_means", *key)
