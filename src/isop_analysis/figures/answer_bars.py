"""Diverging bars: each item's answers around the middle one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
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
    WIDTH,
    canvas,
    lines_of,
    wrapped,
)
from isop_analysis.language.numbers import rounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAR = 15.0
LINE = 13.0
CHARACTERS = 72
GAP = 3.0
LEAST_FOR_NUMBER = 22.0
Values = tuple[float, ...]


@dataclass(frozen=True)
class Item:
    """What share of its answers each possible answer is (k), and how many answered; None where not told."""

    text: str
    shares: Values
    n: Count | None

    def part(self, weights: Values) -> float:
        """Return the weighted share of all answers; rounded shares need not add up to one."""
        return sum(s * w for s, w in zip(self.shares, weights, strict=True)) / sum(self.shares)

    def above(self, values: Values) -> float:
        """Return what share lies above the middle answer."""
        middle = _middle(values)
        return self.part(tuple(float(value > middle) for value in values))

    def below(self, values: Values) -> float:
        """Return what share is drawn left of the centre: below the middle answer, and half of it."""
        middle = _middle(values)
        return self.part(tuple(1.0 if value < middle else 0.5 * (value == middle) for value in values))


def _middle(values: Values) -> float:
    return (values[0] + values[-1]) / 2


@dataclass(frozen=True)
class Layout:
    """Where the middle answer lies, and how wide all answers of an item are, in points."""

    centre: float
    unit: float

    @classmethod
    def of(cls, items: list[Item], values: Values) -> "Layout":
        """Let the widest bars to both sides just fit."""
        below = [item.below(values) for item in items]
        unit = (WIDTH - 4 * GAP) / (max(below) + 1 - min(below))
        return cls(2 * GAP + unit * max(below), unit)


def _colours(values: Values) -> list[str]:
    middle = _middle(values)
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


def bars(items: list[Item], values: Values, labels: list[str]) -> "Figure":
    """Return the drawing: every item's text above its bar."""
    heights = [lines_of(item.text, CHARACTERS) * LINE + BAR + 11 for item in items]
    figure, axes = canvas(36 + sum(heights) + 4)
    layout = Layout.of(items, values)
    _key(axes, values, labels)
    top = 34.0
    for item, height in zip(items, heights, strict=True):
        axes.text(0, top, wrapped(item.text, CHARACTERS), va="top", size=SIZE, color=INK, linespacing=1.1)
        _bar(axes, item, values, layout, top + height - BAR - 9)
        top += height
    return figure


def _bar(axes: "Axes", item: Item, values: Values, layout: Layout, top: float) -> None:
    middle = top + BAR / 2
    for end in (top, top + BAR):
        axes.plot([layout.centre] * 2, [end - 3, end + 3], color=INK, linewidth=0.9, zorder=3)
    left = layout.centre - layout.unit * item.below(values)
    for share, colour in zip(item.shares, _colours(values), strict=True):
        width = layout.unit * share / sum(item.shares)
        if share:
            axes.barh(middle, width, BAR, left, color=colour, edgecolor=HOLLOW, linewidth=0.8)
            _number(axes, share, colour, left, width, middle)
        left += width


def _number(axes: "Axes", share: float, colour: str, left: float, width: float, middle: float) -> None:
    """Write the percentage where the bar is wide enough."""
    if width < LEAST_FOR_NUMBER:
        return
    ink = PAPER if colour in (AGREE, LOW) else INK if colour == FAINT else ON_HUE
    text = str(rounded(100 * share, 0))
    axes.text(left + width / 2, middle + 0.5, text, ha="center", va="center", size=SMALL, color=ink)


def _key(axes: "Axes", values: Values, labels: list[str]) -> None:
    colours = _colours(values)
    axes.text(0, 4, f"← {labels[0]}", color=LOW, size=SMALL, va="top", weight="semibold")
    axes.text(WIDTH, 4, f"{labels[-1]} →", color=AGREE, size=SMALL, va="top", ha="right", weight="semibold")
    step = 12.0
    start = WIDTH / 2 - step * len(colours) / 2
    for place, colour in enumerate(colours):
        axes.barh(9, step, 9, start + place * step, color=colour, edgecolor=HOLLOW, linewidth=0.8)
