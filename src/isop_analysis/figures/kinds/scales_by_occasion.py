"""Scores on the scales of a chapter at each occasion: mean, standard deviation, and how they are spread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.panels import Panels, write_ticks
from isop_analysis.figures.style import FAINT, HOLLOW, INK, SCORE, SMALL, SOFT
from isop_analysis.language.names import CHAPTERS, Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Record, Tables
from isop_analysis.language.words import Words
from isop_analysis.measurement.scores import score_range

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

HEIGHT = 92.0
"""A panel's height, in points: two rows of them and their chapter's text share a page."""

HALF = 0.36
"""Half the width of the widest bar, where occasions stand one apart."""


@dataclass(frozen=True)
class At:
    """A scale at an occasion: its row of scale_descriptives, and those of score_counts where told."""

    occasion: str
    row: Record
    spread: list[Record]

    @property
    def told(self) -> bool:
        """Whether the mean is told; of a score of one question it is not where its answers are not."""
        return is_number(self.row["mean"])


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per chapter that has scales of which something is told."""
    tables, names = Tables(study), Names(study, words.language)
    found = []
    for chapter in CHAPTERS:
        every = {name: _scored(tables, name, names) for name in names.scales_in(chapter)}
        told = {name: shown for name, at in every.items() if (shown := [one for one in at if one.told])}
        if told:
            found.append(_drawn(chapter, told, every, names, words))
    return found


def _scored(tables: Tables, scale: str, names: Names) -> list[At]:
    """Return the occasions with enough scores."""
    return [
        At(occasion, row, tables.rows("score_counts", scale=scale, occasion=occasion))
        for occasion in names.occasions
        for row in tables.rows("scale_descriptives", scale=scale, occasion=occasion)
    ]


def _drawn(
    chapter: str, told: dict[str, list[At]], every: dict[str, list[At]], names: Names, words: Words
) -> Drawing:
    panels = Panels.of([names.scale(name) for name in told], HEIGHT)
    ranges = {scale.name: score_range(instrument, scale) for instrument, scale in names.study.scales}
    for axes, (name, at) in zip(panels.axes, told.items(), strict=True):
        _panel(axes, at, ranges[name], words)
    when = "once" if len(names.occasions) == 1 else "title"
    title = f"{when}_one" if len(told) == 1 else f"{when}_other"
    return Drawing(
        name=f"scales_{chapter}",
        title=words(f"figure.scales.{title}", scale=names.scale(next(iter(told)))),
        caption=_caption(every, names, words),
        alt=" ".join(_alt(names.scale(name), at, words) for name, at in told.items()),
        figure=panels.figure,
        table=_table(told, names, words),
    )


def _caption(every: dict[str, list[At]], names: Names, words: Words) -> str:
    text = words("figure.scales.caption")
    shown = [one for at in every.values() for one in at if one.told]
    if any(not one.spread for one in shown):
        text = f"{text} {words('figure.scales.no_spread')}"
    if any(not is_number(one.row["sd"]) for one in shown):
        text = f"{text} {words('figure.scales.no_line')}"
    few = {
        name: [occasion for occasion in names.occasions if occasion not in {one.occasion for one in at}]
        for name, at in every.items()
    }
    single = {name: [one.occasion for one in at if not one.told] for name, at in every.items()}
    return text + _missing(few, "left_out", names, words) + _missing(single, "one_question", names, words)


def _missing(untold: dict[str, list[str]], key: str, names: Names, words: Words) -> str:
    """Say why these scales are not shown at these occasions."""
    scales = [
        words("figure.scales.missing", scale=names.scale(name), occasions=words.listed(occasions))
        for name, occasions in untold.items()
        if occasions
    ]
    return f" {words(f'figure.scales.{key}', scales='; '.join(scales))}" if scales else ""


def _panel(axes: "Axes", told: list[At], limits: tuple[float, float], words: Words) -> None:
    widest = max((float(row["share"]) for one in told for row in one.spread), default=1.0)
    for place, one in enumerate(told):
        _spread(axes, place, one.spread, widest)
        _mean(axes, place, one.row, words)
    _finish(axes, [one.occasion for one in told], limits, words)


def _spread(axes: "Axes", place: int, rows: list[Record], widest: float) -> None:
    """Draw each step of the scale as a bar around the occasion's place, as wide as its share."""
    from matplotlib.patches import Rectangle

    for row in rows:
        half = HALF * float(row["share"]) / widest
        low, high = float(row["low"]), float(row["high"])
        axes.add_patch(
            Rectangle(
                (place - half, low), 2 * half, high - low, facecolor=FAINT, edgecolor=HOLLOW,
                linewidth=0.6, zorder=1,
            )
        )  # fmt: skip


def _mean(axes: "Axes", place: int, row: Record, words: Words) -> None:
    mean, sd = float(row["mean"]), row["sd"]
    if is_number(sd):
        axes.plot([place, place], [mean - float(sd), mean + float(sd)], color=SCORE, linewidth=1.4, zorder=2)
    axes.plot([place], [mean], "o", markersize=6, color=SCORE, zorder=3)
    axes.annotate(
        words.numbers.decimal(mean, 1), (place, mean), (6, 0), textcoords="offset points", va="center",
        size=SMALL, color=INK, weight="semibold", zorder=4,
    )  # fmt: skip


def _finish(axes: "Axes", occasions: list[str], limits: tuple[float, float], words: Words) -> None:
    low, high = limits
    axes.set_xlim(-0.5, len(occasions) - 0.5)
    axes.set_xticks(range(len(occasions)), occasions)
    pad = (high - low) * 0.04
    axes.set_ylim(low - pad, high + pad)
    axes.set_yticks([low, (low + high) / 2, high] if high - low != 4 else [low + step for step in range(5)])
    write_ticks(axes, words)
    axes.tick_params(axis="x", length=0)
    axes.spines["bottom"].set_visible(False)
    axes.grid(axis="y", color=FAINT, linewidth=0.4, zorder=0)
    axes.tick_params(colors=SOFT)


def _alt(scale: str, told: list[At], words: Words) -> str:
    means = [
        words("figure.scales.mean_at", mean=words.numbers.decimal(one.row["mean"], 1), occasion=one.occasion)
        for one in told
    ]
    return words("figure.scales.alt", scale=scale, means=words.listed(means))


def _table(told: dict[str, list[At]], names: Names, words: Words) -> FigureTable:
    number = words.numbers
    cells = tuple(
        (
            names.scale(name),
            one.occasion,
            number.count(one.row["n"]),
            number.decimal(one.row["mean"], 1),
            number.decimal(one.row["sd"], 1),
        )
        for name, at in told.items()
        for one in at
    )
    head = tuple(words(f"column.{key}") for key in ("scale", "occasion", "n", "mean", "sd"))
    return FigureTable(head, cells)
