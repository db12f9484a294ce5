"""Attack: single teams in a joint display, from a band's number of teams, lowest, highest and mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations

from feasible import Range

LEAST = 5


@dataclass(frozen=True)
class Band:
    """What is told of a band of teams; `lowest` and `highest` where they are.

    Attributes:
        teams, with_theme: bounds of how many.
    """

    teams: tuple[int, int]
    mean: Range
    lowest: Range | None = None
    highest: Range | None = None
    with_theme: tuple[int, int] | None = None


def teams_found(band: Band, dots: Sequence[float] = ()) -> list[Range]:
    """Return bounds of single teams' means: the lowest, the highest and, of three, the one between.

    `dots` are the teams' means drawn elsewhere: what is told of an end singles one of them out.
    """
    if band.lowest is None or band.highest is None:
        return []
    found = [band.lowest, band.highest]
    if band.teams == (3, 3):
        ends = band.lowest, band.highest
        rest = (3 * band.mean[0] - sum(e[1] for e in ends), 3 * band.mean[1] - sum(e[0] for e in ends))
        found.insert(1, (max(rest[0], band.lowest[0]), min(rest[1], band.highest[1])))
    return [_sharpened(one, dots) for one in found]


def teams_between(bands: Mapping[str, Sequence[tuple[int, int]]]) -> list[str]:
    """Return where two bandings of the same teams part by one to four teams: their means tell these apart.

    `bands`: per display how many teams each band holds, from the lowest scores.
    """
    ends = {name: list(accumulate(teams for _, teams in own)) for name, own in bands.items()}
    return [
        f"{one} and {other}: {abs(end - stop)} teams"
        for one, other in combinations(ends, 2)
        for end in ends[one]
        for stop in ends[other]
        if 0 < abs(end - stop) < LEAST and ends[one][-1] == ends[other][-1]
    ]


def _sharpened(claim: Range, dots: Sequence[float]) -> Range:
    inside = {dot for dot in dots if claim[0] <= dot <= claim[1]}
    return (min(inside), max(inside)) if inside else claim


def theme_of_every_team(band: Band) -> bool | None:
    """Return True where every team of the band surely raised the theme, False where surely none did."""
    if band.with_theme is None:
        return None
    if band.with_theme[0] >= band.teams[1]:
        return True
    return False if band.with_theme[1] == 0 else None
