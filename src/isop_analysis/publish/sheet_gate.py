"""The gate of a team sheet: what one member, or two who pool, can work out of another's score.

They know their own scores, who answered, the dot and that it is rounded, what "alike", "partly" and
"differently" mean, that scores lie on a grid, and the report's dot of the team where that counts others too.
Strengths and the question follow from dots, words and the common line alone: they tell nothing more.

Every possible row of other members' scores is counted, by its sum and its sum of squares: which sums of
squares go with a sum of r scores of 0…M is a set of bits, made once for each M and r.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import ceil, floor

from isop_analysis.publish.teams import PARTS, WIDEST_SECRET

FINEST = 40
"""Scores are counted on so many steps at most: fewer possible rows can only make the gate stricter."""
SMALL = 1e-9
Range = tuple[float, float]


@dataclass(frozen=True)
class Scores:
    """Scores of a team on one scale, as shares of its range (0–1).

    Attributes:
        counted: of the members whom the sheet counts.
        others: of members who answered and whom it does not count.
        steps: how many steps the range has.
    """

    counted: tuple[float, ...]
    others: tuple[float, ...]
    steps: int


@dataclass(frozen=True)
class Said:
    """What is said of a scale, as shares of its range.

    Attributes:
        dot: on the sheet, rounded to a sixteenth.
        spread: between which SDs the word lies; None for no word.
        reported: the dot in the report, which counts the others too; None where it has none.
    """

    dot: float
    spread: Range | None = None
    reported: float | None = None


@dataclass(frozen=True)
class Known:
    """What a few members know: their own scores in steps, by who is counted."""

    counted: tuple[float, ...]
    others: tuple[float, ...]


def keeps_all(scores: Scores, said: Said) -> bool:
    """Tell whether nobody's score may be bounded to less than a third of the range."""
    return all(width >= WIDEST_SECRET for width in widths(scores, said))


def widths(scores: Scores, said: Said) -> Iterator[float]:
    """Yield how far apart the least and the most lie that each of the others may have scored.

    One value for every one or two members who pool and either kind of other, as a share of the range; 0
    where no row of scores on the grid fits, which the gate takes for the worst.
    """
    for known in coalitions(scores):
        rest = len(scores.counted) - len(known.counted), len(scores.others) - len(known.others)
        for kind in (0, 1):
            if rest[kind] > 0:
                yield _width(scores, said, known, rest, kind)


def coalitions(scores: Scores) -> set[Known]:
    """Return what every member, and every two, know; those who scored the same know the same."""
    people = [(0, one * scores.steps) for one in scores.counted]
    people += [(1, one * scores.steps) for one in scores.others]
    found = set()
    for size in (1, 2):
        for own in combinations(sorted(people), size):
            parts = (tuple(score for kind, score in own if kind == which) for which in (0, 1))
            found.add(Known(*parts))
    return found


def _width(scores: Scores, said: Said, known: Known, rest: tuple[int, int], kind: int) -> float:
    steps = range(scores.steps + 1)
    least = next((x for x in steps if _fits(scores, said, known, rest, kind, x)), None)
    if least is None:
        return 0.0
    most = next(x for x in reversed(steps) if _fits(scores, said, known, rest, kind, x))
    return (most - least) / scores.steps


def _fits(scores: Scores, said: Said, known: Known, rest: tuple[int, int], kind: int, x: int) -> bool:
    """Tell whether one of the others may have scored `x` steps: some row of the remaining scores fits."""
    M, n = scores.steps, len(scores.counted)
    free = rest[0] - (kind == 0), rest[1] - (kind == 1)
    own = sum(known.counted) + (x if kind == 0 else 0)
    squares = sum(one**2 for one in known.counted) + (x * x if kind == 0 else 0)
    reach = reachable(M, free[0])
    for total in _whole(_sums(said.dot, n, M), own, M * free[0]):
        if said.spread is not None and not reach[total] & _bits(said.spread, own + total, squares, n, M):
            continue
        outside = own + total + sum(known.others) + (x if kind == 1 else 0)
        if said.reported is None or not scores.others:
            return True
        if _whole(_sums(said.reported, n + len(scores.others), M), outside, M * free[1]):
            return True
    return False


def _sums(dot: float, n: int, M: int) -> Range:
    """Return between which sums of n scores lie whose mean is told as this dot."""
    half = 1 / PARTS / 2
    return n * M * (dot - half), n * M * (dot + half)


def _whole(between: Range, known: float, most: int) -> range:
    """Return which whole numbers from 0 to `most` bring what is known between the two."""
    low, high = (bound - known for bound in between)
    return range(max(0, ceil(low - SMALL)), min(most, floor(high + SMALL)) + 1)


def _bits(spread: Range, total: float, squares: float, n: int, M: int) -> int:
    """Return the bits of those sums of squares that give an SD in the range."""
    low, high = ((n - 1) * (sd * M) ** 2 + total**2 / n - squares for sd in spread)
    first, last = max(0, ceil(low - SMALL)), floor(high + SMALL)
    return 0 if last < first else ((1 << (last - first + 1)) - 1) << first


@cache
def reachable(M: int, r: int) -> tuple[int, ...]:
    """Return, for each sum 0…M·r of r scores of 0…M, the bits of the sums of squares they may have.

    Examples
    --------
    >>> [f"{bits:b}" for bits in reachable(1, 2)]
    ['1', '10', '100']
    """
    if r == 0:
        return (1,)
    fewer = reachable(M, r - 1)
    found = [0] * (M * r + 1)
    for total, bits in enumerate(fewer):
        for x in range(M + 1):
            found[total + x] |= bits << (x * x)
    return tuple(found)


def steps_of(low: float, high: float, items: int) -> int:
    """Return how many steps a scale's scores have: a point of one of its items each, or fewer."""
    return min(FINEST, max(1, round((high - low) * items)))


def shares(scores: Sequence[float], low: float, high: float) -> tuple[float, ...]:
    """Return scores as shares of the range."""
    return tuple((score - low) / (high - low) for score in scores)
