"""Estimates of a chapter with their intervals, against zero and the smallest effect that matters."""

from collections.abc import Callable
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
from isop_analysis.language.effects import Contrast, contrasts, reach_of
from isop_analysis.language.names import CHAPTERS, Names, place_of
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import Words
from isop_analysis.stats.verdicts import SILENT, Verdict

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from isop_analysis.study.study import Study

ROW = 21.0
LABEL = 172.0
HEAD = 34.0
MOST_TICKS = 3.5
Across = Callable[[float], float]


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per chapter with at least one estimate in SDs."""
    every = contrasts(Tables(study), words.language)
    names = Names(study, words.language)
    found = []
    for chapter in CHAPTERS:
        own = [one for one in every if place_of(one.chapter) == chapter]
        told = [one for one in own if one.verdict not in SILENT and one.sds_interval]
        if told:
            found.append(_drawn(chapter, told, len(own) - len(told), names, words))
    return found


def _drawn(chapter: str, told: list[Contrast], left_out: int, names: Names, words: Words) -> Drawing:
    away = [one for one in told if one.verdict not in (Verdict.OPEN, Verdict.NONE_THAT_MATTERS)]
    missing = f" {words('figure.effects.left_out', count=left_out)}" if left_out else ""
    return Drawing(
        name=f"effects_{chapter}",
        title=words("figure.effects.title"),
        caption=words("figure.effects.caption") + missing,
        alt=_alt(told, away, words),
        figure=_picture(told, words),
        table=_table(told, words),
    )


def _alt(told: list[Contrast], away: list[Contrast], words: Words) -> str:
    largest = max(told, key=lambda one: abs(one.sds or 0))
    return words(
        "figure.effects.alt",
        total=words.counted("units.estimate", len(told)),
        away=words.counted("units.away", len(away)),
        title=largest.title,
        scale=largest.scale,
        effect=words.numbers.decimal(largest.sds),
    )


def _picture(told: list[Contrast], words: Words) -> "Figure":
    groups = _grouped(told)
    heads = {title: lines_of(title, 62) * 12.5 + 9 for title in groups}
    total = HEAD + sum(heads[title] + ROW * len(rows) for title, rows in groups.items()) + 36
    figure, axes = canvas(total)
    reach = max(reach_of(told), *(1.08 * abs(one.sds or 0) for one in told))

    def across(value: float) -> float:
        share = (max(-reach, min(reach, value)) + reach) / (2 * reach)
        return LABEL + 8 + share * (WIDTH - LABEL - 14)

    top = HEAD
    for title, rows in groups.items():
        axes.text(
            0,
            top + 5,
            wrapped(title, 62),
            va="top",
            size=SIZE,
            weight="semibold",
            color=INK,
            linespacing=1.05,
        )
        top += heads[title]
        for one in rows:
            _row(axes, one, top + ROW / 2, across, reach)
            top += ROW
    _frame(axes, across, reach, top, words)
    return figure


def _grouped(told: list[Contrast]) -> dict[str, list[Contrast]]:
    groups: dict[str, list[Contrast]] = {}
    for one in told:
        groups.setdefault(f"{one.title[:1].upper()}{one.title[1:]} ({one.unit})", []).append(one)
    return groups


def _row(axes: "Axes", one: Contrast, middle: float, across: Across, reach: float) -> None:
    interval = one.sds_interval
    if interval is None:
        return
    if one.smallest is not None:
        left, right = across(-one.smallest), across(one.smallest)
        axes.barh(middle, right - left, ROW, left, color=BAND, linewidth=0, zorder=0)
    label = wrapped(one.scale, 34)
    size = SMALL + 0.6 if "\n" not in label else LEAST
    axes.text(LABEL, middle, label, ha="right", va="center", size=size, color=INK, linespacing=0.9)
    axes.plot(
        [across(interval.low), across(interval.high)], [middle, middle], color=SCORE, linewidth=1.6, zorder=2
    )
    for bound, sign in ((interval.low, -1), (interval.high, 1)):
        if abs(bound) > reach and bound * sign > 0:
            axes.plot(
                [across(bound)], [middle], "<" if sign < 0 else ">", color=SCORE, markersize=4, zorder=2
            )
    filled = one.verdict not in (Verdict.OPEN, Verdict.NONE_THAT_MATTERS)
    axes.plot(
        [across(one.sds or 0)],
        [middle],
        "o",
        markersize=6,
        color=SCORE,
        markerfacecolor=SCORE if filled else HOLLOW,
        markeredgewidth=1.4,
        zorder=3,
    )


def _frame(axes: "Axes", across: Across, reach: float, bottom: float, words: Words) -> None:
    axes.plot([across(0), across(0)], [HEAD - 8, bottom], color=INK, linewidth=0.8, zorder=1)
    axes.text(across(-reach), 4, words("figure.effects.less"), size=SMALL, color=SOFT, va="top", ha="left")
    axes.text(across(reach), 4, words("figure.effects.more"), size=SMALL, color=SOFT, va="top", ha="right")
    axes.text(
        across(0), bottom + 20, words("figure.effects.unit"), size=SMALL, color=SOFT, va="top", ha="center"
    )
    step = next(step for step in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, reach) if reach / step < MOST_TICKS)
    ticks = [step * place for place in range(-int(reach / step), int(reach / step) + 1)]
    for tick in ticks:
        axes.plot([across(tick), across(tick)], [bottom, bottom + 4], color=SOFT, linewidth=0.6)
        label = words.numbers.decimal(tick, 1) if tick else "0"
        axes.text(across(tick), bottom + 7, label, size=SMALL, color=SOFT, va="top", ha="center")
    axes.plot([across(-reach), across(reach)], [bottom, bottom], color=SOFT, linewidth=0.6)


def _table(told: list[Contrast], words: Words) -> FigureTable:
    number = words.numbers
    rows = [
        (
            f"{one.title} ({one.unit})",
            one.scale,
            number.decimal(one.points),
            number.decimal(one.sds),
            number.interval(one.sds_interval.low, one.sds_interval.high) if one.sds_interval else "–",
            number.decimal(one.smallest),
            words(f"verdict.short.{one.verdict}"),
        )
        for one in told
    ]
    keys = ("contrast", "scale", "points", "sds", "interval", "smallest", "verdict")
    return FigureTable(tuple(words(f"column.{key}") for key in keys), tuple(rows))
