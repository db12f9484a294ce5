"""Who answered which instrument when, and what: items, choices, texts, times, before any oddity."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.latent import Scores
from isop_analysis.demo.population import Person, Population
from isop_analysis.demo.presets import Preset
from isop_analysis.demo.sentences import comment
from isop_analysis.demo.truth import THRESHOLDS, TRUE_SCALES
from isop_analysis.study import Study
from isop_analysis.study.instrument import Instrument, Item
from isop_analysis.study.participant_settings import Wave

if TYPE_CHECKING:
    import numpy as np

START = {0: (10, 2), 1: (2, 5), 2: (6, 3)}
# A condition in the questionnaire hides this item from facilitators.
NOT_ASKED = {("facilitator", "gt4")}


@dataclass(frozen=True)
class Answered:
    """One response: who, about which team, when, and every answer.

    `values` holds numbers, `absent` the kind of absence of items without one, `choices` the chosen options
    and `texts` free text. `truth` says what it is: plain, or the oddity it was made for.
    """

    instrument: str
    wave: str
    person: int | None
    team: str | None
    started: datetime
    seconds: int
    values: dict[str, float]
    absent: dict[str, str] = field(default_factory=dict)
    choices: dict[str, tuple[str, ...]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    progress: int = 100
    truth: str = "plain"


def answer_all(preset: Preset, study: Study, population: Population, scores: Scores) -> list[Answered]:
    """Return every plain response, in the order of instruments, waves, people and teams."""
    random = generator(preset.seed, "responses")
    there = _who_answers(preset, study, population, random)
    found = []
    for instrument in study.instruments:
        for wave in study.config.waves:
            for person, team in _asked(instrument, wave, population):
                answers = (person.number, wave.name) in there and random.random() < preset.response.instrument
                if not answers:
                    continue
                key = (person.number, team or wave.cohort, occasion_of(wave))
                latent = (scores.about_person if team is None else scores.about_team)[key]
                found.append(_answered(preset, instrument, wave, person, team, latent, random))
    return found


def occasion_of(wave: Wave) -> int:
    """Return the occasion of a wave as a number: T0 is 0."""
    return int(wave.occasion.removeprefix("T"))


def _who_answers(
    preset: Preset, study: Study, population: Population, random: "np.random.Generator"
) -> set[tuple[int, str]]:
    """Most who answered answer again, some come back; those who left their team are not asked."""
    chance, found = preset.response, set()
    for person in population.persons:
        before: dict[str, bool] = {}
        for wave in study.config.waves:
            mine = population.memberships_of(person.number)
            asked = _is_asked(person, wave, population)
            first = chance.first if mine else chance.comparison
            if wave.cohort in before:
                first = chance.again if before[wave.cohort] else chance.returning
            before[wave.cohort] = random.random() < first and asked
            if before[wave.cohort]:
                found.add((person.number, wave.name))
    return found


def _is_asked(person: Person, wave: Wave, population: Population) -> bool:
    mine = population.memberships_of(person.number)
    if not mine:
        return person.cohort == wave.cohort
    return any(population.team(m.team).cohort == wave.cohort and m.holds(occasion_of(wave)) for m in mine)


def _asked(instrument: Instrument, wave: Wave, population: Population) -> Iterator[tuple[Person, str | None]]:
    for person in population.persons:
        if instrument.about == "person":
            if _is_asked(person, wave, population):
                yield person, None
            continue
        for m in population.memberships_of(person.number):
            if population.team(m.team).cohort == wave.cohort and m.holds(occasion_of(wave)):
                yield person, m.team


def _answered(
    preset: Preset,
    instrument: Instrument,
    wave: Wave,
    person: Person,
    team: str | None,
    latent: dict[str, float],
    random: "np.random.Generator",
) -> Answered:
    values: dict[str, float] = {}
    absent: dict[str, str] = {}
    texts: dict[str, str] = {}
    for item in instrument.items:
        if item.answers == "open":
            text = comment(item.name, random)
            if text:
                texts[item.name] = text
        elif item.name in BACKGROUND:
            values[item.name] = BACKGROUND[item.name](instrument, item, person, random)
        else:
            values[item.name] = item_answer(instrument, item, latent, random)
            kind = _absence(preset, item, person, random)
            if kind is not None:
                del values[item.name]
                absent[item.name] = kind
    if "experience_years" in values and random.random() < 0.03:
        del values["experience_years"]
        absent["experience_years"] = "refused"
    choices = {
        q.name: _chosen(q.name, [o.name for o in q.options], random) for q in instrument.multiple_choice
    }
    asked = len(instrument.items) + len(choices)
    return Answered(
        instrument.name,
        wave.name,
        person.number,
        team,
        _moment(wave, random),
        int(asked * random.uniform(4.5, 14)),
        values,
        absent,
        choices,
        texts,
    )


def item_answer(
    instrument: Instrument, item: Item, latent: dict[str, float], random: "np.random.Generator"
) -> float:
    """Return an item's answer as given: reversed items are turned round, marks run from 1 to 10."""
    scale = next(scale for scale in instrument.scales if item.name in scale.items)
    true = next(true for true in TRUE_SCALES if true.name == scale.name)
    loading = true.loadings[scale.items.index(item.name)]
    score = loading * latent[scale.name] + (1 - loading**2) ** 0.5 * random.standard_normal()
    if item.answers == "grade10":
        return float(min(10, max(1, round(7.0 + 1.1 * score))))
    answer = 1 + sum(score > threshold for threshold in THRESHOLDS)
    return float(6 - answer if item.reversed else answer)


def _absence(preset: Preset, item: Item, person: Person, random: "np.random.Generator") -> str | None:
    """Some skip an item; working professionals find their programme long ago, a few don't know."""
    draw = random.random()
    if (person.role, item.name) in NOT_ASKED:
        return "not_seen"
    if draw < preset.response.item_skipped:
        return "skipped"
    if item.answers == "grade10":
        return None
    if item.name.startswith(("pp", "tr", "gt", "np")):
        often = 3.0 if item.name.startswith("pp") and person.role != "future" else 1.0
        if draw < preset.response.item_skipped + often * preset.response.item_not_applicable:
            return "not_applicable"
    return "dont_know" if draw > 0.995 else None


def _coded(instrument: Instrument, item: Item, label: str) -> float:
    return next(v.value for v in instrument.answer_scale(item.answers).values if v.nl == label)


ROLES = {"future": "Aanstaande professional", "working": "Zittende professional", "facilitator": "Begeleider"}
PROFESSIONS = {
    "teacher": "Leraar",
    "childcare_worker": "Pedagogisch medewerker",
    "teaching_assistant": "Onderwijsassistent",
    "social_worker": "Sociaal werker",
    "youth_care": "Jeugdzorgwerker",
    "speech_therapist": "Logopedist",
    "sen_coordinator": "Intern begeleider",
    "support": "Ondersteuner",
    "other": "Ander beroep",
}
LEVEL_LABELS = {"mbo": "Mbo", "hbo": "Hbo", "wo": "Universiteit"}
SECTOR_LABELS = {"education": "Onderwijs", "childcare": "Kinderopvang", "care": "Zorg", "welfare": "Welzijn"}
BACKGROUND = {
    "own_role": lambda instrument, item, person, random: _coded(instrument, item, ROLES[person.role]),
    "own_profession": lambda instrument, item, person, random: _coded(
        instrument, item, PROFESSIONS[person.profession]
    ),
    "own_level": lambda instrument, item, person, random: _coded(
        instrument, item, LEVEL_LABELS[person.level]
    ),
    "own_sector": lambda instrument, item, person, random: _coded(
        instrument, item, SECTOR_LABELS[person.sector]
    ),
    "experience_years": lambda instrument, item, person, random: float(
        random.integers(0, 4) if person.role == "future" else random.integers(2, 36)
    ),
}


def _chosen(question: str, options: list[str], random: "np.random.Generator") -> tuple[str, ...]:
    chosen = tuple(option for option in options if option != "nobody" and random.random() < 0.38)
    if not chosen and "nobody" in options:
        return ("nobody",)
    return chosen


def _moment(wave: Wave, random: "np.random.Generator") -> datetime:
    occasion = occasion_of(wave)
    month, day = START[occasion]
    year = int(wave.school_year[:4]) + (occasion > 0)
    days, minutes = int(random.integers(0, 20)), int(random.integers(8 * 60, 22 * 60))
    return datetime(year, month, day) + timedelta(
        days=days, minutes=minutes, seconds=int(random.integers(60))
    )
