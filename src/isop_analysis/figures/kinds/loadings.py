"""How strongly each item measures its factor: standardised loadings of the factor models."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import (
    FAINT,
    INK,
    SCORE,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    canvas,
    lines_of,
    wrapped,
)
from isop_analysis.language.names import Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

LABEL = 262.0
LINE = 11.5
Rows = list[dict[str, Any]]
Across = Callable[[float], float]


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per factor model that was fitted."""
    tables, names = Tables(study), Names(study, words.language)
    found = []
    for fit in tables.rows("structural_fits", kind="cfa", status="fitted"):
        rows = tables.rows("structural_parameters", model=fit["model"], op="=~")
        loadings = [row for row in rows if is_number(row["std_all"])]
        if loadings:
            found.append(_drawn(str(fit["model"]), loadings, names, words))
    return found


def _drawn(model: str, rows: Rows, names: Names, words: Words) -> Drawing:
    low, high = (chosen(rows, key=lambda row: float(row["std_all"])) for chosen in (min, max))
    number = words.numbers
    return Drawing(
        name=f"loadings_{model}",
        title=names.model_question(model),
        caption=words("figure.loadings.caption", n=number.aloud(rows[0]["n"])),
        alt=words(
            "figure.loadings.alt",
            items=words.counted("units.item", len(rows)),
            low=number.decimal(low["std_all"], bounded=True),
            low_item=names.item(str(low["rhs"])),
            high=number.decimal(high["std_all"], bounded=True),
            high_item=names.item(str(high["rhs"])),
        ),
        figure=_picture(rows, names, words),
        table=_table(rows, names, words),
    )


def _picture(rows: Rows, names: Names, words: Words) -> "Figure":
    factors = list(dict.fromkeys(str(row["lhs"]) for row in rows))
    heights = [lines_of(names.item(str(row["rhs"])), 46) * LINE + 7 for row in rows]
    bottom = 8 + 24 * len(factors) + sum(heights)
    figure, axes = canvas(bottom + 24)

    def across(value: float) -> float:
        return LABEL + 10 + max(-0.2, min(1.1, value)) * (WIDTH - LABEL - 30)

    top, place = 4.0, 0
    for factor in factors:
        axes.text(0, top + 14, names.scale(factor), va="center", size=SIZE, weight="semibold", color=INK)
        top += 24
        for row in [row for row in rows if row["lhs"] == factor]:
            _row(axes, row, top, heights[place], across, names)
            top += heights[place]
            place += 1
    for tick in (0.0, 0.5, 1.0):
        axes.plot([across(tick)] * 2, [8, bottom], color=FAINT if tick else SOFT, linewidth=0.6, zorder=0)
        label = words.numbers.decimal(tick, 1, bounded=True) if 0 < tick < 1 else f"{tick:.0f}"
        axes.text(across(tick), bottom + 5, label, ha="center", va="top", size=SMALL, color=SOFT)
    return figure


def _row(axes: "Axes", row: dict[str, Any], top: float, height: float, across: Across, names: Names) -> None:
    middle = top + height / 2
    axes.text(
        LABEL, middle, wrapped(names.item(str(row["rhs"])), 46), ha="right", va="center",
        size=SMALL + 0.2, color=INK, linespacing=1.0,
    )  # fmt: skip
    axes.plot([across(0), across(float(row["std_all"]))], [middle] * 2, color=FAINT, linewidth=2)
    if is_number(row["std_ci_low"]) and is_number(row["std_ci_high"]):
        ends = [across(float(row["std_ci_low"])), across(float(row["std_ci_high"]))]
        axes.plot(ends, [middle] * 2, color=SCORE, linewidth=1.2)
    axes.plot([across(float(row["std_all"]))], [middle], "o", color=SCORE, markersize=6)


def _table(rows: Rows, names: Names, words: Words) -> FigureTable:
    number = words.numbers
    beside = all(is_number(row["twin_std_all"]) for row in rows)
    cells = [
        (
            names.scale(str(row["lhs"])),
            names.item(str(row["rhs"])),
            number.decimal(row["std_all"], bounded=True),
            number.interval(row["std_ci_low"], row["std_ci_high"], bounded=True),
            number.decimal(row["estimate"]),
            *([_twin(row, words)] if beside else []),
        )
        for row in rows
    ]
    keys = ("scale", "item", "std_all", "interval", "estimate", *(["twin_std_all"] if beside else []))
    return FigureTable(tuple(words(f"column.{key}") for key in keys), tuple(cells))


def _twin(row: dict[str, Any], words: Words) -> str:
    low, high = row["twin_std_ci_low"], row["twin_std_ci_high"]
    value = words.numbers.decimal(row["twin_std_all"], bounded=True)
    return f"{value} {words.numbers.interval(low, high, bounded=True)}"
