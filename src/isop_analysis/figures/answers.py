"""How people answered the items of a scale: diverging bars around the middle answer."""

from typing import TYPE_CHECKING

from isop_analysis.figures.answer_bars import Item, bars
from isop_analysis.figures.drawn import Drawn, FigureTable
from isop_analysis.language.names import Names
from isop_analysis.language.rows import records
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.instrument import Instrument, Scale
    from isop_analysis.study.study import Study

MOST_ANSWERS = 7


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
            _item(counts, described, instrument, scale, name, occasion, values, names, words)
            for name in scale.items
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
    words: Words,
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
    turned = instrument.item(name).reversed
    return Item(
        f"{names.item(name)} {words('figure.answers.reversed')}" if turned else names.item(name),
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
    shown = {"scale": names.scale(scale.name), "occasion": occasion, "low": labels[0], "high": labels[-1]}
    return Drawn(
        name=f"answers_{scale.name}",
        title=words("figure.answers.title", **shown),
        caption=words(
            "figure.answers.caption",
            n=words.numbers.integer(max(item.n for item in items)),
            **shown,
        ),
        alt=seen_in(items, values, words, shown),
        svg=bars(items, values, labels),
        table=_table(items, labels, words),
    )


def _labels(instrument: "Instrument", scale: "Scale", values: tuple[float, ...], words: Words) -> list[str]:
    allowed = instrument.answer_scale(instrument.item(scale.items[0]).answers)
    known = {v.value: (v.nl if words.language == "nl" else v.en) for v in allowed.values}
    return [known.get(value, words.numbers.integer(value)) for value in values]


def seen_in(items: list[Item], values: tuple[float, ...], words: Words, shown: dict[str, str]) -> str:
    """Say where most and fewest are on the upper side, among items of which no cell there is hidden."""
    counted = words.counted("units.item", len(items))
    shares = {item.text: share for item in items if (share := _share(item, values)) is not None}
    if len(shares) < 2:
        return words("figure.answers.alt_hidden", items=counted, **shown)
    most, least = max(shares, key=shares.__getitem__), min(shares, key=shares.__getitem__)
    return words(
        "figure.answers.alt",
        most=most,
        most_share=words.numbers.percentage(100 * shares[most]),
        least=least,
        least_share=words.numbers.percentage(100 * shares[least]),
        items=counted,
        **shown,
    )


def _share(item: Item, values: tuple[float, ...]) -> float | None:
    """Return the share above the middle answer; None where a cell of it is hidden, or nobody answered."""
    middle = (values[0] + values[-1]) / 2
    side = [count for count, value in zip(item.counts, values, strict=True) if value > middle]
    told = [count for count in side if count is not None]
    return sum(told) / item.n if item.n and len(told) == len(side) else None


def _table(items: list[Item], labels: list[str], words: Words) -> FigureTable:
    rows = []
    for item in items:
        cells = ["·" if count is None else words.numbers.integer(count) for count in item.counts]
        rows.append((item.text, *cells, words.numbers.integer(item.n)))
    return FigureTable((words("column.item"), *labels, words("column.n")), tuple(rows))
