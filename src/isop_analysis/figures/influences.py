"""Estimates that rest on one group: how far each moves when a group is left out."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.style import BAND, INK, LOW, SCORE, SMALL, SOFT, WIDTH, canvas, svg_of, wrapped
from isop_analysis.language.names import Names
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

ROW = 30.0
LABEL = 190.0
MOST_ROWS = 12
DFBETAS = 1.0
"""Standard errors beyond which an estimate rests on one group, as the models' check of it has them."""
Rows = list[dict[str, Any]]


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure of the estimates that a group moves by more than a standard error, if any."""
    table = study.table("model_influence")
    known = records(table[table["dfbetas"].notna()])
    grouped: dict[tuple[str, str, str], Rows] = {}
    for row in known:
        grouped.setdefault((str(row["model"]), str(row["scale"]), str(row["term"])), []).append(row)
    moved = [rows for rows in grouped.values() if _farthest(rows) > DFBETAS]
    if not moved:
        return []
    shown = sorted(moved, key=_farthest, reverse=True)[:MOST_ROWS]
    return [_drawn(study, shown, words)]


def _farthest(rows: Rows) -> float:
    return max(abs(float(row["dfbetas"])) for row in rows)


def _drawn(study: "Study", shown: list[Rows], words: Words) -> Drawn:
    names = Names(study, words.language)
    labels = [_label(study, rows[0], names, words) for rows in shown]
    unit = str(shown[0][0]["group"]).split(":")[0]
    title, scale = _title(study, shown[0][0], words), names.scale(str(shown[0][0]["scale"]))
    return Drawn(
        name="influence",
        title=words("figure.influence.title"),
        caption=words("figure.influence.caption", units=words.label(f"units.{unit}.other", unit)),
        alt=words(
            "figure.influence.alt",
            rows=words.counted("units.estimate", len(shown)),
            title=title,
            scale=scale,
            value=words.numbers.decimal(_farthest(shown[0]), 1),
        ),
        svg=_svg(shown, labels, words),
        table=_table(shown, labels, words),
    )


def _label(study: "Study", row: dict[str, Any], names: Names, words: Words) -> str:
    return words(
        "figure.influence.row", title=_title(study, row, words), scale=names.scale(str(row["scale"]))
    )


def _title(study: "Study", row: dict[str, Any], words: Words) -> str:
    model = next(one for one in study.multilevel if one.name == row["model"])
    return next(one.title.in_language(words.language) for one in model.effects if one.term == row["term"])


def _svg(shown: list[Rows], labels: list[str], words: Words) -> str:
    figure, axes = canvas(ROW * len(shown) + 36)
    reach = 1.08 * max(DFBETAS, *(_farthest(rows) for rows in shown))

    def across(value: float) -> float:
        return LABEL + 12 + (value + reach) / (2 * reach) * (WIDTH - LABEL - 20)

    bottom = ROW * len(shown) + 4
    axes.barh(
        bottom / 2,
        across(DFBETAS) - across(-DFBETAS),
        bottom,
        across(-DFBETAS),
        color=BAND,
        linewidth=0,
        zorder=0,
    )
    axes.plot([across(0)] * 2, [0, bottom], color=INK, linewidth=0.8, zorder=1)
    for sign in (-1, 1):
        axes.plot(
            [across(sign * DFBETAS)] * 2, [0, bottom], color=SOFT, linewidth=0.8, dashes=(3, 2), zorder=1
        )
        text = words.numbers.decimal(sign * DFBETAS, 0)
        axes.text(across(sign * DFBETAS), bottom + 6, text, size=SMALL, color=SOFT, va="top", ha="center")
    axes.text(across(0), bottom + 6, "0", size=SMALL, color=SOFT, va="top", ha="center")
    for place, (rows, label) in enumerate(zip(shown, labels, strict=True)):
        middle = ROW * (place + 0.5) + 2
        axes.text(
            LABEL, middle, wrapped(label, 38), ha="right", va="center", size=SMALL, color=INK, linespacing=1.0
        )
        _dots(axes, [across(float(row["dfbetas"])) for row in rows], rows, middle)
    return svg_of(figure)


def _dots(axes: "Axes", places: list[float], rows: Rows, middle: float) -> None:
    for place, row in zip(places, rows, strict=True):
        far = abs(float(row["dfbetas"])) > DFBETAS
        size, hue = (6.0, LOW) if far else (4.0, SCORE)
        axes.plot([place], [middle], "o", color=hue, markersize=size, alpha=1.0 if far else 0.6, zorder=3)


def _table(shown: list[Rows], labels: list[str], words: Words) -> FigureTable:
    number = words.numbers
    cells = [
        (label, number.integer(row["place"]), number.decimal(row["dfbetas"], 1))
        for label, rows in zip(labels, shown, strict=True)
        for row in rows
    ]
    head = tuple(words(f"column.{key}") for key in ("contrast", "by_size", "dfbetas"))
    return FigureTable(head, tuple(cells))
