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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, combinations_with_replacement
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


def told_dot(points: Sequence[int], steps: int) -> int | None:
    """Return a team's dot in sixteenths of the range; None where it may not be told."""
    if len(points) < FEWEST:
        return None
    dot = dot_of(points, steps)
    own = Seen(len(points), 0, steps, dot, dot)
    return dot if own.holds(points) or tuple(sorted(points)) in largest(len(points), steps, dot) else None


def told_beside(counted: Sequence[int], others: Sequence[int], steps: int) -> int | None:
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
        """Tell whether all of these scores lie in one stable box."""
        low, high = min(points), max(points)
        return any(least <= low and high <= most for least, most in stable_boxes(self))


@cache
def stable_boxes(seen: Seen) -> tuple[tuple[int, int], ...]:
    """Return the stable boxes, as the least and the most that everyone scored.

    Where there are others, the box must be stable for the report's dot too: else that would not be told.
    """
    alone = Seen(seen.counted + seen.others, 0, seen.steps, seen.reported, seen.reported)
    boxes = _wide_boxes(seen.steps) if seen.others == 0 else stable_boxes(alone)
    return tuple(box for box in boxes if _stable(seen, *box))


def _wide_boxes(steps: int) -> Iterator[tuple[int, int]]:
    wide = ceil(steps * WIDEST_SECRET - SMALL)
    return ((least, most) for least in range(steps + 1) for most in range(least + wide, steps + 1))


def _stable(seen: Seen, least: int, most: int) -> bool:
    """Tell whether every one or two of a box's rows leave each other score a third of the range."""
    for own in ((1, 0), (0, 1), (2, 0), (1, 1), (0, 2)):
        rest = seen.counted - own[0], seen.others - own[1]
        for kind in (0, 1):
            if min(rest) >= 0 and rest[kind] > 0 and not _wide_enough(seen, least, most, own, kind):
                return False
    return True


def _wide_enough(seen: Seen, least: int, most: int, own: tuple[int, int], kind: int) -> bool:
    """Tell whether all coalitions of so many counted and others leave one of a kind enough room.

    Arrays: what the counted of the coalition scored together × what the others of it did × what the one
    whose score they look for scored. For a coalition these scores have no gaps.
    """
    import numpy as np

    first = np.arange(own[0] * least, own[0] * most + 1)[:, None, None]
    second = np.arange(own[1] * least, own[1] * most + 1)[None, :, None]
    x = np.arange(least, most + 1)[None, None, :]
    free = [seen.counted - own[0], seen.others - own[1]]
    free[kind] -= 1
    known = [first + (x if kind == 0 else 0), second + (x if kind == 1 else 0)]
    low, high = _sums(seen.counted, seen.steps, seen.dot)
    fewest = np.maximum(known[0] + free[0] * least, low)
    largest_sum = np.minimum(known[0] + free[0] * most, high)
    all_low, all_high = _sums(seen.counted + seen.others, seen.steps, seen.reported)
    fits = (fewest <= largest_sum) & (fewest + known[1] + free[1] * least <= all_high)
    fits &= largest_sum + known[1] + free[1] * most >= all_low
    room = fits.sum(axis=2)
    return bool(((room == 0) | (room - 1 >= seen.steps * WIDEST_SECRET - SMALL)).all())


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
    import numpy as np

    rows = np.array(list(combinations_with_replacement(range(steps + 1), n)), dtype=np.int16)
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
