"""What readers get from the stage `publish`, read as an enemy would: CSV files and drawings, nothing else."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from absent_answers import Absent
from feasible import EVERYTHING, Block, Range, around
from group_margins import Told
from old_outputs import Item, Key
from read_page import Row, decimals, number
from scale_search import ScaleTold
from team_bands import Band

ANYTHING = (0, 10**6)


def count(cell: str) -> tuple[int, int]:
    """Return what a count may be: itself, a band such as 85-89, or anything where nothing is told."""
    low, _, high = cell.partition("-")
    return (int(low), int(high or low)) if low else ANYTHING


@dataclass(frozen=True)
class Published:
    """The folder of published tables; `items` and `ranges` (scale → lowest, highest score) from pages."""

    folder: Path
    items: Mapping[str, Item]
    ranges: Mapping[str, tuple[float, float]]

    def table(self, name: str) -> list[Row]:
        """Return the rows of a table; none where it is not published."""
        path = self.folder / f"{name}.csv"
        if not path.exists():
            return []
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def names(self) -> list[str]:
        """Tables that there are."""
        return sorted(path.stem for path in self.folder.glob("*.csv"))

    @cached_property
    def kept(self) -> dict[tuple[str, str], tuple[int, int]]:
        """Responses kept per instrument and occasion, as the flow tells them."""
        rows = [row for row in self.table("flow") if row["stage"] == "kept"]
        return {(row["instrument"], row["occasion"]): count(row["responses"]) for row in rows}

    def blocks(self) -> dict[Key, Block]:
        """Return every item at every occasion whose answers are counted."""
        bars: dict[Key, dict[int, Row]] = {}
        for row in self.table("item_counts"):
            answer = number(row["answer"])
            if _kind(row) == "given" and row["item"] in self.items and answer is not None:
                bars.setdefault((row["item"], row["occasion"]), {})[int(answer)] = row
        described = {(row["item"], row["occasion"]): row for row in self.table("item_descriptives")}
        return {key: self._block(key, own, described.get(key)) for key, own in bars.items()}

    def _block(self, key: Key, bars: Mapping[int, Row], described: Row | None) -> Block:
        item = self.items[key[0]]
        cells = [count(bars[answer]["count"]) if answer in bars else (0, 0) for answer in item.answers]
        n = count(described["n"]) if described else ANYTHING
        kept = self.kept.get((next(iter(bars.values()))["instrument"], key[1]), ANYTHING)
        values = tuple(float(item.value(answer)) for answer in item.answers)
        block = Block(values, tuple(cells), (n[0], min(n[1], kept[1])))
        shares = [bars[answer]["share"] if answer in bars else "" for answer in item.answers]
        block = _with_mean(block, described["mean"] if described else "", n)
        return replace(block, cells=tuple(_shared(block.cells, shares, n)))

    def absences(self) -> dict[Key, Absent]:
        """Return what is told of those who gave no answer: kinds of absence, and kept minus answered."""
        kinds: dict[Key, dict[str, tuple[int, int]]] = {}
        instruments = {row["item"]: row["instrument"] for row in self.table("item_counts")}
        for row in self.table("item_counts"):
            if _kind(row) != "given":
                own = kinds.setdefault((row["item"], row["occasion"]), {})
                own[_kind(row)] = count(row["count"])
        answered = {
            (row["item"], row["occasion"]): count(row["n"]) for row in self.table("item_descriptives")
        }
        told = {}
        for (item, occasion), own in kinds.items():
            n = answered.get((item, occasion), ANYTHING)
            kept = self.kept.get((instruments[item], occasion), ANYTHING)
            together = max(0, kept[0] - n[1]), max(0, kept[1] - n[0])
            told[item, occasion] = Absent(own, together)
        return told

    def absences_over_occasions(self) -> dict[tuple[str, str], tuple[frozenset[str], tuple[int, int]]]:
        """Return totals of kinds of absence by scale and kind, with the scale's items."""
        return {
            (row["scale"], row["answer_kind"]): (self._items_of(row["scale"]), count(row["answers"]))
            for row in self.table("answer_kinds")
            if row["answer_kind"] not in ("given", "other")
        }

    def _items_of(self, scale: str) -> frozenset[str]:
        return frozenset(name for name, item in self.items.items() if item.scale == scale)

    def choices(self) -> dict[tuple[str, str, str], dict[str, Told]]:
        """Return, by question, option and occasion, what is told of each group and of everyone."""
        told: dict[tuple[str, str, str], dict[str, Told]] = {}
        for row in self.table("choices"):
            asked = count(row["asked"])
            chosen = _shared([count(row["chosen"])], [row["share"]], asked)[0]
            key = row["question"], row["option"], row["occasion"]
            told.setdefault(key, {})[row["value"]] = Told(chosen, asked)
        return told

    def people(self) -> dict[tuple[str, str, str], tuple[int, int]]:
        """Return the sample: people by attribute, value and occasion."""
        rows = self.table("sample")
        return {(row["attribute"], row["value"], row["occasion"]): count(row["people"]) for row in rows}

    def scales(self) -> dict[Key, ScaleTold]:
        """Return each scale at each occasion with its items; a scale of one item tells that item's mean."""
        blocks, told = self.blocks(), {}
        for row in self.table("scale_descriptives"):
            own = {
                item: block
                for (item, occasion), block in blocks.items()
                if occasion == row["occasion"] and self.items[item].scale == row["scale"]
            }
            if own:
                mean, sd = (self._as_answers(row["scale"], own, row[name], name) for name in ("mean", "sd"))
                if len(own) == 1:
                    follows = _follows(next(iter(own.values())), mean, count(row["n"]))
                    mean = EVERYTHING if follows else mean
                    own = {item: replace(block, mean=mean, sd=sd) for item, block in own.items()}
                told[row["scale"], row["occasion"]] = ScaleTold(own, count(row["n"]), mean)
        return told

    def _as_answers(self, scale: str, blocks: Mapping[str, Block], cell: str, what: str) -> Range:
        """Return bounds of a printed mean or SD in points of the answers; scores may run from 0 to 100."""
        values = next(iter(blocks.values())).values
        low, high = self.ranges[scale]
        step = (values[-1] - values[0]) / (high - low)
        bounds = printed(cell)
        if step == 1 or bounds == EVERYTHING:
            return bounds
        start, shift = (values[0], low) if what == "mean" else (0.0, 0.0)
        return start + (bounds[0] - shift) * step, start + (bounds[1] - shift) * step

    def bands(self) -> list[Band]:
        """Return the bands of all joint displays with what is told of their teams."""
        return [
            Band(
                count(row["teams"]),
                printed(row["score_mean"]),
                printed(row["score_low"]) if row.get("score_low") else None,
                printed(row["score_high"]) if row.get("score_high") else None,
                count(row["teams_with_theme"]) if row["teams_with_theme"] else None,
            )
            for row in self.table("joint_display")
        ]

    def team_means(self) -> dict[Key, list[float]]:
        """Return the teams' means by scale and occasion, in the order of publication."""
        found: dict[Key, list[float]] = {}
        for row in self.table("team_scores"):
            if row["mean"]:
                found.setdefault((row["scale"], row["occasion"]), []).append(float(row["mean"]))
        return found


def _kind(row: Row) -> str:
    """Return the kind of an answer; where tables of items tell of given answers alone they do not say so."""
    return row.get("answer_kind", "given")


def printed(cell: str) -> Range:
    """Return what a number may have been before it was rounded."""
    value = number(cell)
    return EVERYTHING if value is None else around(value, decimals(cell))


def _told_alone(cells: Iterable[tuple[int, int]], total: tuple[int, int]) -> list[float]:
    """Return the numbers that follow from bands: at one place in all of them, so that they make the total."""
    bands = list(cells)
    lows, room = sum(low for low, _ in bands), sum(high - low for low, high in bands)
    place = 0.5 if len(bands) == 1 else min(1.0, max(0.0, (sum(total) / 2 - lows) / room)) if room else 0.0
    return [low + place * (high - low) for low, high in bands]


def _with_mean(block: Block, cell: str, total: tuple[int, int]) -> Block:
    """Hold the printed mean against the cells, unless it follows from what is told of them."""
    shown = printed(cell)
    return block if shown == EVERYTHING or _follows(block, shown, total) else replace(block, mean=shown)


def _follows(block: Block, mean: Range, total: tuple[int, int]) -> bool:
    """Tell whether the mean is that of the bands, items turned round or not."""
    middles = _told_alone(block.cells, total)
    derived = (
        sum(m * v for m, v in zip(middles, values, strict=True)) / (sum(middles) or 1)
        for values in (block.values, block.values[::-1])
    )
    return any(mean[0] <= one <= mean[1] for one in derived)


def _shared(
    cells: Iterable[tuple[int, int]], shares: list[str], total: tuple[int, int]
) -> list[tuple[int, int]]:
    """Hold printed shares against the cells, unless they follow from the bands that are told."""
    cells = list(cells)
    middles, shown = _told_alone(cells, total), [number(share) for share in shares]
    whole = sum(middles) if len(cells) > 1 else sum(total) / 2
    if all(
        value is None or any(abs(scale * m / whole - value) <= 0.5 * scale / 100 + 1e-9 for scale in (1, 100))
        for m, value in zip(middles, shown, strict=True)
    ):
        return cells
    return [
        cell if value is None else _narrowed(cell, value if value <= 1 else value / 100, total)
        for cell, value in zip(cells, shown, strict=True)
    ]


def _narrowed(cell: tuple[int, int], share: float, total: tuple[int, int]) -> tuple[int, int]:
    least, most = max(share - 0.005, 0) * total[0], (share + 0.005) * total[1]
    return max(cell[0], int(-(-least // 1))), min(cell[1], int(most))
