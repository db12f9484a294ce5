"""Slopes of collaboration on children's chances between sites, in SDs of sites, by all ways of estimating."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.related import METHODS
from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import (
    BAND,
    HOLLOW,
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
from isop_analysis.language.rows import rows_of
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

Row = dict[str, Any]
Across = Callable[[float], float]
ROW, LABEL, FOOT = 19.0, 190.0, 52.0
MOST_TICKS = 3.5


@dataclass(frozen=True)
class Panel:
    """One outcome: its title, and its scales' rows, methods in order."""

    title: str
    scales: dict[str, list[Row]]

    @property
    def rows(self) -> list[Row]:
        """All rows."""
        return [row for own in self.scales.values() for row in own]

    @property
    def reach(self) -> float:
        """How far the axis goes to both sides: all intervals of the leading way, and every estimate."""
        ends = [abs(row["estimate"]) for row in self.rows]
        ends += [abs(row[end]) for row in self.rows if row["leads"] for end in ("ci_low", "ci_high")]
        return 1.05 * max(ends)

    @property
    def height(self) -> float:
        """Points from the panel's top to its bottom."""
        heads = lines_of(self.title, 66) * 12.5 + 8
        return heads + sum(15 + ROW * len(rows) for rows in self.scales.values()) + FOOT


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per micro–macro model with an estimate."""
    names = Names(study, words.language)
    found = []
    for model in study.micro_macro:
        panels = _panels(study, names, model.name)
        if panels:
            found.append(_drawn(f"sites_{model.name}", panels, words))
    return found


def _panels(study: "Study", names: Names, model: str) -> list[Panel]:
    rows = [
        row
        for row in rows_of(study, "site_estimates")
        if row["model"] == model and row["path"] == "collaboration" and is_number(row["estimate"])
    ]
    panels = []
    for outcome in study.config.outcomes:
        scales: dict[str, list[Row]] = {}
        for row in sorted(rows, key=lambda row: METHODS.index(str(row["method"]))):
            if row["outcome"] == outcome.name:
                scales.setdefault(names.scale(str(row["scale"])), []).append(row)
        if scales:
            panels.append(Panel(names.outcome(outcome.name), scales))
    return panels


def _drawn(name: str, panels: list[Panel], words: Words) -> Drawing:
    return Drawing(
        name=name,
        title=words("figure.sites.title"),
        caption=words("figure.sites.caption"),
        alt=" ".join(_alt(panel, words) for panel in panels),
        figure=_picture(panels, words),
        table=_table(panels, words),
    )


def _alt(panel: Panel, words: Words) -> str:
    parts = []
    for scale, rows in panel.scales.items():
        lead = next((row for row in rows if row["leads"]), rows[0])
        parts.append(
            words(
                "figure.sites.alt",
                outcome=panel.title,
                scale=scale,
                estimate=words.numbers.decimal(lead["estimate"]),
                interval=words.numbers.interval(lead["ci_low"], lead["ci_high"]),
                low=words.numbers.decimal(min(row["estimate"] for row in rows)),
                high=words.numbers.decimal(max(row["estimate"] for row in rows)),
            )
        )
    return " ".join(parts)


def _picture(panels: list[Panel], words: Words) -> "Figure":
    figure, axes = canvas(sum(panel.height for panel in panels))
    top = 0.0
    for panel in panels:
        _panel(axes, panel, top, words)
        top += panel.height
    return figure


def _panel(axes: "Axes", panel: Panel, top: float, words: Words) -> None:
    reach = panel.reach

    def across(value: float) -> float:
        share = (max(-reach, min(reach, value)) + reach) / (2 * reach)
        return LABEL + 8 + share * (WIDTH - LABEL - 14)

    title = wrapped(panel.title, 66)
    axes.text(0, top + 3, title, va="top", size=SIZE, weight="semibold", color=INK, linespacing=1.05)
    top += lines_of(panel.title, 66) * 12.5 + 8
    start = top
    for scale, rows in panel.scales.items():
        axes.text(0, top + 2, scale, va="top", size=SMALL, style="italic", color=SOFT)
        top += 15
        for row in rows:
            _row(axes, row, top + ROW / 2, across, reach, words)
            top += ROW
    axes.plot([across(0), across(0)], [start, top], color=INK, linewidth=0.8, zorder=1)
    _axis(axes, across, reach, top, words)


def _row(axes: "Axes", row: Row, middle: float, across: Across, reach: float, words: Words) -> None:
    leads = bool(row["leads"])
    label = wrapped(words(f"figure.sites.method.{row['method']}"), 36)
    weight = "semibold" if leads else "normal"
    axes.text(LABEL, middle, label, ha="right", va="center", size=SMALL, weight=weight, color=INK)
    if is_number(row["lowest"]):
        left, right = across(row["lowest"]), across(row["highest"])
        axes.barh(middle, right - left, ROW - 6, left, color=BAND, linewidth=0, zorder=0)
    if is_number(row["ci_low"]):
        low, high = row["ci_low"], row["ci_high"]
        width = 2.0 if leads else 1.1
        axes.plot([across(low), across(high)], [middle, middle], color=SCORE, linewidth=width, zorder=2)
        for bound, mark in ((low, "<"), (high, ">")):
            if abs(bound) > reach:
                axes.plot([across(bound)], [middle], mark, color=SCORE, markersize=4, zorder=2)
    sure = row["verdict"] == "goes_together"
    axes.plot(
        [across(row["estimate"])],
        [middle],
        "o",
        markersize=6 if leads else 4.5,
        color=SCORE,
        markerfacecolor=SCORE if sure else HOLLOW,
        markeredgewidth=1.3,
        zorder=3,
    )


def _axis(axes: "Axes", across: Across, reach: float, bottom: float, words: Words) -> None:
    power = 10.0 ** len(str(int(reach))) if reach >= 1 else 1.0
    steps = sorted(share * power for share in (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0))
    step = next((step for step in steps if reach / step < MOST_TICKS), reach)
    for place in range(-int(reach / step), int(reach / step) + 1):
        tick = step * place
        axes.plot([across(tick), across(tick)], [bottom, bottom + 4], color=SOFT, linewidth=0.6)
        label = words.numbers.decimal(tick, 0 if step >= 1 else 2) if tick else "0"
        axes.text(across(tick), bottom + 6, label, size=SMALL, color=SOFT, va="top", ha="center")
    axes.plot([across(-reach), across(reach)], [bottom, bottom], color=SOFT, linewidth=0.6)
    text = wrapped(words("figure.sites.axis"), 44)
    axes.text(across(0), bottom + 18, text, size=SMALL, color=SOFT, va="top", ha="center", linespacing=1.05)


def _table(panels: list[Panel], words: Words) -> FigureTable:
    number = words.numbers
    rows = [
        (
            panel.title,
            scale,
            words(f"sites.method.{row['method']}"),
            number.decimal(row["estimate"]),
            number.interval(row["ci_low"], row["ci_high"]),
            number.interval(row["lowest"], row["highest"]) if is_number(row["lowest"]) else "–",
        )
        for panel in panels
        for scale, own in panel.scales.items()
        for row in own
    ]
    keys = ("outcome", "scale", "method", "estimate", "interval", "given_cells")
    return FigureTable(tuple(words(f"column.{key}") for key in keys), tuple(rows))
