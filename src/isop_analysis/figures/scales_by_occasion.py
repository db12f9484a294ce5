"""Scores on the scales of a chapter at each occasion: mean, spread and the people behind."""

from typing import TYPE_CHECKING, Any

from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.figures.panels import Panels, write_ticks
from isop_analysis.figures.style import FAINT, INK, SCORE, SMALL, SOFT, svg_of
from isop_analysis.language.names import CHAPTERS, Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words
from isop_analysis.measurement.scores import score_range

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

MOST_POINTS = 200


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure per chapter that has scales with scores."""
    described, scores = study.table("scale_descriptives"), study.table("scale_scores")
    names = Names(study, words.language)
    minimum = study.config.privacy.minimum_cell
    kept = described[(described["occasion"] != "all") & (described["n"] >= minimum)]
    found = []
    for chapter in CHAPTERS:
        scales = [name for name in names.scales_in(chapter) if (kept["scale"] == name).any()]
        if scales:
            rows = {name: _rows(kept, name, names) for name in scales}
            found.append(_drawn(study, chapter, rows, scores, names, words))
    return found


def _rows(described: "pd.DataFrame", scale: str, names: Names) -> list[dict[str, Any]]:
    own = records(described[described["scale"] == scale])
    return sorted(own, key=lambda row: names.occasions.index(str(row["occasion"])))


def _drawn(
    study: "Study",
    chapter: str,
    rows: dict[str, list[dict[str, Any]]],
    scores: "pd.DataFrame",
    names: Names,
    words: Words,
) -> Drawn:
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    panels = Panels.of([names.scale(name) for name in rows])
    ranges = {s.name: score_range(instrument, s) for instrument, s in study.scales}
    with_points = False
    for axes, (name, of_scale) in zip(panels.axes, rows.items(), strict=True):
        own = scores[(scores["scale"] == name) & (scores["status"] == "scored")]
        at = own["wave"].astype("str").map(occasions)
        for place, row in enumerate(of_scale):
            values = own.loc[at == row["occasion"], "score"].tolist()
            if len(values) < MOST_POINTS:
                with_points = True
                _points(axes, place, values)
            _mean(axes, place, row, words)
        _finish(axes, [str(row["occasion"]) for row in of_scale], ranges[name], words)
    return Drawn(
        name=f"scales_{chapter}",
        title=words(
            f"figure.scales.title_{'one' if len(rows) == 1 else 'other'}", scale=names.scale(next(iter(rows)))
        ),
        caption=words("figure.scales.caption") + (" " + words("figure.scales.points") if with_points else ""),
        alt=" ".join(_alt(names.scale(name), of_scale, words) for name, of_scale in rows.items()),
        svg=svg_of(panels.figure),
        table=_table(rows, names, words),
    )


def _points(axes: "Axes", place: int, values: list[float]) -> None:
    """Draw people's scores side by side where they coincide, in an order that tells nothing."""
    seen: dict[float, int] = {}
    across, up = [], []
    for value in sorted(values):
        key = round(value, 2)
        seen[key] = seen.get(key, 0) + 1
        step = seen[key] // 2 * (1 if seen[key] % 2 else -1)
        across.append(place + max(-0.36, min(0.36, 0.045 * step)))
        up.append(value)
    axes.plot(across, up, "o", markersize=2.6, color=FAINT, markeredgecolor="none", zorder=1)


def _mean(axes: "Axes", place: int, row: dict[str, Any], words: Words) -> None:
    mean, sd = float(row["mean"]), row["sd"]
    if is_number(sd):
        axes.plot([place, place], [mean - float(sd), mean + float(sd)], color=SCORE, linewidth=1.4, zorder=2)
    axes.plot([place], [mean], "o", markersize=6, color=SCORE, zorder=3)
    axes.annotate(
        words.numbers.decimal(mean, 1),
        (place, mean),
        (6, 0),
        textcoords="offset points",
        va="center",
        size=SMALL,
        color=INK,
        weight="semibold",
    )


def _finish(axes: "Axes", occasions: list[str], limits: tuple[float, float], words: Words) -> None:
    low, high = limits
    axes.set_xlim(-0.5, len(occasions) - 0.3)
    axes.set_xticks(range(len(occasions)), occasions)
    pad = (high - low) * 0.04
    axes.set_ylim(low - pad, high + pad)
    axes.set_yticks([low, (low + high) / 2, high] if high - low != 4 else [low + step for step in range(5)])
    write_ticks(axes, words)
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)
    axes.grid(axis="y", color=FAINT, linewidth=0.4, zorder=0)
    axes.tick_params(colors=SOFT)


def _alt(scale: str, rows: list[dict[str, Any]], words: Words) -> str:
    means = [
        words("figure.scales.mean_at", mean=words.numbers.decimal(row["mean"]), occasion=row["occasion"])
        for row in rows
    ]
    return words("figure.scales.alt", scale=scale, means=words.listed(means))


def _table(rows: dict[str, list[dict[str, Any]]], names: Names, words: Words) -> FigureTable:
    number = words.numbers
    cells = tuple(
        (
            names.scale(name),
            str(row["occasion"]),
            number.integer(row["n"]),
            number.decimal(row["mean"]),
            number.decimal(row["sd"]),
        )
        for name, of_scale in rows.items()
        for row in of_scale
    )
    head = tuple(words(f"column.{key}") for key in ("scale", "occasion", "n", "mean", "sd"))
    return FigureTable(head, cells)
