"""How people answered the items of a scale: diverging bars around the middle answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.figures.drawn import Drawn, FigureTable
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
from isop_analysis.report.names import Names
from isop_analysis.report.records import records
from isop_analysis.report.words import Words

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from isop_analysis.study.instrument import Instrument, Scale
    from isop_analysis.study.study import Study

MOST_ANSWERS = 7
BAR = 15.0
LINE = 13.0
CHARACTERS = 72


@dataclass(frozen=True)
class Item:
    """Counts of one item's answers; None where suppressed."""

    text: str
    reversed: bool
    counts: tuple[int | None, ...]
    n: int

    @property
    def hidden(self) -> int:
        """How many answers lie in suppressed cells."""
        return self.n - sum(count or 0 for count in self.counts)


def draw(study: "Study", words: Words) -> list[Drawn]:
    """Draw one figure per scale whose items have few enough possible answers."""
    counts, described = study.table("item_counts"), study.table("item_descriptives")
    names = Names(study, words.language)
    found = []
    for instrument, scale in study.scales:
        values = _values(instrument, scale)
        occasion = next((o for o in names.occasions if _asked(described, scale.name, o)), None)
        if occasion is None or not 2 <= len(values) <= MOST_ANSWERS:
            continue
        items = [
            _item(counts, described, instrument, scale, name, occasion, values, names) for name in scale.items
        ]
        found.append(_drawn(items, instrument, scale, occasion, values, words, names))
    return found


def _asked(described: "pd.DataFrame", scale: str, occasion: str) -> bool:
    rows = described[(described["scale"] == scale) & (described["occasion"] == occasion)]
    return bool((rows["n"] > 0).any())


def _values(instrument: "Instrument", scale: "Scale") -> tuple[float, ...]:
    allowed = instrument.answer_scale(instrument.item(scale.items[0]).answers)
    if allowed.values:
        return tuple(value.value for value in sorted(allowed.values, key=lambda v: v.value))
    whole = allowed.low == int(allowed.low) and allowed.high == int(allowed.high)
    return tuple(float(v) for v in range(int(allowed.low), int(allowed.high) + 1)) if whole else ()


def _item(
    counts: "pd.DataFrame",
    described: "pd.DataFrame",
    instrument: "Instrument",
    scale: "Scale",
    name: str,
    occasion: str,
    values: tuple[float, ...],
    names: Names,
) -> Item:
    rows = counts[
        (counts["item"] == name) & (counts["occasion"] == occasion) & (counts["answer_kind"] == "given")
    ]
    given: dict[float, int | None] = {}
    for row in records(rows):
        given[float(row["answer"])] = None if row["suppressed"] else int(row["count"])
    n = described[
        (described["item"] == name) & (described["scale"] == scale.name) & (described["occasion"] == occasion)
    ]["n"]
    return Item(
        names.item(name),
        instrument.item(name).reversed,
        tuple(given.get(value, 0) for value in values),
        int(n.iloc[0]) if len(n) else 0,
    )


def _drawn(
    items: list[Item],
    instrument: "Instrument",
    scale: "Scale",
    occasion: str,
    values: tuple[float, ...],
    words: Words,
    names: Names,
) -> Drawn:
    labels = _labels(instrument, scale, values, words)
    most = max(items, key=lambda item: _share(item, values, above=True))
    least = min(items, key=lambda item: _share(item, values, above=True))
    shown = {"scale": names.scale(scale.name), "occasion": occasion, "low": labels[0], "high": labels[-1]}
    return Drawn(
        name=f"answers_{scale.name}",
        title=words("figure.answers.title", **shown),
        caption=words(
            "figure.answers.caption",
            n=words.numbers.integer(max(item.n for item in items)),
            **shown,
        ),
        alt=words(
            "figure.answers.alt",
            most=most.text,
            most_share=words.numbers.percentage(100 * _share(most, values, above=True)),
            least=least.text,
            least_share=words.numbers.percentage(100 * _share(least, values, above=True)),
            items=words.counted("units.item", len(items)),
            **shown,
        ),
        svg=_svg(items, values, labels),
        table=_table(items, labels, words),
    )


def _labels(instrument: "Instrument", scale: "Scale", values: tuple[float, ...], words: Words) -> list[str]:
    allowed = instrument.answer_scale(instrument.item(scale.items[0]).answers)
    known = {v.value: (v.nl if words.language == "nl" else v.en) for v in allowed.values}
    return [known.get(value, words.numbers.integer(value)) for value in values]


def _share(item: Item, values: tuple[float, ...], above: bool) -> float:
    middle = (values[0] + values[-1]) / 2
    side = [c or 0 for c, v in zip(item.counts, values, strict=True) if (v > middle) is above and v != middle]
    return sum(side) / item.n if item.n else 0.0


def _colours(values: tuple[float, ...]) -> list[str]:
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


def _svg(items: list[Item], values: tuple[float, ...], labels: list[str]) -> str:
    heights = [lines_of(item.text, CHARACTERS) * LINE + BAR + 11 for item in items]
    figure, axes = canvas(36 + sum(heights) + 4)
    centre, unit = WIDTH * 0.40, WIDTH * 0.58
    _key(axes, values, labels)
    top = 34.0
    for item, height in zip(items, heights, strict=True):
        axes.text(0, top, wrapped(item.text, CHARACTERS), va="top", size=SIZE, color=INK, linespacing=1.1)
        _bar(axes, item, values, centre, unit, top + height - BAR - 9)
        top += height
    return svg_of(figure)


def _bar(axes: "Axes", item: Item, values: tuple[float, ...], centre: float, unit: float, top: float) -> None:
    if item.n == 0:
        return
    for end in (top, top + BAR):
        axes.plot([centre, centre], [end - 3, end + 3], color=INK, linewidth=0.9, zorder=3)
    middle = (values[0] + values[-1]) / 2
    below = sum(
        (c or 0) * (1 if v < middle else 0.5 if v == middle else 0)
        for c, v in zip(item.counts, values, strict=True)
    )
    left = first = centre - unit * below / item.n
    for count, colour in zip(item.counts, _colours(values), strict=True):
        width = unit * (count or 0) / item.n
        if width:
            axes.barh(top + BAR / 2, width, BAR, left, color=colour, edgecolor=HOLLOW, linewidth=0.8)
        if count and width > 22:
            ink = PAPER if colour in (AGREE, LOW) else INK if colour == FAINT else ON_HUE
            axes.text(
                left + width / 2,
                top + BAR / 2 + 0.5,
                str(round(100 * count / item.n)) if item.n >= 20 else str(count),
                ha="center",
                va="center",
                size=SMALL,
                color=ink,
            )
        left += width
    if item.hidden > 0:
        width = unit * item.hidden / item.n
        lower = all(v < middle for c, v in zip(item.counts, values, strict=True) if c is None)
        start = first - width - 3 if lower else left + 3
        axes.barh(
            top + BAR / 2, width, BAR, start, facecolor="none", edgecolor=SOFT, hatch="////", linewidth=0.5
        )


def _key(axes: "Axes", values: tuple[float, ...], labels: list[str]) -> None:
    colours = _colours(values)
    axes.text(0, 4, f"← {labels[0]}", color=LOW, size=SMALL, va="top", weight="semibold")
    axes.text(WIDTH, 4, f"{labels[-1]} →", color=AGREE, size=SMALL, va="top", ha="right", weight="semibold")
    step = 12.0
    start = WIDTH / 2 - step * len(colours) / 2
    for place, colour in enumerate(colours):
        axes.barh(9, step, 9, start + place * step, color=colour, edgecolor=HOLLOW, linewidth=0.8)


def _table(items: list[Item], labels: list[str], words: Words) -> FigureTable:
    rows = []
    for item in items:
        text = f"{item.text} {words('figure.answers.reversed')}" if item.reversed else item.text
        cells = ["·" if count is None else words.numbers.integer(count) for count in item.counts]
        rows.append((text, *cells, words.numbers.integer(item.n)))
    return FigureTable((words("column.item"), *labels, words("column.n")), tuple(rows))
