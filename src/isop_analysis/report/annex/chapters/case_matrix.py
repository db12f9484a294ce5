"""The case-ordered matrix: groups of teams in the order of their scores, and what was raised in each."""

from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
from isop_analysis.report.annex.blocks import Block, Cell, Row, Table
from isop_analysis.report.annex.cells import counted

if TYPE_CHECKING:
    from isop_analysis.language.rows import Record
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.display_settings import JointDisplay


def case_matrix(context: "Context", display: "JointDisplay") -> list[Block]:
    """Return the matrix as a table: a row a group, lowest first, a column a theme; nothing without groups."""
    rows, words = context.rows("joint_display", display=display.name), context.words
    if not rows:
        return []
    themes = [theme for theme in display.themes if any(row["theme"] == theme for row in rows)]
    cells = {(int(row["band"]), row["theme"]): row for row in rows}
    groups = sorted({band for band, _ in cells})
    heads = [words(f"column.{key}") for key in ("group", "teams", "mean")]
    columns = (heads[0], *heads[1:], *(context.names.theme(theme) for theme in themes))
    note = words(
        "integration.cases_note",
        scale=context.names.scale(str(display.scale)),
        occasion=display.occasion,
        left_out=words.counted("units.team", rows[0]["teams_left_out"]),
    )
    return [
        Table(
            display.title.in_language(context.language),
            tuple(Cell(head, numeric=place > 0) for place, head in enumerate(columns)),
            tuple(_row(context, band, [cells.get((band, theme)) for theme in themes]) for band in groups),
            note,
            f"cases-{display.name}",
        )
    ]


def _row(context: "Context", band: int, cells: "list[Record | None]") -> Row:
    first = next(one for one in cells if one is not None)
    key = (first["display"], band, first["theme"], first["code"])
    mean = context.link(context.numbers.decimal(first["score_mean"], 1), "joint_display", *key)
    head = (
        Cell(context.words("integration.case", number=band)),
        counted(context, first["teams"]),
        Cell(mean, numeric=True),
    )
    return Row((*head, *(_raised(context, one) for one in cells)))


def _raised(context: "Context", row: "Record | None") -> Cell:
    if row is None or not isinstance(row["teams_with_theme"], Count):
        return Cell("–", numeric=True, label=context.words("absent_label"))
    return counted(context, row["teams_with_theme"])
