"""What the design of each model can find, beside the estimate and the smallest effect that matters."""

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.figures.style import (
    BAND,
    FAINT,
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
from isop_analysis.language.effects import Contrast, Detectable, contrasts
from isop_analysis.language.names import CHAPTERS, place_of
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

ROW = 21.0
LABEL = 172.0
HEAD = 50.0
TITLE = 86
MOST_TICKS = 6
Across = Callable[[float], float]


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per chapter with at least one effect whose design was simulated."""
    every = contrasts(Tables(study), words.language)
    found = []
    for chapter in CHAPTERS:
        own = [one for one in every if place_of(one.chapter) == chapter]
        shown = [one for one in own if _ends(one.detectable)]
        if shown:
            found.append(_drawn(chapter, shown, len(own) - len(shown), words))
    return found


def _ends(detectable: Detectable | None) -> list[float]:
    both = (detectable.fitted, detectable.planned) if detectable else ()
    return [value for value in both if value is not None]


def _drawn(chapter: str, shown: list[Contrast], left_out: int, words: Words) -> Drawing:
    return Drawing(
        name=f"detectable_{chapter}",
        title=words("figure.detectable.title"),
        caption=_caption(shown, left_out, words),
        alt=_alt(shown, words),
        figure=_picture(shown, words),
        table=_table(shown, words),
    )


def _caption(shown: list[Contrast], left_out: int, words: Words) -> str:
    own = [one.detectable for one in shown if one.detectable]
    error = max(one.error or 0.0 for one in own)
    text = words(
        "figure.detectable.caption",
        share=words.share_of_repetitions(own[0].power),
        open_dot=words(f"figure.detectable.{'open_dot' if _is_planned(shown) else 'no_open_dot'}"),
        error=words.numbers.decimal(ceil(1000 * error) / 1000, 3),
    )
    return f"{text} {words('figure.effects.left_out', count=left_out)}" if left_out else text


def _is_planned(shown: list[Contrast]) -> bool:
    return any(one.detectable is not None and one.detectable.planned is not None for one in shown)


def _alt(shown: list[Contrast], words: Words) -> str:
    ordered = sorted(shown, key=lambda one: _ends(one.detectable)[0])
    ends = (ordered[0], ordered[-1])
    values: dict[str, object] = {"total": words.counted("units.estimate", len(shown))}
    for name, one in zip(("least", "most"), ends, strict=True):
        values[name] = words.numbers.decimal(_ends(one.detectable)[0])
        values[f"{name}_title"], values[f"{name}_scale"] = one.title, one.scale
    return words("figure.detectable.alt", **values)


def _picture(shown: list[Contrast], words: Words) -> "Figure":
    groups: dict[str, list[Contrast]] = {}
    for one in shown:
        groups.setdefault(f"{one.title[:1].upper()}{one.title[1:]} ({one.unit})", []).append(one)
    heads = {title: lines_of(title, TITLE) * 12.5 + 9 for title in groups}
    figure, axes = canvas(HEAD + sum(heads[title] + ROW * len(rows) for title, rows in groups.items()) + 36)
    reach = 1.06 * max(max(*_ends(one.detectable), abs(one.sds or 0), one.smallest or 0) for one in shown)

    def across(value: float) -> float:
        return LABEL + 10 + value / reach * (WIDTH - LABEL - 16)

    top = HEAD
    for title, rows in groups.items():
        text = wrapped(title, TITLE)
        axes.text(0, top + 5, text, va="top", size=SIZE, weight="semibold", color=INK, linespacing=1.05)
        top += heads[title]
        axes.plot([across(0)] * 2, [top, top + ROW * len(rows)], color=INK, linewidth=0.8, zorder=2)
        for one in rows:
            _row(axes, one, top + ROW / 2, across)
            top += ROW
    names = ("fitted", "planned", "estimate") if _is_planned(shown) else ("fitted", "estimate")
    _key(axes, names, words)
    _frame(axes, across, reach, top, words)
    return figure


def _row(axes: "Axes", one: Contrast, middle: float, across: Across) -> None:
    if one.smallest is not None:
        axes.barh(middle, across(one.smallest) - across(0), ROW, across(0), color=BAND, linewidth=0, zorder=0)
    label = wrapped(one.scale, 34)
    size = SMALL + 0.6 if "\n" not in label else LEAST
    axes.text(LABEL, middle, label, ha="right", va="center", size=size, color=INK, linespacing=0.9)
    ends = [across(value) for value in _ends(one.detectable)]
    axes.plot([across(0), max(ends)], [middle, middle], color=FAINT, linewidth=1.0, zorder=1)
    if one.detectable and one.detectable.planned is not None:
        _dot(axes, across(one.detectable.planned), middle, filled=False)
    if one.detectable and one.detectable.fitted is not None:
        _dot(axes, across(one.detectable.fitted), middle, filled=True)
    if one.sds is not None:
        _tick(axes, across(abs(one.sds)), middle)


def _dot(axes: "Axes", x: float, y: float, *, filled: bool) -> None:
    face = SCORE if filled else HOLLOW
    axes.plot(
        [x], [y], "o", markersize=6 if filled else 7, color=SCORE, markerfacecolor=face,
        markeredgewidth=1.4, zorder=4 if filled else 3,
    )  # fmt: skip


def _tick(axes: "Axes", x: float, y: float) -> None:
    axes.plot([x, x], [y - 6, y + 6], color=INK, linewidth=1.8, zorder=5)


def _key(axes: "Axes", names: tuple[str, ...], words: Words) -> None:
    """Say what the marks are, one under another beside the axis."""
    left = LABEL + 14
    for place, name in enumerate(names):
        y = 6 + 14 * place
        if name == "estimate":
            _tick(axes, left, y)
        else:
            _dot(axes, left, y, filled=name == "fitted")
        text = words(f"figure.detectable.{name}")
        axes.text(left + 10, y, text, size=SMALL, color=SOFT, va="center", ha="left")


def _frame(axes: "Axes", across: Across, reach: float, bottom: float, words: Words) -> None:
    middle = across(reach / 2)
    unit = words("figure.effects.unit")
    axes.text(middle, bottom + 20, unit, size=SMALL, color=SOFT, va="top", ha="center")
    step = next(step for step in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, reach) if reach / step < MOST_TICKS)
    for place in range(int(reach / step) + 1):
        tick = across(step * place)
        axes.plot([tick, tick], [bottom, bottom + 4], color=SOFT, linewidth=0.6)
        label = words.numbers.decimal(step * place, 1) if place else "0"
        axes.text(tick, bottom + 7, label, size=SMALL, color=SOFT, va="top", ha="center")
    axes.plot([across(0), across(reach)], [bottom, bottom], color=SOFT, linewidth=0.6)


def _table(shown: list[Contrast], words: Words) -> FigureTable:
    number = words.numbers
    rows = []
    for one in shown:
        found = one.detectable or Detectable()
        chances = (found.fitted_chance, found.planned_chance)
        rows.append(
            (
                f"{one.title} ({one.unit})",
                one.scale,
                number.decimal(one.sds),
                number.decimal(found.fitted),
                number.decimal(found.planned),
                number.decimal(one.smallest),
                *(number.percentage(100 * chance) if chance is not None else "–" for chance in chances),
            )
        )
    keys = (
        *("contrast", "scale", "sds", "found_fitted", "found_planned", "smallest"),
        *("chance_fitted", "chance_planned"),
    )
    return FigureTable(tuple(words(f"column.{key}") for key in keys), tuple(rows))
