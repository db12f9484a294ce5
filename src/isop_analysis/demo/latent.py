"""Latent scores: per person × occasion for scales about the person, per membership × occasion for those
about a team.

Steps: draw effects of sites and teams; draw what is stable in a person and what belongs to the occasion (both
correlated over scales); add growth, the three parts of participation, role, composition and ingredients.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.demo.attendance import Attendance
from isop_analysis.demo.chance import generator
from isop_analysis.demo.composition import blau
from isop_analysis.demo.population import Membership, Person, Population, Team
from isop_analysis.demo.presets import Preset
from isop_analysis.demo.truth import (
    FACTOR_CORRELATION,
    GROWTH_WITHOUT_TEAM,
    TEAM_EFFECTS_CORRELATION,
    TRUE_SCALES,
    TrueScale,
)

if TYPE_CHECKING:
    import numpy as np

Key = tuple[int, str, int]
NO_TEAM = "none"


@dataclass(frozen=True)
class Scores:
    """Latent scores by (person, team, occasion) and scale; team is 'none' for scales about the person."""

    about_person: dict[Key, dict[str, float]]
    about_team: dict[Key, dict[str, float]]


@dataclass(frozen=True)
class Doses:
    """Participation in its parts: of the person at the occasion, the person's mean, the team's,
    everyone's.
    """

    now: float
    person: float
    team: float
    everyone: float


@dataclass(frozen=True)
class Draws:
    """Random effects by scale; persons' are rows of an array in the order of the scales."""

    site: "dict[str, np.ndarray]"
    team: "dict[str, np.ndarray]"
    person: "np.ndarray"


def draw_scores(preset: Preset, population: Population, attendance: Attendance, occasions: int) -> Scores:
    """Return everyone's latent scores at every occasion."""
    random = generator(preset.seed, "scores")
    means = _mean_doses(population, attendance, occasions)
    draws = _draws(population, random)
    scores = Scores({}, {})
    for person in population.persons:
        mine = population.memberships_of(person.number)
        for membership in mine:
            for occasion in range(membership.first, membership.last + 1):
                doses = _doses(membership, occasion, attendance, means)
                team = population.team(membership.team)
                values = _values("team", person, team, occasion, doses, draws, means, random)
                scores.about_team[person.number, team.name, occasion] = values
        for cohort in sorted({population.team(m.team).cohort for m in mine} or {person.cohort}):
            here = [m for m in mine if population.team(m.team).cohort == cohort]
            _person_scores(
                scores, person, cohort, here, occasions, population, attendance, draws, means, random
            )
    return scores


def _person_scores(
    scores: Scores,
    person: Person,
    cohort: str,
    mine: list[Membership],
    occasions: int,
    population: Population,
    attendance: Attendance,
    draws: Draws,
    means: "Means",
    random: "np.random.Generator",
) -> None:
    for occasion in range(occasions):
        here = [m for m in mine if m.holds(occasion)] or mine[-1:]
        team = population.team(here[0].team) if here else None
        doses = _doses(here[0], occasion, attendance, means) if here else None
        values = _values("person", person, team, occasion, doses, draws, means, random)
        scores.about_person[person.number, cohort, occasion] = values


@dataclass(frozen=True)
class Means:
    """Mean doses and the mean of what teams have, to centre by."""

    person: dict[int, float]
    team: dict[str, float]
    everyone: float
    blau: dict[str, float]
    blau_mean: float
    guidance: float
    assignments: float
    goals: float


def _mean_doses(population: Population, attendance: Attendance, occasions: int) -> Means:
    import numpy as np

    by_person: dict[int, list[float]] = {}
    by_team: dict[str, list[float]] = {}
    for membership in population.memberships:
        for occasion in range(membership.first, membership.last + 1):
            dose = attendance.dose(membership, occasion)
            by_person.setdefault(membership.person, []).append(dose)
            by_team.setdefault(membership.team, []).append(dose)
    diversity = {team.name: blau(population, team.name) for team in population.teams}
    return Means(
        {person: float(np.mean(doses)) for person, doses in by_person.items()},
        {team: float(np.mean(doses)) for team, doses in by_team.items()},
        float(np.mean([dose for doses in by_person.values() for dose in doses])),
        diversity,
        float(np.mean(list(diversity.values()))),
        float(np.mean([team.guidance_hours for team in population.teams])),
        float(np.mean([team.assignments for team in population.teams])),
        float(np.mean([team.goals_set for team in population.teams])),
    )


def _doses(membership: Membership, occasion: int, attendance: Attendance, means: Means) -> Doses:
    now = attendance.dose(membership, occasion)
    return Doses(now, means.person[membership.person], means.team[membership.team], means.everyone)


def _draws(population: Population, random: "np.random.Generator") -> Draws:
    sites = sorted({team.site for team in population.teams})
    count = len(TRUE_SCALES)
    return Draws(
        {site: _correlated(count, TEAM_EFFECTS_CORRELATION, random) for site in sites},
        {team.name: _correlated(count, TEAM_EFFECTS_CORRELATION, random) for team in population.teams},
        _correlated_rows(len(population.persons), count, FACTOR_CORRELATION, random),
    )


def _correlated(count: int, correlation: float, random: "np.random.Generator") -> "np.ndarray":
    return _correlated_rows(1, count, correlation, random)[0]


def _correlated_rows(
    rows: int, count: int, correlation: float, random: "np.random.Generator"
) -> "np.ndarray":
    """Standard normal columns that all correlate with each other: one part in common, one of their own."""
    import numpy as np

    common = random.standard_normal((rows, 1))
    own = random.standard_normal((rows, count))
    return np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own


def _values(
    about: str,
    person: Person,
    team: Team | None,
    occasion: int,
    doses: Doses | None,
    draws: Draws,
    means: Means,
    random: "np.random.Generator",
) -> dict[str, float]:
    passing = _correlated(len(TRUE_SCALES), FACTOR_CORRELATION, random)
    values = {}
    for place, scale in enumerate(TRUE_SCALES):
        if scale.about != about:
            continue
        rest = 1 - scale.site - scale.team - scale.person
        value = scale.person**0.5 * draws.person[person.number, place] + rest**0.5 * passing[place]
        value += _person_part(scale, person, occasion, team is not None)
        if team is not None and doses is not None:
            value += scale.site**0.5 * draws.site[team.site][place]
            value += scale.team**0.5 * draws.team[team.name][place]
            value += _team_part(scale, team, means) + _dose_part(scale, doses)
        else:
            value -= scale.dose_person * means.everyone
        values[scale.name] = float(value)
    return values


def _person_part(scale: TrueScale, person: Person, occasion: int, in_team: bool) -> float:
    future = float(person.role == "future")
    growth = scale.growth + scale.future_growth * future
    return scale.future * future + growth * occasion * (1.0 if in_team else GROWTH_WITHOUT_TEAM)


def _team_part(scale: TrueScale, team: Team, means: Means) -> float:
    return (
        scale.blau * (means.blau[team.name] - means.blau_mean)
        + scale.guidance * (team.guidance_hours - means.guidance) / 10
        + scale.assignments * (team.assignments - means.assignments)
        + scale.goals * (team.goals_set - means.goals)
    )


def _dose_part(scale: TrueScale, doses: Doses) -> float:
    return (
        scale.dose_team * (doses.team - doses.everyone)
        + scale.dose_person * (doses.person - doses.team)
        + scale.dose_occasion * (doses.now - doses.person)
    )
