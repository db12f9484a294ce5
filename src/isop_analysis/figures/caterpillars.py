"""Predicted effects of groups of people with their intervals, from the lowest to the highest, nameless."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.panels import Panels, write_ticks
from isop_analysis.figures.style import INK, SCORE, SOFT, svg_of
from isop_analysis.language.names import CHAPTERS, Names
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

INTERCEPT = "(Intercept)"
NOTHING = 0.05  # what the table, to one decimal, would show as zero
Rows = list[dict[str, Any]]


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure per chapter, from the null model of each scale that found differences between teams."""
    effects, names = study.table("model_random"), Names(study, words.language)
    found = []
    for chapter in CHAPTERS:
        drawn = {name: _rows(study, effects, name) for name in names.scales_in(chapter)}
        drawn = {name: rows for name, rows in drawn.items() if rows}
        if drawn:
            found.append(_drawn(chapter, drawn, names, words))
    return found


def _rows(study: "Study", effects: "pd.DataFrame", scale: str) -> Rows:
    null = [model.name for model in study.multilevel if model.kind == "null"]
    own = effects[(effects["scale"] == scale) & effects["model"].isin(null) & (effects["term"] == INTERCEPT)]
    for _, part in own.groupby(["model", "group"], sort=False, observed=True):
        if part["value"].abs().max() >= NOTHING:
            return records(part.sort_values("place"))
    return []


def _drawn(chapter: str, drawn: dict[str, Rows], names: Names, words: Words) -> Drawn:
    units = {name: _units(rows, words) for name, rows in drawn.items()}
    panels = Panels.of([f"{names.scale(name)} ({unit})" for name, unit in units.items()], 96)
    for axes, rows in zip(panels.axes, drawn.values(), strict=True):
        _panel(axes, rows, words)
    first = next(iter(drawn.values()))[0]
    return Drawn(
        name=f"caterpillar_{chapter}",
        title=words("figure.caterpillar.title"),
        caption=words(
            "figure.caterpillar.caption",
            units=words.listed(sorted(set(units.values()))),
            model=names.model(str(first["model"])),
        ),
        alt=" ".join(_alt(names.scale(name), rows, words) for name, rows in drawn.items()),
        svg=svg_of(panels.figure),
        table=_table(drawn, names, words),
    )


def _unit(rows: Rows) -> str:
    return str(rows[0]["group"]).split(":")[0]


def _units(rows: Rows, words: Words) -> str:
    return words.label(f"units.{_unit(rows)}.other", _unit(rows))


def _panel(axes: "Axes", rows: Rows, words: Words) -> None:
    axes.axhline(0, color=INK, linewidth=0.8, zorder=1)
    for row in rows:
        axes.plot([row["place"]] * 2, [row["ci_low"], row["ci_high"]], color=SCORE, linewidth=1.1, zorder=2)
    axes.plot(
        [row["place"] for row in rows], [row["value"] for row in rows], "o", color=SCORE, markersize=3.4
    )
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.tick_params(colors=SOFT)
    axes.locator_params(axis="y", nbins=4)
    write_ticks(axes, words)


def _alt(scale: str, rows: Rows, words: Words) -> str:
    unit = _unit(rows)
    key = f"units.{unit}" if words.has(f"units.{unit}.one") else "units.group"
    return words(
        "figure.caterpillar.alt",
        scale=scale,
        groups=words.counted(key, len(rows)),
        low=words.numbers.decimal(rows[0]["value"], 1),
        high=words.numbers.decimal(rows[-1]["value"], 1),
        away=words.counted("units.away", sum(row["verdict"] == "goes_together" for row in rows)),
    )


def _table(drawn: dict[str, Rows], names: Names, words: Words) -> FigureTable:
    """Return the predictions to one decimal: more would help to find a member's answers."""
    number = words.numbers
    cells = [
        (
            names.scale(name),
            number.integer(row["place"]),
            number.decimal(row["value"], 1),
            number.interval(row["ci_low"], row["ci_high"], digits=1),
        )
        for name, rows in drawn.items()
        for row in rows
    ]
    head = tuple(words(f"column.{key}") for key in ("scale", "by_size", "estimate", "interval"))
    return FigureTable(head, tuple(cells))
