"""The gate of a team's dot: what one member, or two who pool, can work out of another's score.

They know their own scores, who answered, the dot and its rounding, the grid of scores, and this code: that
the dot is told at all tells them that it passed. So the gate doesn't ask of a row of scores whether it is
safe among all rows that have its dot, but whether it belongs to a set of rows that stays safe when nothing
outside that set is told: a **stable** set. Within it every coalition that some row of it holds leaves each
other score a third of the range. Unions of stable sets are stable, so there is a largest one.

- A box, all rows of the dot with every score from `least` to `most`, is stable or not by closed formulas, for
  any size of team: sums of scores of a box are all whole numbers between two ends.
- Where rows are few enough to be counted, the largest stable set is found: rows in which a coalition
  bounds somebody too narrowly among the rows that remain are removed, until none is left to remove.

Scores are taken to the nearest point of the grid before they are added up, so that the grid is exact for
members who left items out as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import ceil, comb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

PARTS = 16
"""A team's mean is told to so many parts of the scale's range."""
WIDEST_SECRET = 1 / 3
"""No member's score may be bounded to less than this share of the range."""
FINEST = 40
"""Scores are counted on so many steps at most."""
MOST_ROWS = 100_000
"""So many rows of scores are counted one by one: five on 20 steps, six on 16; else boxes alone."""
FEWEST = 3
"""With fewer, two know the third from the mean."""
SMALL = 1e-9


def steps_of(low: float, high: float, items: int) -> int:
    """Return how many steps a scale's scores have: a point of one of its items each, or fewer."""
    return min(FINEST, max(1, round((high - low) * items)))


def on_grid(scores: Iterable[float], low: float, high: float, steps: int) -> tuple[int, ...]:
    """Return scores as steps of the grid, 0…`steps`, each the nearest."""
    return tuple(round((score - low) / (high - low) * steps) for score in scores)


def dot_of(points: Sequence[int], steps: int) -> int:
    """Return the dot of a team in sixteenths of the range, told or not."""
    return _sixteenths(sum(points), len(points), steps)


@cache
def told_dot(points: tuple[int, ...], steps: int) -> int | None:
    """Return a team's dot in sixteenths of the range; None where it may not be told."""
    if len(points) < FEWEST:
        return None
    dot = dot_of(points, steps)
    own = Seen(len(points), 0, steps, dot, dot)
    return dot if own.holds(points) or tuple(sorted(points)) in largest(len(points), steps, dot) else None


def told_beside(counted: tuple[int, ...], others: tuple[int, ...], steps: int) -> int | None:
    """Return the dot of those whom a sheet counts, beside the report's dot that counts others too.

    None where either may not be told, or both together. Here boxes alone decide, everyone in the same one.
    """
    everyone = [*counted, *others]
    if not others or len(counted) < FEWEST:
        return told_dot(counted, steps)
    dot = dot_of(counted, steps)
    seen = Seen(len(counted), len(others), steps, dot, dot_of(everyone, steps))
    return dot if seen.holds(everyone) else None


@dataclass(frozen=True)
class Seen:
    """What is seen of a team: how many are counted, how many others the report counts, both dots.

    With no others both dots are the same one.
    """

    counted: int
    others: int
    steps: int
    dot: int
    reported: int

    def holds(self, points: Sequence[int]) -> bool:
        """Tell whether all of these scores lie in one stable box; the widest are tried first."""
        low, high = min(points), max(points)
        wide = ceil(self.steps * WIDEST_SECRET - SMALL)
        return any(
            is_stable_box(self, least, most)
            for least in range(low + 1)
            for most in range(self.steps, max(high, least + wide) - 1, -1)
        )


@cache
def is_stable_box(seen: Seen, least: int, most: int) -> bool:
    """Tell whether every one or two of a box's rows leave each other score a third of the range.

    Everyone of a box scored from `least` to `most`. Where there are others, the box must be stable for the
    report's dot too: else that would not be told.
    """
    everyone = seen.counted + seen.others
    if seen.others and not is_stable_box(
        Seen(everyone, 0, seen.steps, seen.reported, seen.reported), least, most
    ):
        return False
    for own in ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2)):
        rest = seen.counted - own[0], seen.others - own[1]
        for kind in (0, 1):
            if min(rest) >= 0 and rest[kind] > 0 and not _wide_enough(seen, least, most, own, kind):
                return False
    return True


def _wide_enough(seen: Seen, least: int, most: int, own: tuple[int, int], kind: int) -> bool:
    """Tell whether all coalitions of so many counted and others leave one of a kind enough room.

    Arrays: what the counted of the coalition scored together × what the others of it did. The scores that
    the one they look for may have are those between two ends, without gaps; so are the sums of those who
    are left. Both dots bound the score where the one is counted, else the first bounds the coalition alone.
    """
    import numpy as np

    first = np.arange(own[0] * least, own[0] * most + 1)[:, None]
    second = np.arange(own[1] * least, own[1] * most + 1)[None, :]
    free = [seen.counted - own[0], seen.others - own[1]]
    free[kind] -= 1
    low, high = _sums(seen.counted, seen.steps, seen.dot)
    all_low, all_high = _sums(seen.counted + seen.others, seen.steps, seen.reported)
    of_counted = low - first - free[0] * most, high - first - free[0] * least
    of_others = all_low - high - second - free[1] * most, all_high - low - second - free[1] * least
    bounding, fitting = (of_counted, of_others) if kind == 0 else (of_others, of_counted)
    bottom = np.maximum(np.maximum(bounding[0], all_low - first - second - sum(free) * most), least)
    top = np.minimum(np.minimum(bounding[1], all_high - first - second - sum(free) * least), most)
    possible = (top >= bottom) & (fitting[0] <= 0) & (fitting[1] >= 0) & (low <= high)
    return bool((~possible | (top - bottom >= seen.steps * WIDEST_SECRET - SMALL)).all())


@cache
def _sums(n: int, steps: int, dot: int) -> tuple[int, int]:
    """Return the least and the most that n scores may add up to, told as this dot."""
    sums = [total for total in range(n * steps + 1) if _sixteenths(total, n, steps) == dot]
    return (sums[0], sums[-1]) if sums else (1, 0)


def _sixteenths(total: int, n: int, steps: int) -> int:
    return round(total * PARTS / (n * steps))


@cache
def largest(n: int, steps: int, dot: int) -> frozenset[tuple[int, ...]]:
    """Return the largest stable set of a dot, each row lowest first; nothing where rows are too many."""
    if comb(steps + n, n) > MOST_ROWS:
        return frozenset()
    rows, sums = _rows(n, steps)
    low, high = _sums(n, steps, dot)
    return frozenset(map(tuple, stable_rows(rows[(sums >= low) & (sums <= high)], steps).tolist()))


@cache
def _rows(n: int, steps: int) -> "tuple[np.ndarray, np.ndarray]":
    """Return every row of n scores, each lowest first (k × n), and their sums (k)."""
    import numpy as np

    rows = np.arange(steps + 1, dtype=np.int16)[:, None]
    for _ in range(n - 1):
        longer = steps + 1 - rows[:, -1]  # how many scores may come after this one
        place = np.arange(longer.sum()) - np.repeat(np.cumsum(longer) - longer, longer)
        rows = np.repeat(rows, longer, axis=0)
        rows = np.column_stack([rows, (rows[:, -1] + place).astype(np.int16)])
    return rows, rows.sum(axis=1)


def stable_rows(rows: "np.ndarray", steps: int) -> "np.ndarray":
    """Return the rows (k × n, each lowest first) that remain when none is left to remove.

    Two who pool know most: what one alone can bound, they can as well.
    """
    import numpy as np

    while len(rows):
        least = np.full((steps + 1) ** 2, steps + 1)
        most = np.full((steps + 1) ** 2, -1)
        pairs = []
        for i, j in combinations(range(rows.shape[1]), 2):
            rest = [k for k in range(rows.shape[1]) if k not in (i, j)]
            pairs.append(rows[:, i].astype(int) * (steps + 1) + rows[:, j])
            np.minimum.at(least, pairs[-1], rows[:, rest[0]])
            np.maximum.at(most, pairs[-1], rows[:, rest[-1]])
        safe = most - least >= steps * WIDEST_SECRET - SMALL
        remain = np.all([safe[pair] for pair in pairs], axis=0)
        if remain.all():
            break
        rows = rows[remain]
    return rows
