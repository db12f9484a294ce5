"""Diverging bars: each item's answers around the middle one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.figures.style import (
    AGREE,
    FAINT,
    HOLLOW,
    INK,
    LOW,
    LOW_LIGHT,
    ON_HUE,
    PAPER,
    SCORE_LIGHT,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    canvas,
    lines_of,
    svg_of,
    wrapped,
)
from isop_analysis.language.numbers import LEAST_FOR_PERCENTAGES, rounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAR = 15.0
LINE = 13.0
CHARACTERS = 72
GAP = 3.0
LEAST_FOR_NUMBER = 22.0
Values = tuple[float, ...]


@dataclass(frozen=True)
class Item:
    """Counts of one item's answers; None where suppressed."""

    text: str
    counts: tuple[int | None, ...]
    n: int

    @property
    def hidden(self) -> int:
        """How many answers lie in suppressed cells."""
        return self.n - sum(count or 0 for count in self.counts)


@dataclass(frozen=True)
class Layout:
    """Where the middle answer lies, and how wide all answers of an item are, in points."""

    centre: float
    unit: float

    @classmethod
    def of(cls, items: list[Item], values: Values) -> "Layout":
        """Let the widest bars to both sides just fit."""
        below = max((_below(item, values) for item in items), default=0.5)
        above = max((1 - _below(item, values) for item in items), default=0.5)
        unit = (WIDTH - 4 * GAP) / (below + above)
        return cls(2 * GAP + unit * below, unit)


def _below(item: Item, values: Values) -> float:
    """Return the share of answers left of the centre: below the middle answer and half of it."""
    if not item.n:
        return 0.5
    middle = (values[0] + values[-1]) / 2
    weights = [1.0 if value < middle else 0.5 if value == middle else 0.0 for value in values]
    shown = sum((count or 0) * weight for count, weight in zip(item.counts, weights, strict=True))
    return (shown + (item.hidden if _hidden_below(item, values) else 0)) / item.n


def _hidden_below(item: Item, values: Values) -> bool:
    middle = (values[0] + values[-1]) / 2
    return all(value < middle for count, value in zip(item.counts, values, strict=True) if count is None)


def _colours(values: Values) -> list[str]:
    middle = (values[0] + values[-1]) / 2
    low = [value for value in values if value < middle]
    high = [value for value in values if value > middle]
    return [
        FAINT
        if value == middle
        else (LOW if value == low[0] else LOW_LIGHT)
        if value < middle
        else (AGREE if value == high[-1] else SCORE_LIGHT)
        for value in values
    ]


def bars(items: list[Item], values: Values, labels: list[str]) -> str:
    """Return the drawing: every item's text above its bar."""
    heights = [lines_of(item.text, CHARACTERS) * LINE + BAR + 11 for item in items]
    figure, axes = canvas(36 + sum(heights) + 4)
    layout = Layout.of(items, values)
    _key(axes, values, labels)
    top = 34.0
    for item, height in zip(items, heights, strict=True):
        axes.text(0, top, wrapped(item.text, CHARACTERS), va="top", size=SIZE, color=INK, linespacing=1.1)
        if item.n:
            _bar(axes, item, values, layout, top + height - BAR - 9)
        top += height
    return svg_of(figure)


def _bar(axes: "Axes", item: Item, values: Values, layout: Layout, top: float) -> None:
    middle = top + BAR / 2
    for end in (top, top + BAR):
        axes.plot([layout.centre] * 2, [end - 3, end + 3], color=INK, linewidth=0.9, zorder=3)
    left = layout.centre - layout.unit * _below(item, values)
    hidden = layout.unit * item.hidden / item.n
    if _hidden_below(item, values):
        _hatched(axes, left - GAP, hidden, middle)
        left += hidden
    for count, colour in zip(item.counts, _colours(values), strict=True):
        width = layout.unit * (count or 0) / item.n
        if count:
            axes.barh(middle, width, BAR, left, color=colour, edgecolor=HOLLOW, linewidth=0.8)
            _number(axes, item, count, colour, left, width, middle)
        left += width
    if not _hidden_below(item, values):
        _hatched(axes, left + GAP, hidden, middle)


def _hatched(axes: "Axes", left: float, width: float, middle: float) -> None:
    if width > 0:
        axes.barh(middle, width, BAR, left, facecolor="none", edgecolor=SOFT, hatch="////", linewidth=0.5)


def _number(
    axes: "Axes", item: Item, count: int, colour: str, left: float, width: float, middle: float
) -> None:
    """Write the percentage (or the count, where people are few) where the bar is wide enough."""
    if width < LEAST_FOR_NUMBER:
        return
    ink = PAPER if colour in (AGREE, LOW) else INK if colour == FAINT else ON_HUE
    share = rounded(100 * count / item.n, 0) if item.n >= LEAST_FOR_PERCENTAGES else count
    axes.text(left + width / 2, middle + 0.5, str(share), ha="center", va="center", size=SMALL, color=ink)


def _key(axes: "Axes", values: Values, labels: list[str]) -> None:
    colours = _colours(values)
    axes.text(0, 4, f"← {labels[0]}", color=LOW, size=SMALL, va="top", weight="semibold")
    axes.text(WIDTH, 4, f"{labels[-1]} →", color=AGREE, size=SMALL, va="top", ha="right", weight="semibold")
    step = 12.0
    start = WIDTH / 2 - step * len(colours) / 2
    for place, colour in enumerate(colours):
        axes.barh(9, step, 9, start + place * step, color=colour, edgecolor=HOLLOW, linewidth=0.8)
