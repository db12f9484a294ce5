"""The best places of a path diagram's boxes, of all places there are, where boxes are few.

Best is fewest arrows through boxes, then fewest crossings, then least slope.
"""

from collections.abc import Sequence
from itertools import combinations, permutations
from math import perm
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Rows = dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]
    Many = np.ndarray[tuple[int], np.dtype[np.float64]]

Arrow = tuple[str, str]
HALF_BOX = 0.3  # of the way from one column to the next
CLEAR = 0.9  # of a half-row, from a box's middle
MOST = 200_000
THROUGH, CROSSING = 1e8, 1e5


def best_places(
    members: Sequence[Sequence[str]], rows: int, arrows: Sequence[Arrow]
) -> dict[str, tuple[int, int]] | None:
    """Return column and half-row of each box; None where there are too many places to try.

    `members` are the boxes of each column; boxes of a column stand two half-rows or more apart.
    """
    count = 1
    for own in members:
        count *= perm(rows, len(own))
    if count > MOST * 10:
        return None
    every = [_of_column(len(own), rows) for own in members]
    size = 1
    for ways in every:
        size *= len(ways)
    if not 0 < size <= MOST:
        return None
    columns = {name: column for column, own in enumerate(members) for name in own}
    tried = _all_rows(members, every)
    place = int(_costs(tried, columns, arrows).argmin())
    return {name: (columns[name], int(own[place])) for name, own in tried.items()}


def _of_column(boxes: int, rows: int) -> list[tuple[int, ...]]:
    """Return every way to place so many boxes in a column."""
    ways = permutations(range(rows), boxes)
    return [way for way in ways if all(abs(one - other) >= 2 for one, other in combinations(way, 2))]


def _all_rows(members: Sequence[Sequence[str]], every: list[list[tuple[int, ...]]]) -> "Rows":
    import numpy as np

    indices = np.meshgrid(*(np.arange(len(ways)) for ways in every), indexing="ij")
    found: Rows = {}
    for own, ways, index in zip(members, every, indices, strict=True):
        values = np.array(ways, dtype=float)[index.ravel()]
        found |= {name: values[:, place] for place, name in enumerate(own)}
    return found


def _costs(rows: "Rows", columns: dict[str, int], arrows: Sequence[Arrow]) -> "Many":
    import numpy as np

    cost = np.zeros(len(next(iter(rows.values()))))
    for cause, effect in arrows:
        cost += (rows[effect] - rows[cause]) ** 2
        low, high = sorted((columns[cause], columns[effect]))
        for name, column in columns.items():
            if low < column < high:
                cost += THROUGH * _through(rows, columns, (cause, effect), name)
    for one, other in combinations(arrows, 2):
        if one[0] != other[0] and one[1] != other[1]:
            cost += CROSSING * _cross(rows, columns, one, other)
    return cost


def _through(rows: "Rows", columns: dict[str, int], arrow: Arrow, name: str) -> "Many":
    import numpy as np

    left, right = (
        _height(rows, columns, arrow, columns[name] + side) - rows[name] for side in (-HALF_BOX, HALF_BOX)
    )
    near = np.minimum(np.abs(left), np.abs(right)) < CLEAR
    return ((left * right <= 0) | near).astype(float)


def _cross(rows: "Rows", columns: dict[str, int], one: Arrow, other: Arrow) -> "Many":
    import numpy as np

    ends = [sorted((columns[cause], columns[effect])) for cause, effect in (one, other)]
    left, right = max(own[0] for own in ends), min(own[1] for own in ends)
    if left >= right:
        return np.zeros(len(next(iter(rows.values()))))
    begin, end = (_height(rows, columns, one, x) - _height(rows, columns, other, x) for x in (left, right))
    return (begin * end < 0).astype(float)


def _height(rows: "Rows", columns: dict[str, int], arrow: Arrow, x: float) -> "Many":
    (x1, y1), (x2, y2) = ((columns[name], rows[name]) for name in arrow)
    return y1 if x1 == x2 else y1 + (y2 - y1) * (x - x1) / (x2 - x1)
