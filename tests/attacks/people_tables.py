"""Attack: the same people in several tables: merged and full bars, margins and totals, exact n and bands."""

from collections.abc import Iterator, Sequence
from itertools import product

from feasible import FEW_VALUES
from published_outputs import ANYTHING, Published, count
from read_page import Row
from sums import Sum, Sums

Cell = tuple[str, ...]
MANY = 10**6
REST = "rest"


def people_found(told: Published) -> dict[Cell, tuple[int, int]]:
    """Return the least and most people in each cell of samples, patterns and groups that left."""
    sums = Sums()
    present = dict(_present(told))
    _patterns(sums, told, present)
    _groups(sums, told)
    for cell in list(sums.cells):
        if cell[0] == "seen" and ("sample", *cell[3:], cell[1]) in sums.cells:
            sums.known.append(Sum({("sample", *cell[3:], cell[1]): 1, cell: -1}, 0, MANY))
    _score_bars(sums, told)
    wanted = [cell for cell, (low, high) in sums.cells.items() if low < FEW_VALUES]
    return sums.ranges(wanted, FEW_VALUES)


def _present(told: Published) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield how many known people answered at an occasion, as the most telling of its tables says."""
    best: dict[str, tuple[int, int]] = {}
    for row in told.table("missing_tests"):
        if row["of"] == "scales" and row["n"]:
            best[row["occasion"]] = count(row["n"])
    for row in told.table("dropout_groups"):
        if row["attribute"] == "all":
            before, here = best.get(row["from_occasion"], ANYTHING), count(row["people"])
            best[row["from_occasion"]] = max(before[0], here[0]), min(before[1], here[1])
    yield from best.items()


def _patterns(sums: Sums, told: Published, present: dict[str, tuple[int, int]]) -> None:
    """Patterns add up to those present; of occasions, those with a 1 at an occasion are its people."""
    leaving = [row for row in told.table("dropout_groups") if row["attribute"] == "all"]
    occasions = list(dict.fromkeys(row[of] for of in ("from_occasion", "to_occasion") for row in leaving))
    by_table: dict[tuple[str, str], list[str]] = {}
    for row in told.table("missing_patterns"):
        by_table.setdefault((row["of"], row["occasion"]), []).append(row["pattern"])
        sums.put(("pattern", row["of"], row["occasion"], row["pattern"]), *count(row["people"]))
    for (of, occasion), patterns in by_table.items():
        cells = {pattern: ("pattern", of, occasion, pattern) for pattern in patterns}
        if of == "instruments" and occasion in present:
            sums.add(cells.values(), *present[occasion])
        if of == "occasions" and occasions:
            cells |= _not_told(sums, cells, len(occasions))
            for place, name in enumerate(occasions):
                here = [cell for pattern, cell in cells.items() if pattern != REST and pattern[place] == "1"]
                sums.add(here, *present.get(name, ANYTHING))
            for row in leaving:
                _left(sums, cells, row, occasions)


def _not_told(sums: Sums, cells: dict[str, Cell], occasions: int) -> dict[str, Cell]:
    """Return every pattern that has no row: together they are the rest."""
    every = ("".join(one) for one in product("01", repeat=occasions))
    found = {one: ("not told", one) for one in every if "1" in one and one not in cells}
    for cell in found.values():
        sums.put(cell, 0, MANY)
    rest = {cells[REST]: -1.0} if REST in cells else {}
    sums.known.append(Sum(dict.fromkeys(found.values(), 1.0) | rest, 0, 0))
    return found


def _left(sums: Sums, cells: dict[str, Cell], row: Row, occasions: list[str]) -> None:
    """Those who left from one occasion to another answered at the first and not at the second."""
    before, after = occasions.index(row["from_occasion"]), occasions.index(row["to_occasion"])
    gone = [cell for name, cell in cells.items() if name != REST and name[before] + name[after] == "10"]
    sums.add(gone, *count(row["left"]))


def _groups(sums: Sums, told: Published) -> None:
    """Groups of an attribute are no more than everyone, and those who left no more than those seen."""
    for row in told.table("sample"):
        sums.put(("sample", row["attribute"], row["value"], row["occasion"]), *count(row["people"]))
    parts: dict[tuple[str, ...], list[Cell]] = {}
    for row in told.table("dropout_groups"):
        key = row["from_occasion"], row["to_occasion"], row["attribute"], row["value"]
        seen, left = ("seen", *key), ("left", *key)
        sums.put(seen, *count(row["people"]))
        sums.put(left, *count(row["left"]))
        sums.known.append(Sum({seen: 1, left: -1}, 0, MANY))
        for cell in (seen, left):
            parts.setdefault(cell[:4], []).append(cell)
    for (what, start, end, attribute), cells in parts.items():
        everyone = (what, start, end, "all", "all")
        if attribute != "all" and everyone in sums.cells:
            sums.known.append(Sum({everyone: 1} | dict.fromkeys(cells, -1), 0, MANY))
    _samples_alike(sums)
    for occasion, kept in _kept(told).items():
        cells = [cell for cell in sums.cells if cell[0] == "sample" and cell[3] == occasion]
        for attribute in {cell[1] for cell in cells}:
            sums.add([cell for cell in cells if cell[1] == attribute], kept, MANY)


def _kept(told: Published) -> dict[str, int]:
    """Return the least people kept at an occasion, of all cohorts; samples have unknown people too."""
    found: dict[str, int] = {}
    for row in told.table("people_flow"):
        if row["stage"] == "kept":
            found[row["occasion"]] = found.get(row["occasion"], 0) + count(row["people"])[0]
    return found


def _samples_alike(sums: Sums) -> None:
    """Every attribute of a sample divides the same people."""
    cells = [cell for cell in sums.cells if cell[0] == "sample"]
    for occasion in {cell[3] for cell in cells}:
        by: dict[str, list[Cell]] = {}
        for cell in cells:
            if cell[3] == occasion:
                by.setdefault(cell[1], []).append(cell)
        first, *others = by.values()
        for other in others:
            sums.known.append(Sum(dict.fromkeys(first, 1) | dict.fromkeys(other, -1), 0, 0))


def _score_bars(sums: Sums, told: Published) -> None:
    """Steps of a scale of one item merge that item's bars; those of any scale add up to who has a score."""
    bars: dict[tuple[str, str], list[tuple[Cell, float, float]]] = {}
    for row in told.table("score_counts"):
        cell = ("score", row["scale"], row["occasion"], row["low"])
        sums.put(cell, *count(row["count"]))
        bars.setdefault((row["scale"], row["occasion"]), []).append(
            (cell, float(row["low"]), float(row["high"]))
        )
    scored = {(row["scale"], row["occasion"]): row["n"] for row in told.table("scale_descriptives")}
    for key, steps in bars.items():
        sums.add([cell for cell, *_ in steps], *count(scored.get(key, "")))
        own = [name for name, item in told.items.items() if item.scale == key[0]]
        if len(own) == 1:
            _merge(sums, told, (own[0], key[1]), steps)


def _merge(
    sums: Sums, told: Published, key: tuple[str, str], steps: Sequence[tuple[Cell, float, float]]
) -> None:
    block, item = told.blocks().get(key), told.items[key[0]]
    if block is None:
        return
    low, high = told.ranges[item.scale]
    scores = [low + (v - item.low) * (high - low) / (item.high - item.low) for v in block.values]
    last = max(end for _, _, end in steps)
    cells = [("item", *key, str(value)) for value in block.values]
    for cell, bounds in zip(cells, block.cells, strict=True):
        sums.put(cell, *bounds)
    for step, start, end in steps:
        inside = [c for c, s in zip(cells, scores, strict=True) if start <= s < end or s == end == last]
        sums.known.append(Sum({step: 1} | dict.fromkeys(inside, -1), 0, 0))
