"""How people answered the items of a scale: diverging bars around the middle answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
from isop_analysis.figures.answer_bars import Item, bars
from isop_analysis.figures.drawing import Drawing
from isop_analysis.figures.drawn import FigureTable
from isop_analysis.language.names import Names
from isop_analysis.language.rows import Tables
from isop_analysis.language.words import Words

if TYPE_CHECKING:
    from isop_analysis.study.instrument import Instrument, Scale
    from isop_analysis.study.study import Study

MOST_ANSWERS = 7
Values = tuple[float, ...]


@dataclass(frozen=True)
class Asked:
    """A scale at an occasion, with the answers that can be given."""

    instrument: "Instrument"
    scale: "Scale"
    occasion: str
    values: Values
    names: Names
    words: Words

    @property
    def labels(self) -> list[str]:
        """What each answer is called, or its number."""
        allowed = self.instrument.answer_scale(self.instrument.item(self.scale.items[0]).answers)
        known = {v.value: (v.nl if self.words.language == "nl" else v.en) for v in allowed.values}
        return [known.get(value, self.words.numbers.integer(value)) for value in self.values]

    @property
    def shown(self) -> dict[str, str]:
        """What texts name: the scale, the occasion, the lowest and the highest answer."""
        low, *_, high = self.labels
        return {
            "scale": self.names.scale(self.scale.name), "occasion": self.occasion, "low": low, "high": high
        }  # fmt: skip

    def item(self, name: str, tables: Tables) -> Item | None:
        """Return an item with its shares; None where it is not published."""
        rows = tables.rows("item_counts", item=name, occasion=self.occasion)
        if not rows:
            return None
        shares = {float(row["answer"]): float(row["share"]) for row in rows}
        described = tables.rows("item_descriptives", item=name, scale=self.scale.name, occasion=self.occasion)
        text = self.names.item(name)
        if self.instrument.item(name).reversed:
            text = f"{text} {self.words('figure.answers.reversed')}"
        return Item(
            text,
            tuple(shares.get(value, 0.0) for value in self.values),
            described[0]["n"] if described else None,
        )


def draw(study: "Study", words: Words) -> list[Drawing]:
    """Draw one figure per scale whose items have few enough possible answers, at the first occasion told."""
    tables, names = Tables(study), Names(study, words.language)
    found = []
    for instrument, scale in study.scales:
        values = _values(instrument, scale)
        told = (o for o in names.occasions if any(_is_told(tables, name, o) for name in scale.items))
        occasion = next(told, None)
        if occasion is not None and 2 <= len(values) <= MOST_ANSWERS:
            found.append(_drawn(Asked(instrument, scale, occasion, values, names, words), tables))
    return found


def _is_told(tables: Tables, item: str, occasion: str) -> bool:
    return bool(tables.rows("item_counts", item=item, occasion=occasion))


def _values(instrument: "Instrument", scale: "Scale") -> Values:
    allowed = instrument.answer_scale(instrument.item(scale.items[0]).answers)
    if allowed.values:
        return tuple(value.value for value in sorted(allowed.values, key=lambda v: v.value))
    whole = allowed.low == int(allowed.low) and allowed.high == int(allowed.high)
    return tuple(float(v) for v in range(int(allowed.low), int(allowed.high) + 1)) if whole else ()


def _drawn(asked: Asked, tables: Tables) -> Drawing:
    every = [asked.item(name, tables) for name in asked.scale.items]
    items = [item for item in every if item is not None]
    return Drawing(
        name=f"answers_{asked.scale.name}",
        title=asked.words("figure.answers.title", **asked.shown),
        caption=_caption(items, len(every) - len(items), asked),
        alt=seen_in(items, asked.values, asked.words, asked.shown),
        figure=bars(items, asked.values, asked.labels),
        table=_table(items, asked),
    )


def _caption(items: list[Item], left_out: int, asked: Asked) -> str:
    words = asked.words
    text = words("figure.answers.caption", n=_answered(items, words), **asked.shown)
    if not left_out:
        return text
    return f"{text} {words('figure.answers.left_out', items=words.counted('units.item', left_out))}"


def _answered(items: list[Item], words: Words) -> str:
    """Return between which numbers the items were answered: `120 to 129`."""
    known = [item.n for item in items if item.n is not None]
    if not known:
        return "–"
    return words.numbers.aloud(Count(min(n.low for n in known), max(n.high for n in known)))


def seen_in(items: list[Item], values: Values, words: Words, shown: dict[str, str]) -> str:
    """Say where most and fewest are on the upper side."""
    counted = words.counted("units.item", len(items))
    shares = {item.text: item.above(values) for item in items}
    most, least = max(shares, key=shares.__getitem__), min(shares, key=shares.__getitem__)
    told = {
        "most": most, "most_share": words.numbers.percentage(100 * shares[most]),
        "least": least, "least_share": words.numbers.percentage(100 * shares[least]),
    }  # fmt: skip
    key = "alt" if len(shares) > 1 else "alt_one"
    return words(f"figure.answers.{key}", items=counted, **told, **shown)


def _table(items: list[Item], asked: Asked) -> FigureTable:
    number, words = asked.words.numbers, asked.words
    rows = [
        (
            item.text,
            *(number.percentage(100 * share) for share in item.shares),
            number.count(item.n) if item.n else "–",
        )
        for item in items
    ]
    return FigureTable((words("column.item"), *asked.labels, words("column.n")), tuple(rows))
