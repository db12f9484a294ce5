"""Where the boxes of a path diagram stand: causes to the left, arrows clear of boxes they don't touch.

Steps: a variable's column is one to the right of its last cause's (longest path; Sugiyama et al. 1981). Of
few boxes all places are tried; of more, boxes move and change places within their columns, from several
starts, as long as that gives fewer arrows through boxes, fewer crossings or less slope.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from typing import Self

from isop_analysis.figures.path_grid import CLEAR, HALF_BOX, Arrow, best_places

Place = Mapping[str, tuple[int, int]]
PASSES = 6
WORST = (10**9, 0, 0.0)


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
    columns = {name: column for column, own in enumerate(members) for name in own}
    judged = Judged.of(columns, arrows)
    found = [_settled(start, rows, judged) for start in _starts(members, rows)]
    return min(found, key=judged.cost)


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


def _settled(places: Place, rows: int, judged: "Judged") -> Place:
    cost = judged.cost(places)
    for _ in range(PASSES):
        before = cost
        for name in places:
            for tried in _moves(places, name, rows):
                if (now := judged.cost(tried, cost)) < cost:
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


@dataclass(frozen=True)
class _Stretch:
    """A stretch of an arrow: its ends, in columns from the cause; `width` is that of the effect."""

    cause: str
    effect: str
    first: float
    last: float
    width: int

    @classmethod
    def of(cls, arrow: Arrow, columns: Mapping[str, int], first: float, last: float) -> Self:
        """Return an arrow's stretch between two places counted in columns; its boxes' columns differ."""
        begin, end = (columns[name] for name in arrow)
        return cls(*arrow, first - begin, last - begin, end - begin)

    def heights(self, rows: Mapping[str, int]) -> tuple[float, float]:
        """Return the arrow's heights at both ends of the stretch."""
        low, rise = rows[self.cause], rows[self.effect] - rows[self.cause]
        return low + rise * self.first / self.width, low + rise * self.last / self.width


@dataclass(frozen=True)
class Judged:
    """What may go wrong among arrows whose boxes stand in these columns, whatever the boxes' rows.

    Attributes:
        passing: where an arrow crosses a box's column, with the box.
        pairs: the stretches of two arrows between the same columns, which share no box.
    """

    arrows: tuple[Arrow, ...]
    passing: tuple[tuple[_Stretch, str], ...]
    pairs: tuple[tuple[_Stretch, _Stretch], ...]

    @classmethod
    def of(cls, columns: Mapping[str, int], arrows: Sequence[Arrow]) -> Self:
        """Find what may go wrong."""
        spans = {arrow: sorted((columns[arrow[0]], columns[arrow[1]])) for arrow in arrows}
        passing = tuple(
            (_Stretch.of(arrow, columns, column - HALF_BOX, column + HALF_BOX), name)
            for arrow, (low, high) in spans.items()
            for name, column in columns.items()
            if low < column < high
        )
        pairs = []
        for one, other in combinations(arrows, 2):
            left, right = (pick(spans[one][at], spans[other][at]) for at, pick in ((0, max), (1, min)))
            if one[0] != other[0] and one[1] != other[1] and left < right:
                own, others = (_Stretch.of(arrow, columns, left, right) for arrow in (one, other))
                pairs.append((own, others))
        return cls(tuple(arrows), passing, tuple(pairs))

    def cost(self, places: Place, best: tuple[int, int, float] = WORST) -> tuple[int, int, float]:
        """Return arrows through boxes, crossings, and slope, counted no further than beyond `best`."""
        rows = {name: row for name, (_, row) in places.items()}
        through = crossing = 0
        for stretch, name in self.passing:
            through += _through(rows, stretch, name)
            if through > best[0]:
                return through, 0, 0.0
        for one, other in self.pairs:
            crossing += _cross(rows, one, other)
            if through == best[0] and crossing > best[1]:
                return through, crossing, 0.0
        slope = sum((rows[cause] - rows[effect]) ** 2 for cause, effect in self.arrows)
        return through, crossing, float(slope)


def _through(rows: Mapping[str, int], stretch: _Stretch, name: str) -> bool:
    left, right = (height - rows[name] for height in stretch.heights(rows))
    return left * right <= 0 or min(abs(left), abs(right)) < CLEAR


def _cross(rows: Mapping[str, int], one: _Stretch, other: _Stretch) -> bool:
    (first, last), (first_other, last_other) = one.heights(rows), other.heights(rows)
    return (first - first_other) * (last - last_other) < 0
