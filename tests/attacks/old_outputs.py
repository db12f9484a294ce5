"""What the report printed before there was a stage `publish`, as blocks that an enemy can reckon with."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from feasible import Block, Range, around
from read_page import Row, decimals, number

OLD = Path(__file__).parent / "old"
Key = tuple[str, str]
"""An item and an occasion."""


def rows(name: str, folder: str = "tables") -> list[Row]:
    with (OLD / folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Item:
    """An item: its scale, its lowest and highest answer, whether a high one means little."""

    scale: str
    low: int
    high: int
    reversed: bool

    @property
    def answers(self) -> tuple[int, ...]:
        """Answers in the order in which their value for the scale rises."""
        found = range(self.low, self.high + 1)
        return tuple(reversed(found)) if self.reversed else tuple(found)

    def value(self, answer: int) -> int:
        return self.low + self.high - answer if self.reversed else answer


def bounds(printed: str, most: int, least: int = 0) -> tuple[int, int]:
    """Return what a printed count may be: itself, or anything where it is kept back."""
    value = number(printed)
    return (least, most) if value is None else (int(value), int(value))


def items() -> dict[str, Item]:
    return {
        row["item"]: Item(row["scale"], int(row["low"]), int(row["high"]), row["reversed"] == "yes")
        for row in rows("items")
    }


@dataclass(frozen=True)
class OldOutputs:
    """Counts and descriptions of items as printed: the committed copy, or one release of several."""

    counts: tuple[Row, ...]
    descriptions: tuple[Row, ...]

    @classmethod
    def read(cls) -> "OldOutputs":
        return cls(tuple(rows("item_counts")), tuple(rows("item_descriptives")))

    @classmethod
    def releases(cls) -> "list[OldOutputs]":
        """Return the copy and the five releases after it, each with one person less than the one before."""
        found = [cls.read()]
        counts, descriptions = rows("item_counts", "releases"), rows("item_descriptives", "releases")
        for release in sorted({row["release"] for row in descriptions}):
            last = found[-1]
            own = [[row for row in table if row["release"] == release] for table in (counts, descriptions)]
            new_counts = _changed(last.counts, own[0], ("item", "occasion", "kind", "answer"))
            new_descriptions = _changed(last.descriptions, own[1], ("item", "occasion"))
            found.append(cls(tuple(row for row in new_counts if row["count"]), tuple(new_descriptions)))
        return found

    def blocks(self) -> dict[Key, Block]:
        """Return every item at every occasion whose answers are counted."""
        return {key: self.block(key) for key in self.given if key in self.described}

    @cached_property
    def given(self) -> dict[Key, dict[int, str]]:
        """Per item and occasion what is printed for each answer that anyone gave."""
        found: dict[Key, dict[int, str]] = {}
        for row in self.counts:
            if row["kind"] == "given":
                found.setdefault((row["item"], row["occasion"]), {})[int(row["answer"])] = row["count"]
        return found

    @cached_property
    def described(self) -> dict[Key, Row]:
        return {(row["item"], row["occasion"]): row for row in self.descriptions}

    def block(self, key: Key) -> Block:
        """Return all that is printed of an item at an occasion; a dot says 'somebody, how many is hidden'."""
        item, row = items()[key[0]], self.described[key]
        n, shown = int(row["n"]), self.given.get(key, {})
        cells = [_cell(shown.get(answer), n, key in self.given) for answer in item.answers]
        for place, share in ((0, row["floor"]), (-1, row["ceiling"])):
            cells[place] = _shared(cells[place], number(share), n)
        return Block(
            tuple(float(item.value(answer)) for answer in item.answers),
            tuple(cells),
            (n, n),
            *(_printed(row[name]) for name in ("mean", "sd", "skewness")),
        )


def _changed(before: Iterable[Row], changed: Iterable[Row], key: tuple[str, ...]) -> list[Row]:
    found = {tuple(row[name] for name in key): row for row in before}
    found |= {tuple(row[name] for name in key): row for row in changed}
    return list(found.values())


def _cell(printed: str | None, n: int, counted: bool) -> tuple[int, int]:
    if printed is None:
        return (0, 0) if counted else (0, n)
    count = number(printed)
    return (1, n) if count is None else (int(count), int(count))


def _shared(cell: tuple[int, int], share: float | None, n: int) -> tuple[int, int]:
    """Bound a cell by the whole per cent of everyone that is printed; one kept back tells nothing here."""
    if share is None:
        return cell
    low, high = (max(share - 0.5, 0) * n / 100, (share + 0.5) * n / 100)
    return max(cell[0], int(-(-low // 1))), min(cell[1], int(high))


def _printed(text: str) -> Range:
    value = number(text)
    return (-float("inf"), float("inf")) if value is None else around(value, decimals(text))
