"""Scores that a model expects along a variable, a line for each group, with their intervals."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from isop_analysis.contracts.cells import read_mapping
from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.panels import Panels, write_ticks
from isop_analysis.figures.style import (
    FAINT,
    INK,
    SCORE,
    SCORE_LIGHT,
    SMALL,
    SOFT,
    lines_of,
    wrapped,
)
from isop_analysis.language.names import CHAPTERS, Names
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import Tables
from isop_analysis.language.variables import written_value
from isop_analysis.language.words import Words
from isop_analysis.study.model_settings import Margin, Multilevel

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from isop_analysis.study.study import Study

HUES = (SCORE, SOFT, SCORE_LIGHT)
APART = 0.03
HEIGHT = 118.0
LINE = 10.0
GAP = 2.0
CHARACTERS = 13
ROOM = 0.6


@dataclass(frozen=True)
class Expected:
    """One expected score: where along the variable, of which group, with its interval."""

    along: float
    group: str
    estimate: float
    low: float
    high: float


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per chapter and margin that puts one number at several values."""
    names, found = Names(study, words.language), []
    for model in study.multilevel:
        for margin in model.margins:
            variable = _along(margin)
            if margin.slope_of is None and variable is not None:
                found += _per_chapter(study, model, margin, variable, names, words)
    return found


def _along(margin: Margin) -> str | None:
    several = [
        name
        for name, values in margin.at.items()
        if len(values) > 1 and all(isinstance(value, float) for value in values)
    ]
    return several[0] if len(several) == 1 else None


def _per_chapter(
    study: "Study", model: Multilevel, margin: Margin, variable: str, names: Names, words: Words
) -> list[Drawing]:
    every = Tables(study).rows("model_means", model=model.name, margin=margin.name)
    rows = [row for row in every if is_number(row["estimate"])]
    found = []
    for chapter in CHAPTERS:
        drawn = {}
        for name in names.scales_in(chapter):
            own = [_expected(row, variable, names, words) for row in rows if row["scale"] == name]
            if own:
                drawn[name] = own
        if drawn:
            found.append(
                _drawn(
                    f"expected_{model.name}_{margin.name}_{chapter}",
                    model,
                    margin,
                    drawn,
                    variable,
                    names,
                    words,
                )
            )
    return found


def _expected(row: dict[str, Any], variable: str, names: Names, words: Words) -> Expected:
    point = read_mapping(row["point"])
    along = float(point.pop(variable))
    group = ", ".join(written_value(name, value, names, words) for name, value in point.items())
    return Expected(along, group, float(row["estimate"]), float(row["ci_low"]), float(row["ci_high"]))


def _drawn(
    name: str,
    model: Multilevel,
    margin: Margin,
    drawn: dict[str, list[Expected]],
    variable: str,
    names: Names,
    words: Words,
) -> Drawing:
    panels = Panels.of([names.scale(scale) for scale in drawn])
    for axes, points in zip(panels.axes, drawn.values(), strict=True):
        _panel(axes, points, variable, names, words)
    language = words.language
    return Drawing(
        name=name,
        title=words("figure.slopes.title", title=margin.title.in_language(language)),
        caption=words("figure.slopes.caption", model=model.title.in_language(language)),
        alt=" ".join(_alt(names.scale(scale), points, words) for scale, points in drawn.items()),
        figure=panels.figure,
        table=_table(drawn, variable, names, words),
    )


def _lines(points: list[Expected]) -> dict[str, list[Expected]]:
    lines: dict[str, list[Expected]] = {}
    for point in sorted(points, key=lambda one: one.along):
        lines.setdefault(point.group, []).append(point)
    return lines


def _panel(axes: "Axes", points: list[Expected], variable: str, names: Names, words: Words) -> None:
    lines = _lines(points)
    span = max(one.along for one in points) - min(one.along for one in points)
    for place, line in enumerate(lines.values()):
        hue, shift = HUES[place % len(HUES)], (place - (len(lines) - 1) / 2) * APART * span
        x = [one.along + shift for one in line]
        axes.plot(x, [one.estimate for one in line], "o-", color=hue, linewidth=1.4, markersize=4, zorder=3)
        for at, one in zip(x, line, strict=True):
            axes.plot([at, at], [one.low, one.high], color=hue, linewidth=0.9, zorder=2)
    _label(axes, lines, max(one.along for one in points) + APART * span * len(lines) / 2)
    along = sorted({one.along for one in points})
    axes.set_xticks(along, [written_value(variable, value, names, words) for value in along])
    axes.set_xlim(along[0] - 0.08 * span, along[-1] + ROOM * span)
    axes.tick_params(colors=SOFT)
    axes.grid(axis="y", color=FAINT, linewidth=0.4)
    axes.locator_params(axis="y", nbins=4)
    write_ticks(axes, words)


def _label(axes: "Axes", lines: dict[str, list[Expected]], right: float) -> None:
    """Write each group beside the end of its line, below the one above where they would overlap."""
    low, high = axes.get_ylim()
    bottom = high
    for group, line in sorted(lines.items(), key=lambda pair: -pair[1][-1].estimate):
        half = lines_of(group, CHARACTERS) * LINE / HEIGHT * (high - low) / 2
        middle = min(line[-1].estimate, bottom - half)
        bottom = middle - half - GAP / HEIGHT * (high - low)
        axes.annotate(
            wrapped(group, CHARACTERS),
            (right, middle),
            (6, 0),
            textcoords="offset points",
            va="center",
            size=SMALL,
            color=INK,
            linespacing=1.0,
        )


def _alt(scale: str, points: list[Expected], words: Words) -> str:
    parts = [
        words(
            "figure.slopes.part",
            group=group or words("figure.slopes.whole"),
            first=words.numbers.decimal(line[0].estimate),
            last=words.numbers.decimal(line[-1].estimate),
        )
        for group, line in _lines(points).items()
    ]
    return words("figure.slopes.alt", scale=scale, parts=words.listed(parts))


def _table(drawn: dict[str, list[Expected]], variable: str, names: Names, words: Words) -> FigureTable:
    number = words.numbers
    cells = [
        (
            names.scale(scale),
            one.group or words("everyone"),
            written_value(variable, one.along, names, words),
            number.decimal(one.estimate),
            number.interval(one.low, one.high),
        )
        for scale, points in drawn.items()
        for one in points
    ]
    head = tuple(words(f"column.{key}") for key in ("scale", "group", "point", "estimate", "interval"))
    return FigureTable(head, tuple(cells))
