"""Attack: what one person answered, from two releases between which only that person withdrew."""

from collections.abc import Mapping

import numpy as np
from feasible import Block, solutions

Key = tuple[str, str]
"""An item and an occasion."""
NO_ANSWER = None


def answers_read(before: Mapping[Key, Block], after: Mapping[Key, Block]) -> dict[Key, float | None]:
    """Return what the withdrawn person must have answered, by item and occasion, where only one thing fits.

    Reads what two releases tell of each item's answers; a claim is the value that the answer counts for, or
    `NO_ANSWER`. What did not change at all is no claim: who has not answered leaves every block as it is.
    """
    found: dict[Key, float | None] = {}
    for key, block in before.items():
        if key not in after or block == after[key]:
            continue
        possible = _changes(block, after[key])
        if len(possible) == 1:
            found[key] = possible[0]
    return found


def answers_of_all(before: Mapping[Key, Block], after: Mapping[Key, Block], people: int) -> dict[Key, float]:
    """Return the answer that every one of so many withdrawn people must have given, where there is one.

    As many as withdrew at once: fewer may have answered, but a bar that fell by as many people took them all.
    """
    return {
        key: value
        for key, block in before.items()
        if key in after
        for value, old, new in zip(block.values, block.cells, after[key].cells, strict=True)
        if old[0] - new[1] >= people
    }


def _changes(before: Block, after: Block) -> list[float | None]:
    """Return which answer, or none, may have gone between two blocks."""
    firsts, seconds = solutions(before), solutions(after)
    possible: list[float | None] = []
    for place, value in [(-1, NO_ANSWER), *enumerate(before.values)]:
        gone = np.zeros(len(before.values), dtype=np.int64)
        if place >= 0:
            gone[place] = 1
        if firsts is None or seconds is None:
            fits = _boxes_meet(before, after, gone)
        else:
            fits = not {tuple(row) for row in (firsts - gone).tolist()}.isdisjoint(
                map(tuple, seconds.tolist())
            )
        if fits:
            possible.append(value)
    return possible


def _boxes_meet(before: Block, after: Block, gone: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> bool:
    """Tell whether some filling fits the cells and totals of both, apart from who has gone."""
    lows = [max(b[0] - g, a[0]) for b, a, g in zip(before.cells, after.cells, gone, strict=True)]
    highs = [min(b[1] - g, a[1]) for b, a, g in zip(before.cells, after.cells, gone, strict=True)]
    least = max(before.total[0] - int(gone.sum()), after.total[0], sum(lows))
    most = min(before.total[1] - int(gone.sum()), after.total[1], sum(highs))
    return least <= most and all(low <= high for low, high in zip(lows, highs, strict=True))
