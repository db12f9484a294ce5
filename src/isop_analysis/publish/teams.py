"""Teams: nameless means at a coarse precision, of teams in which nobody can be worked out by two members."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.table import Row
from isop_analysis.publish.team_gate import PARTS, on_grid, steps_of, told_dot

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from isop_analysis.study.study import Study

LEAST_DOTS, LEAST_TEAMS = 3, 8
"""Dots of teams, and how they spread, are told of so many."""
NORMAL = 1.96


@dataclass(frozen=True)
class Told:
    """A scale's teams at an occasion as they are told.

    Attributes:
        values: published means, lowest first (k).
        not_shown: how many more teams answered.
        margin: half the interval that every dot has, in points.
    """

    values: tuple[float, ...]
    not_shown: int
    margin: float | None


def nearest_part(mean: float, low: float, high: float) -> float:
    """Return a mean to the nearest sixteenth of the range from `low` to `high`."""
    return low + round((mean - low) / (high - low) * PARTS) / PARTS * (high - low)


def told_teams(
    study: "Study", scores: "pd.DataFrame", apart: frozenset[tuple[str, str]] = frozenset()
) -> dict[tuple[str, str], Told]:
    """Return what is told of teams, by scale and occasion; those `apart`, each at a wave, have no dot."""
    import numpy as np

    from isop_analysis.measurement.scores import answer_range, score_range

    order = list(dict.fromkeys(wave.occasion for wave in study.config.waves))
    teams = scores_of_teams(study, scores)
    found: dict[tuple[str, str], Told] = {}
    for instrument, scale in study.scales:
        low, high = score_range(instrument, scale)
        steps = steps_of(*answer_range(instrument, scale), len(scale.items))
        for occasion in order:
            of_teams = teams.get((scale.name, occasion), {})
            own = [np.array(one) for one in of_teams.values()]
            if own:
                hidden = frozenset(place for place, team in enumerate(of_teams) if team in apart)
                minimum = study.config.privacy.minimum_team
                found[scale.name, occasion] = _told(own, low, high, steps, minimum, hidden)
    return found


def scores_of_teams(
    study: "Study", scores: "pd.DataFrame"
) -> dict[tuple[str, str], dict[tuple[str, str], list[float]]]:
    """Return the scores of each team of a wave, by scale and occasion."""
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    scored = scores[(scores["status"].astype("str") == "scored") & (scores["team"].astype("str") != "none")]
    found: dict[tuple[str, str], dict[tuple[str, str], list[float]]] = {}
    columns = (scored[name].tolist() for name in ("scale", "wave", "team", "score"))
    for scale, wave, team, score in zip(*columns, strict=True):
        own = found.setdefault((scale, occasions[wave]), {})
        own.setdefault((team, wave), []).append(score)
    return found


def _told(
    teams: list["np.ndarray"],
    low: float,
    high: float,
    steps: int,
    minimum: int,
    hidden: frozenset[int] = frozenset(),
) -> Told:
    own = (_dot_of(scores, low, high, steps, minimum) for at, scores in enumerate(teams) if at not in hidden)
    dots = [dot for dot in own if dot is not None]
    values = dots if len(dots) >= LEAST_DOTS else []
    return Told(tuple(sorted(values)), len(teams) - len(values), _margin(teams, minimum))


def _dot_of(scores: "np.ndarray", low: float, high: float, steps: int, minimum: int) -> float | None:
    """Return a team's mean as it is told; None for too few, or where a member could be worked out."""
    told = told_dot(on_grid(scores, low, high, steps), steps) if len(scores) >= minimum else None
    return None if told is None else low + told / PARTS * (high - low)


def _margin(teams: list["np.ndarray"], minimum: int) -> float | None:
    """Return 1.96 SDs within teams, pooled over all, over the root of the smallest team's size."""
    df = sum(len(scores) - 1 for scores in teams)
    if df < 1:
        return None
    squares = sum(float(((scores - scores.mean()) ** 2).sum()) for scores in teams)
    return float(NORMAL * (squares / df / minimum) ** 0.5)


def team_rows(told: dict[tuple[str, str], Told]) -> list[Row]:
    """Return the rows of team_scores: a dot each."""
    return [
        {"scale": scale, "occasion": occasion, "place": place, "mean": value}
        for (scale, occasion), own in told.items()
        for place, value in enumerate(own.values, 1)
    ]


def spread_rows(told: dict[tuple[str, str], Told]) -> list[Row]:
    """Return the rows of team_spread."""
    import numpy as np

    found: list[Row] = []
    for (scale, occasion), own in told.items():
        enough = len(own.values) >= LEAST_TEAMS
        low, high = np.percentile(own.values, [10, 90]) if enough else (None, None)
        found.append(
            {
                "scale": scale,
                "occasion": occasion,
                "teams": str(len(own.values)),
                "not_shown": str(own.not_shown),
                "low": low,
                "high": high,
                "margin": own.margin,
            }
        )
    return found


def some_of(part: int, whole: int) -> Count:
    """Return how many of some groups, told to two: none or one, two or three, …, all or all but one."""
    return Count(whole - 1, whole) if part >= whole - 1 else Count.banded(part, 2)
