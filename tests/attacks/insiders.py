"""Attack: colleagues' scores, by one member of a team or two who pool, from the team's published mean."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from feasible import Range


@dataclass(frozen=True)
class TeamSeen:
    """A team whose dot its members can tell.

    Attributes:
        mean: bounds of the mean, as exactly as it is published.
        scores: what the members scored; each knows the own, and all know how many answered.
        low, high: ends of the scale.
    """

    mean: Range
    scores: Sequence[float]
    low: float
    high: float


def of_others(team: TeamSeen, known: Sequence[float]) -> Range:
    """Return between which scores every other member lies, for who knows these scores of the team."""
    n, others = len(team.scores), len(team.scores) - len(known)
    least, most = (n * bound - sum(known) for bound in team.mean)
    return (
        max(team.low, least - (others - 1) * team.high),
        min(team.high, most - (others - 1) * team.low),
    )


def coalitions(team: TeamSeen, together: int) -> Iterator[Range]:
    """Yield for every member, or every two, what they learn of the others."""
    for known in combinations(team.scores, together):
        yield of_others(team, known)


def bounded(team: TeamSeen, together: int, share: float = 1 / 3) -> int:
    """Return how many members, or pairs, bound a colleague to less than that share of the scale."""
    narrow = (team.high - team.low) * share
    return sum(high - low < narrow for low, high in coalitions(team, together))
