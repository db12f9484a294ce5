"""Where the boxes of a path diagram stand: causes to the left, arrows clear of boxes they don't touch.

Steps: a variable's column is one to the right of its last cause's (longest path; Sugiyama et al. 1981). Of
few boxes all places are tried; of more, boxes move and change places within their columns, from several
starts, as long as that gives fewer arrows through boxes, fewer crossings or less slope.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

from isop_analysis.figures.path_grid import CLEAR, HALF_BOX, Arrow, best_places

Place = Mapping[str, tuple[int, int]]
PASSES = 6


@dataclass(frozen=True)
class Layout:
    """Column and half-row of each variable, and how many columns and half-rows there are."""

    places: Place
    columns: int
    rows: int


@cache
def layout_of(arrows: tuple[Arrow, ...]) -> Layout:
    """Return a layout of the variables that the arrows (cause, effect) join; found once for both languages.

    Boxes of a column stand at least two half-rows apart. The same arrows always give the same layout.
    """
    columns = _columns(arrows)
    depth = max(columns.values()) + 1
    members = [[name for name in columns if columns[name] == column] for column in range(depth)]
    most = max(len(own) for own in members)
    passing = any(columns[effect] - columns[cause] > 1 for cause, effect in arrows)
    rows = max(7, 3 * most) if passing else 2 * most - 1
    places = best_places(members, rows, arrows) or _descended(members, rows, arrows)
    heights = [row for _, row in places.values()]
    moved = {name: (column, row - min(heights)) for name, (column, row) in places.items()}
    return Layout(moved, depth, max(heights) - min(heights) + 1)


def _descended(members: list[list[str]], rows: int, arrows: Sequence[Arrow]) -> Place:
    found = [_settled(start, rows, arrows) for start in _starts(members, rows)]
    return min(found, key=lambda tried: _cost(tried, arrows))


def _columns(arrows: Sequence[Arrow]) -> dict[str, int]:
    forward = _without_cycles(arrows)
    names = list(dict.fromkeys(name for arrow in arrows for name in arrow))
    column = dict.fromkeys(names, 0)
    for _ in names:
        for cause, effect in forward:
            column[effect] = max(column[effect], column[cause] + 1)
    return column


def _without_cycles(arrows: Sequence[Arrow]) -> list[Arrow]:
    """Leave out each arrow that would close a circle with those before it."""
    kept: list[Arrow] = []
    for cause, effect in arrows:
        if cause not in _reached(effect, kept):
            kept.append((cause, effect))
    return kept


def _reached(start: str, arrows: Iterable[Arrow]) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        name = waiting.pop()
        new = [effect for cause, effect in arrows if cause == name and effect not in found]
        found.update(new)
        waiting += new
    return found


def _starts(members: list[list[str]], rows: int) -> Iterator[Place]:
    """Yield each column in its own order or turned over, in the middle, boxes near each other or less."""
    for turned in product((False, True), repeat=min(len(members), 4)):
        for apart in (2, 3):
            if apart * (max(len(own) for own in members) - 1) >= rows:
                continue
            places: dict[str, tuple[int, int]] = {}
            for column, own in enumerate(members):
                order = own[::-1] if column < len(turned) and turned[column] else own
                first = (rows - (apart * (len(own) - 1) + 1)) // 2
                places |= {name: (column, first + apart * place) for place, name in enumerate(order)}
            yield places


def _settled(places: Place, rows: int, arrows: Sequence[Arrow]) -> Place:
    cost = _cost(places, arrows)
    for _ in range(PASSES):
        before = cost
        for name in places:
            for tried in _moves(places, name, rows):
                if (now := _cost(tried, arrows)) < cost:
                    places, cost = tried, now
        if cost == before:
            break
    return places


def _moves(places: Place, name: str, rows: int) -> Iterator[Place]:
    """Yield the places after a box moved within its column, or changed places with another of it."""
    column, own = places[name]
    others = {other: row for other, (at, row) in places.items() if at == column and other != name}
    for row in range(rows):
        if row != own and all(abs(row - other) >= 2 for other in others.values()):
            yield dict(places) | {name: (column, row)}
    for other, row in others.items():
        yield dict(places) | {name: (column, row), other: (column, own)}


def _cost(places: Place, arrows: Sequence[Arrow]) -> tuple[int, int, float]:
    lines = [(places[cause], places[effect]) for cause, effect in arrows]
    through = sum(_through(line, box) for line in lines for box in places.values())
    crossing = sum(_cross(one, other) for one, other in combinations(lines, 2))
    slope = sum((start[1] - end[1]) ** 2 for start, end in lines)
    return through, crossing, float(slope)


Line = tuple[tuple[int, int], tuple[int, int]]


@cache
def _through(line: Line, box: tuple[int, int]) -> bool:
    (x1, _), (x2, _) = line
    if not min(x1, x2) < box[0] < max(x1, x2):
        return False
    left, right = (_height(line, box[0] + side) - box[1] for side in (-HALF_BOX, HALF_BOX))
    return left * right <= 0 or min(abs(left), abs(right)) < CLEAR


@cache
def _cross(one: Line, other: Line) -> bool:
    if one[0] == other[0] or one[1] == other[1]:
        return False
    left = max(min(one[0][0], one[1][0]), min(other[0][0], other[1][0]))
    right = min(max(one[0][0], one[1][0]), max(other[0][0], other[1][0]))
    if left >= right:
        return False
    begin, end = (_height(one, x) - _height(other, x) for x in (left, right))
    return begin * end < 0


def _height(line: Line, x: float) -> float:
    (x1, y1), (x2, y2) = line
    return float(y1) if x1 == x2 else y1 + (y2 - y1) * (x - x1) / (x2 - x1)
