"""Invented sites, teams and people, and who is in which team from which occasion to which."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.identities import Identity, identities
from isop_analysis.demo.presets import Preset

if TYPE_CHECKING:
    import numpy as np

SECTORS = {
    "teacher": "education",
    "childcare_worker": "childcare",
    "teaching_assistant": "education",
    "social_worker": "welfare",
    "youth_care": "care",
    "speech_therapist": "care",
    "sen_coordinator": "education",
    "support": "education",
    "other": "welfare",
}
LEVELS = {
    "teacher": ("hbo", "hbo", "hbo", "wo"),
    "childcare_worker": ("mbo", "mbo", "mbo", "hbo"),
    "teaching_assistant": ("mbo",),
    "social_worker": ("hbo", "hbo", "mbo"),
    "youth_care": ("hbo",),
    "speech_therapist": ("hbo",),
    "sen_coordinator": ("hbo", "wo"),
    "support": ("wo", "hbo"),
    "other": ("hbo",),
}
COMMON = ("teacher", "childcare_worker", "social_worker", "teaching_assistant")
RARE = (
    *("speech_therapist", "speech_therapist", "sen_coordinator", "sen_coordinator", "sen_coordinator"),
    *("youth_care", "youth_care", "support", "support", "support", "other"),
)


@dataclass(frozen=True)
class Team:
    """A learning team by the register."""

    name: str
    site: str
    cohort: str
    guidance_hours: float
    assignments: int
    goals_set: int


@dataclass(frozen=True)
class Person:
    """Someone invented; `cohort` is the first one they belong to."""

    identity: Identity
    cohort: str
    role: str
    profession: str
    level: str
    sector: str
    registered: bool

    @property
    def number(self) -> int:
        """The person's number, from 0."""
        return self.identity.number


@dataclass(frozen=True)
class Membership:
    """A person in a team from occasion `first` to `last` (0 is T0), both included."""

    person: int
    team: str
    first: int
    last: int

    def holds(self, occasion: int) -> bool:
        """Whether the person is in the team at this occasion."""
        return self.first <= occasion <= self.last


@dataclass(frozen=True)
class Population:
    """Everyone, and every team; people are in the order of their numbers."""

    teams: tuple[Team, ...]
    persons: tuple[Person, ...]
    memberships: tuple[Membership, ...]

    def team(self, name: str) -> Team:
        """Return the team of that name."""
        return self._by_name[name]

    def memberships_of(self, person: int) -> list[Membership]:
        """Return a person's memberships."""
        return self._by_person.get(person, [])

    @cached_property
    def _by_name(self) -> dict[str, Team]:
        return {team.name: team for team in self.teams}

    @cached_property
    def _by_person(self) -> dict[int, list[Membership]]:
        found: dict[int, list[Membership]] = {}
        for membership in self.memberships:
            found.setdefault(membership.person, []).append(membership)
        return found


def populate(preset: Preset, occasions: int) -> Population:
    """Invent the teams, their members and those without a team."""
    random = generator(preset.seed, "people")
    teams = _teams(preset, random)
    sizes = [preset.sizes[place % len(preset.sizes)] for place in range(len(teams))]
    everyone = identities(preset, sum(sizes) + preset.without_team)
    persons: list[Person] = []
    memberships: list[Membership] = []
    for team, size in zip(teams, sizes, strict=True):
        for member in _members(team, size, everyone[len(persons) :], random):
            last = _last_occasion(member, occasions, random)
            memberships.append(Membership(member.number, team.name, 0, last))
            persons.append(member)
    persons += _without_team(preset, everyone[len(persons) :], random)
    if preset.rare_people:
        persons = _with_rare_people(persons, len(memberships), random)
    memberships = _moved(preset, teams, persons, memberships, occasions, random)
    return Population(teams, tuple(persons), tuple(sorted(memberships, key=lambda m: (m.team, m.person))))


def _teams(preset: Preset, random: "np.random.Generator") -> tuple[Team, ...]:
    teams = [
        Team(
            f"LT{place + 1:02d}",
            f"Kindcentrum {place % preset.sites + 1:02d}",
            preset.cohorts[place // preset.teams_per_cohort],
            float(random.integers(20, 81)) / 2,
            int(random.integers(2, 9)),
            int(random.integers(0, 7)),
        )
        for place in range(preset.teams_per_cohort * len(preset.cohorts))
    ]
    return tuple(teams)


def _members(team: Team, size: int, free: "list[Identity]", random: "np.random.Generator") -> list[Person]:
    # A low concentration makes teams of one profession as well as mixed ones.
    shares = random.dirichlet([0.9, 0.8, 0.6, 0.3])
    working = max(1, round(0.3 * size))
    roles = ["facilitator", *["working"] * working, *["future"] * (size - working - 1)]
    return [
        _person(free[place], team.cohort, role, str(random.choice(COMMON, p=shares)), random)
        for place, role in enumerate(roles)
    ]


def _person(
    identity: Identity, cohort: str, role: str, profession: str, random: "np.random.Generator"
) -> Person:
    level = str(random.choice(LEVELS[profession]))
    return Person(identity, cohort, role, profession, level, SECTORS[profession], registered=True)


def _last_occasion(person: Person, occasions: int, random: "np.random.Generator") -> int:
    """Half-year placements end before the last occasion."""
    leaves = person.role == "future" and occasions > 2 and random.random() < 0.2
    return occasions - 2 if leaves else occasions - 1


def _without_team(preset: Preset, free: "list[Identity]", random: "np.random.Generator") -> list[Person]:
    people = []
    for place in range(preset.without_team):
        cohort = preset.cohorts[place % len(preset.cohorts)]
        role = "future" if random.random() < 0.65 else "working"
        person = _person(
            free[place], cohort, role, str(random.choice(COMMON, p=[0.4, 0.3, 0.2, 0.1])), random
        )
        people.append(replace(person, registered=place % 4 < 2))
    return people


def _with_rare_people(persons: list[Person], members: int, random: "np.random.Generator") -> list[Person]:
    """Give a few working members a rare profession: recognisable, and to be protected."""
    working = [person.number for person in persons[:members] if person.role == "working"]
    for number, profession in zip(random.permutation(working), RARE, strict=False):
        person = persons[number]
        persons[number] = _person(person.identity, person.cohort, person.role, profession, random)
    return persons


def _moved(
    preset: Preset,
    teams: tuple[Team, ...],
    persons: list[Person],
    memberships: list[Membership],
    occasions: int,
    random: "np.random.Generator",
) -> list[Membership]:
    """Let some people sit in two teams, some change team, some working ones go on in the next cohort."""
    odd = preset.oddities
    stay = [m for m in memberships if m.last == occasions - 1]
    chosen = [stay[place] for place in random.permutation(len(stay))]
    result = list(memberships)
    result += [replace(m, team=_other(teams, m.team, random)) for m in chosen[: odd.two_teams]]
    for membership in chosen[odd.two_teams : odd.two_teams + odd.changed_team]:
        result.remove(membership)
        other = _other(teams, membership.team, random)
        result.append(replace(membership, last=0))
        result.append(replace(membership, team=other, first=1))
    rest = chosen[odd.two_teams + odd.changed_team :]
    going_on = [
        m for m in rest if persons[m.person].role == "working" and _cohort(teams, m) == preset.cohorts[0]
    ]
    later = [team.name for team in teams if team.cohort != preset.cohorts[0]]
    again = going_on[: odd.both_cohorts]
    result += [Membership(m.person, str(random.choice(later)), 0, occasions - 1) for m in again]
    return result


def _cohort(teams: tuple[Team, ...], membership: Membership) -> str:
    return next(team.cohort for team in teams if team.name == membership.team)


def _other(teams: tuple[Team, ...], name: str, random: "np.random.Generator") -> str:
    cohort = next(team.cohort for team in teams if team.name == name)
    others = [team.name for team in teams if team.cohort == cohort and team.name != name]
    return str(random.choice(others))
