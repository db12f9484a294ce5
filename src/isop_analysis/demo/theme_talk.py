"""Talks in which teams with higher scores speak more of one theme, by a strength that is known.

The theme's codes weigh exp(strength × z) times as much in a team whose mean latent score lies z standard
deviations (between teams) above the mean of teams. How likely a talk of the team is to raise the theme then
follows from the weights, and what an analysis should find again is the slope of that chance on the score.
The demo's strength is 0: its teams' talk follows guidance (`interviews`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from statistics import fmean, stdev
from typing import TYPE_CHECKING

from isop_analysis.demo.interviews import CODES_A_TALK, TILTED, Talk, code_weights
from isop_analysis.demo.latent import Scores
from isop_analysis.demo.population import Population

if TYPE_CHECKING:
    import pandas as pd

SCALE = THEME = "transfer"
OCCASION = 1
"""Talks are held at the second occasion."""


@dataclass(frozen=True)
class TiltedTeams:
    """Teams by name: their mean latent score, the log weight of the theme's codes, the chance of a talk."""

    means: Mapping[str, float]
    tilts: Mapping[str, float]
    chances: Mapping[str, float]

    @classmethod
    def of(cls, population: Population, scores: Scores, strength: float) -> "TiltedTeams":
        """Return the teams of a population with members at the second occasion."""
        means = {
            team.name: fmean(values)
            for team in population.teams
            if (values := _scores(population, scores, team.name))
        }
        centre, spread = fmean(means.values()), stdev(means.values())
        tilts = {team: strength * (mean - centre) / spread for team, mean in means.items()}
        chances = {team: chance_to_raise(population, team, tilt) for team, tilt in tilts.items()}
        return cls(means, tilts, chances)


def _scores(population: Population, scores: Scores, team: str) -> list[float]:
    cohort = population.team(team).cohort
    there = [one.person for one in population.memberships if one.team == team and one.holds(OCCASION)]
    return [scores.about_person[person, cohort, OCCASION][SCALE] for person in there]


def chance_to_raise(population: Population, team: str, tilt: float) -> float:
    """Return the chance that a talk of a team raises one of the tilted codes at least.

    A talk has two, three or four codes, each as likely, drawn one after the other by their weights.
    """
    weights = code_weights(population, team)
    others: dict[float, int] = {}
    for code, weight in weights.items():
        if code not in TILTED:
            others[weight] = others.get(weight, 0) + 1
    tilted = sum(weights[code] for code in TILTED) * exp(tilt)
    never = [_never(tuple(sorted(others.items())), tilted, codes) for codes in range(*CODES_A_TALK)]
    return 1 - fmean(never)


def talk_tables(talks: Sequence[Talk]) -> tuple["pd.DataFrame", "pd.DataFrame"]:
    """Return interviews as cleaning would: documents (team, person, characters), segments (theme, code)."""
    import pandas as pd

    interviews = [talk for talk in talks if talk.kind == "interview"]
    documents = [
        {"document": talk.name, "team": talk.team, "person": talk.email or None, "characters": len(talk.text)}
        for talk in interviews
    ]
    segments = [
        {"document": talk.name, "theme": THEME if one.code in TILTED else "other", "code": one.code}
        for talk in interviews
        for one in talk.passages
    ]
    return pd.DataFrame(documents), pd.DataFrame(segments)


@cache
def _never(others: tuple[tuple[float, int], ...], tilted: float, codes: int) -> float:
    """Return the chance that so many draws without replacement give no tilted code."""
    if codes == 0:
        return 1.0
    total = tilted + sum(weight * count for weight, count in others)
    left = dict(others)
    return sum(
        weight
        * count
        / total
        * _never(tuple(sorted((left | {weight: count - 1}).items())), tilted, codes - 1)
        for weight, count in others
        if count
    )
