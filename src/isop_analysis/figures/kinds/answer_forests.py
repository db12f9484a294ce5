"""The effects that answer a question: a row a scale; for ingredients a row each, a column a scale.

Thick line: the 95 % interval; thin line: the same reckoned otherwise; grey: too small to matter; a filled
dot where the thick line stays off zero. The number stands at the right, in points of the scale.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import (
    BAND,
    HOLLOW,
    INK,
    LEAST,
    SCORE,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    canvas,
    lines_of,
    wrapped,
)
from isop_analysis.language.conclusions import Conclusion, Estimate, Facts
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

ROW, ROW_OF_GRID = 22.0, 42.0
LABEL, LABEL_OF_GRID = 118.0, 104.0
NUMBER, NUMBER_OF_GRID = 58.0, 30.0
GAP = 8.0
MOST_TICKS, MOST_TICKS_OF_GRID = 3.5, 1.6
STEPS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)


@dataclass(frozen=True)
class Panel:
    """A column of estimates: from where to where it stands, in points, and what its axis spans."""

    left: float
    right: float
    low: float
    high: float

    def across(self, value: float) -> float:
        """Return where a value stands; values beyond the axis stand at its end."""
        inside = max(self.low, min(self.high, value))
        return self.left + (inside - self.low) / (self.high - self.low) * (self.right - self.left)


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure for each question whose words are in config and that has estimates in points."""
    facts = Facts(study, words.language, Tables(study))
    return [drawn for one in facts.conclusions if (drawn := _drawn(one, facts)) is not None]


def _drawn(conclusion: Conclusion, facts: Facts) -> Drawing | None:
    words_of = conclusion.question.figure
    told = [one for one in conclusion.estimates if one.points is not None and one.unit == "points"]
    if words_of is None or not told:
        return None
    return Drawing(
        name=f"answer_{conclusion.question.name}",
        title=words_of.title.in_language(facts.language),
        caption=facts.words("figure.answer.caption", block=facts.grey_block(told)),
        alt=_alt(told, facts),
        figure=_picture(conclusion, told, facts),
        table=_table(told, facts),
    )


def _alt(told: Sequence[Estimate], facts: Facts) -> str:
    """Say each estimate with its margin, those found first, with what a stricter sum leaves of them."""
    rows = [_alt_row(one, told, facts) for one in sorted(told, key=lambda one: not one.found)]
    return facts.words("figure.answer.alt", rows="; ".join(rows))


def _alt_row(one: Estimate, told: Sequence[Estimate], facts: Facts) -> str:
    number, words = facts.words.numbers, facts.words
    ends = {"low": number.decimal(one.low), "high": number.decimal(one.high)}
    row = words(
        "figure.answer.alt_row", what=_name(one, told, facts), points=number.decimal(one.points), **ends
    )
    if not one.found or one.strict_low is None:
        return row
    strict = {"low": number.decimal(one.strict_low), "high": number.decimal(one.strict_high)}
    key = "figure.answer.alt_falls" if one.falls else "figure.answer.alt_holds"
    return f"{row}, {words(key, **strict)}"


def _name(one: Estimate, told: Sequence[Estimate], facts: Facts) -> str:
    several = len({other.term for other in told}) > 1
    scale = facts.short(one.scale)
    return f"{facts.predictor(one)}, {scale}" if several else scale


def _picture(conclusion: Conclusion, told: Sequence[Estimate], facts: Facts) -> "Figure":
    grid = conclusion.question.asks == "which"
    rows = list(dict.fromkeys(one.term if grid else one.scale for one in told))
    columns = list(dict.fromkeys(one.scale for one in told)) if grid else [""]
    panels = _panels(len(columns), told, grid)
    height = ROW_OF_GRID if grid else ROW
    head = 16.0 + (12.0 * max(lines_of(_title(facts, name), 17) for name in columns) if grid else 0.0)
    figure, axes = canvas(head + height * len(rows) + 24)
    for name, panel in zip(columns, panels, strict=True):
        if grid:
            axes.text(
                panel.left,
                0,
                wrapped(_title(facts, name), 17),
                va="top",
                size=SMALL,
                color=INK,
                weight="semibold",
                linespacing=1.05,
            )
    _sides(axes, panels[0], conclusion, facts, head)
    for place, row in enumerate(rows):
        middle = head + height * (place + 0.5)
        own = [one for one in told if (one.term if grid else one.scale) == row]
        _label(axes, own[0], middle, facts, grid)
        for one in own:
            _estimate(axes, one, panels[columns.index(one.scale) if grid else 0], middle, height, facts)
    for panel in panels:
        _axis(axes, panel, head, head + height * len(rows), facts.words, grid)
    return figure


def _title(facts: Facts, scale: str) -> str:
    short = facts.short(scale) if scale else ""
    return short[:1].upper() + short[1:]


def _panels(count: int, told: Sequence[Estimate], grid: bool) -> list[Panel]:
    """Return the columns, all of one span: intervals whole, those reckoned otherwise up to twice theirs."""
    label, number = (LABEL_OF_GRID, NUMBER_OF_GRID) if grid else (LABEL, NUMBER)
    low, high = min(one.low or 0 for one in told), max(one.high or 0 for one in told)
    reach = high - low
    strict_low = min((one.strict_low for one in told if one.strict_low is not None), default=low)
    strict_high = max((one.strict_high for one in told if one.strict_high is not None), default=high)
    if not grid:
        low, high = (
            max(min(low, strict_low), low - 0.6 * reach),
            min(max(high, strict_high), high + 0.6 * reach),
        )
    low, high = min(low, 0.0) - 0.03 * reach, max(high, 0.0) + 0.03 * reach
    width = (WIDTH - label - GAP * (count - 1)) / count
    lefts = [label + place * (width + GAP) for place in range(count)]
    return [Panel(left, left + width - number, low, high) for left in lefts]


def _sides(axes: "Axes", panel: Panel, conclusion: Conclusion, facts: Facts, head: float) -> None:
    """Write what lies left and right of zero, above the first column."""
    words_of = conclusion.question.figure
    if words_of is None or conclusion.question.asks == "which":
        return
    zero = panel.across(0)
    lower, higher = (text.in_language(facts.language) for text in (words_of.lower, words_of.higher))
    axes.text(zero - 4, head - 4, lower, ha="right", size=SMALL, color=SOFT, va="bottom")
    axes.text(zero + 4, head - 4, higher, ha="left", size=SMALL, color=SOFT, va="bottom")


def _label(axes: "Axes", one: Estimate, middle: float, facts: Facts, grid: bool) -> None:
    if not grid:
        axes.text(0, middle, wrapped(_title(facts, one.scale), 24), va="center", size=SIZE, color=INK)
        return
    name = facts.predictor(one)
    unit = one.declared.unit.in_language(facts.language) if one.declared is not None else ""
    text = wrapped(name[:1].upper() + name[1:], 21)
    below = middle + 5.0 * (text.count("\n") + 1) - 3
    axes.text(0, below, text, va="bottom", size=SMALL + 0.4, color=INK, linespacing=0.95)
    axes.text(0, below + 1, wrapped(unit, 24), va="top", size=LEAST, color=SOFT, linespacing=0.95)


def _estimate(axes: "Axes", one: Estimate, panel: Panel, middle: float, height: float, facts: Facts) -> None:
    if one.smallest is not None:
        left, right = panel.across(-one.smallest), panel.across(one.smallest)
        axes.barh(middle, right - left, height, left, color=BAND, linewidth=0, zorder=0)
    hue = SCORE if one.found else SOFT
    for low, high, width in ((one.strict_low, one.strict_high, 0.7), (one.low, one.high, 2.6)):
        if low is not None and high is not None and high > panel.low and low < panel.high:
            ends = [panel.across(low), panel.across(high)]
            axes.plot(ends, [middle, middle], color=hue, linewidth=width, zorder=2, solid_capstyle="butt")
    axes.plot(
        [panel.across(one.points or 0)],
        [middle],
        "o",
        markersize=6,
        color=hue,
        zorder=3,
        markerfacecolor=hue if one.found and not one.falls else HOLLOW,
        markeredgewidth=1.4,
    )
    weight = "semibold" if one.found and not one.falls else "normal"
    axes.text(
        panel.right + 4,
        middle,
        _signed(one, facts.words),
        size=SMALL + 0.4,
        va="center",
        weight=weight,
        color=SCORE if one.found else INK,
    )


def _signed(one: Estimate, words: Words) -> str:
    text = words.numbers.decimal(one.points)
    return f"+{text}" if (one.points or 0) > 0 and any(digit in text for digit in "123456789") else text


def _axis(axes: "Axes", panel: Panel, top: float, bottom: float, words: Words, grid: bool) -> None:
    axes.plot([panel.across(0), panel.across(0)], [top - 3, bottom], color=INK, linewidth=0.8, zorder=1)
    most = MOST_TICKS_OF_GRID if grid else MOST_TICKS
    reach = max(-panel.low, panel.high)
    step = next((step for step in STEPS if reach / step < most + 1), reach)
    digits = 0 if step >= 1 else 2 if step == 0.05 else 1
    for place in range(int(panel.low / step) - 1, int(panel.high / step) + 2):
        tick = place * step
        if not panel.low <= tick <= panel.high:
            continue
        axes.plot([panel.across(tick)] * 2, [bottom, bottom + 3], color=SOFT, linewidth=0.6)
        number = words.numbers.decimal(tick, digits)
        label = "0" if place == 0 else f"+{number}" if place > 0 else number
        axes.text(panel.across(tick), bottom + 6, label, size=LEAST, color=SOFT, va="top", ha="center")
    axes.plot([panel.left, panel.right], [bottom, bottom], color=SOFT, linewidth=0.6)


def _table(told: Sequence[Estimate], facts: Facts) -> FigureTable:
    number = facts.words.numbers
    rows = [
        (
            _name(one, told, facts),
            number.decimal(one.points),
            number.interval(one.low, one.high),
            number.interval(one.strict_low, one.strict_high),
            number.decimal(one.smallest),
        )
        for one in told
    ]
    keys = ("scale", "points", "interval", "stricter", "smallest_points")
    return FigureTable(tuple(facts.words(f"column.{key}") for key in keys), tuple(rows))
