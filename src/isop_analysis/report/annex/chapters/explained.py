"""How much a model explains, per scale: in all, with its groups, and within and between them."""

from typing import TYPE_CHECKING, Any

from isop_analysis.language.numbers import is_number
from isop_analysis.report.annex.blocks import Block, Cell, Row, Table

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.model_settings import Multilevel

SHARES = ("r2_marginal", "r2_conditional", "r2_within", "r2_between")


def explained(context: "Context", model: "Multilevel", scales: list[str]) -> list[Block]:
    """Return the table of R² of a model for these scales; nothing where none was computed."""
    words = context.words
    rows = [row for row in context.rows("model_fits", model=model.name) if row["scale"] in scales]
    known = [row for row in rows if is_number(row["r2_marginal"])]
    if not known:
        return []
    columns = (Cell(words("column.scale")), *(Cell(words(f"column.{key}"), numeric=True) for key in SHARES))
    shown = tuple(_row(context, row) for row in known)
    return [Table(words("diagnostics.explained"), columns, shown)]


def _row(context: "Context", row: dict[str, Any]) -> Row:
    written = [context.numbers.decimal(row[key], bounded=True) for key in SHARES]
    first = context.link(written[0], "model_fits", row["model"], row["scale"])
    cells = (Cell(text, numeric=True) for text in (first, *written[1:]))
    return Row((Cell(context.scale_title(str(row["scale"]))), *cells))
