"""Invented interviews, reflections and group talks: who speaks, in which words, and the table of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from isop_analysis.demo.chance import generator
from isop_analysis.demo.consent import ConsentPlan
from isop_analysis.demo.files import csv_text
from isop_analysis.demo.identities import Identity
from isop_analysis.demo.population import Membership, Population
from isop_analysis.demo.presets import Preset
from isop_analysis.demo.sentences import ASIDES, QUESTIONS, SEGMENTS
from isop_analysis.study import Study

if TYPE_CHECKING:
    import numpy as np

Kind = Literal["interview", "reflection", "group"]
WORDS: dict[Kind, str] = {"interview": "interview", "reflection": "reflectie", "group": "groepsgesprek"}
NAMES: dict[Kind, str] = {"interview": "Interview", "reflection": "Reflectie", "group": "Groepsgesprek"}
ROLES = {
    "future": "Aanstaande professional",
    "working": "Zittende professional",
    "facilitator": "Begeleider",
}
CODES_A_TALK = (2, 5)
"""From the first number to before the second, each as likely."""
TILTED = ("tries_out", "shares_with_colleagues", "no_time")
"""Codes of one theme, of which teams can be made to speak by their scores."""
HEADER = ("document", "soort", "deelnemer", "leerteam", "meetmoment", "rol", "taal", "datum")


@dataclass(frozen=True)
class Passage:
    """What is said in one go: the code that it was written for, and its words."""

    code: str
    words: str


@dataclass(frozen=True)
class Talk:
    """A document: what it is, who speaks (none for a group), in which team and wave, and on which day."""

    name: str
    kind: Kind
    email: str
    team: str
    wave: str
    role: str
    day: date
    passages: tuple[Passage, ...]
    lines: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        """The text: before each passage a line of the interviewer, after the last an aside."""
        turns = [f"{line}\n{one.words}" for line, one in zip(self.lines, self.passages, strict=False)]
        return "\n\n".join([*turns, self.lines[-1]])

    def spans(self) -> list[tuple[int, int]]:
        """Return where each passage stands: its first character and the one after its last."""
        found, here = [], 0
        for one in self.passages:
            start = self.text.index(one.words, here)
            here = start + len(one.words)
            found.append((start, here))
        return found


NO_TILT: Mapping[str, float] = {}


def invent_talks(
    preset: Preset,
    study: Study,
    population: Population,
    plan: ConsentPlan,
    tilts: Mapping[str, float] = NO_TILT,
) -> list[Talk]:
    """Return interviews at the second occasion, reflections at the last, and group talks of a few teams.

    One interview is, by mistake, of someone who agreed to none. `tilts`: by team the log weight of the codes
    `TILTED`, where teams speak of these by their scores (`theme_talk`).
    """
    random = generator(preset.seed, "interviews")
    members = _agreed(population, plan)
    chosen = [members[place] for place in sorted(random.permutation(len(members))[: preset.interviews])]
    mistaken = [m for m in population.memberships if m.holds(1) and m.person in plan.no_interview][:1]
    few = max(1, preset.interviews // 20)
    waves = {(wave.cohort, wave.occasion): wave.name for wave in study.config.waves}
    last = max(wave.occasion for wave in study.config.waves)
    speakers: list[tuple[Kind, Membership, str]] = [("interview", one, "T1") for one in [*chosen, *mistaken]]
    speakers += [
        ("reflection", one, last) for one in chosen[:: preset.interviews // few] if one.holds(int(last[1]))
    ]
    speakers += [("group", one, "T1") for one in chosen[1 :: preset.interviews // few]]
    talks: list[Talk] = []
    for kind, membership, occasion in speakers:
        number = 1 + sum(one.kind == kind for one in talks)
        wave = waves[population.team(membership.team).cohort, occasion]
        shares = _shares(population, membership.team, tilts.get(membership.team, 0.0))
        talks.append(_talk(f"{NAMES[kind]} {number:03d}", kind, membership, wave, population, shares, random))
    return talks


def _agreed(population: Population, plan: ConsentPlan) -> list[Membership]:
    """Return members at the second occasion who agreed to an interview, each once."""
    against = {*plan.no_interview, *plan.refused, *plan.unlisted, *plan.withdrew}
    there = [one for one in population.memberships if one.holds(1) and one.person not in against]
    return list({one.person: one for one in there}.values())


def _talk(
    name: str,
    kind: Kind,
    of: Membership,
    wave: str,
    population: Population,
    shares: Sequence[float],
    random: "np.random.Generator",
) -> Talk:
    person = population.persons[of.person]
    size = int(random.integers(*CODES_A_TALK))
    codes = random.choice(list(SEGMENTS), size=size, replace=False, p=shares)
    passages = tuple(Passage(str(code), str(random.choice(SEGMENTS[str(code)]))) for code in codes)
    lines = [str(one) for one in random.choice(QUESTIONS, size=len(passages), replace=False)]
    day = date(int(population.team(of.team).cohort) + 1, 2, 3) + timedelta(days=int(random.integers(60)))
    alone, told = kind != "group", random.random() < 0.7
    return Talk(
        name=name,
        kind=kind,
        email=_address(person.identity) if alone and random.random() > 0.03 else "",
        team=of.team,
        wave=wave,
        role=ROLES[person.role] if alone and told else "",
        day=day,
        passages=passages,
        lines=(*lines, str(random.choice(ASIDES))),
    )


def _address(identity: Identity) -> str:
    """Return the address that whoever plans interviews knows: a new one only where it is listed."""
    return identity.address(1) if identity.second_listed else identity.email


def code_weights(population: Population, team: str) -> dict[str, float]:
    """Teams with much guidance talk more of clear roles and guidance, others more of contested tasks."""
    much = population.team(team).guidance_hours > 25
    liked = {"role_clarity", "guidance", "tries_out"} if much else {"role_contested", "no_time"}
    return {code: 2.5 if code in liked else 1.0 for code in SEGMENTS}


def _shares(population: Population, team: str, tilt: float) -> Sequence[float]:
    import numpy as np

    own = code_weights(population, team)
    weights = np.array([own[code] * (exp(tilt) if code in TILTED else 1.0) for code in SEGMENTS])
    return list(weights / weights.sum())


def write_documents(path: Path, talks: Sequence[Talk]) -> None:
    """Write the table of documents as a Dutch spreadsheet saves it; its last interview is not coded yet."""
    rows = [list(HEADER)]
    for one in talks:
        own = [one.name, WORDS[one.kind], one.email, one.team, one.wave, one.role, "nl"]
        rows.append([*own, one.day.strftime("%d-%m-%Y")])
    number = 1 + sum(one.kind == "interview" for one in talks)
    first = talks[0]
    rows.append(
        [f"{NAMES['interview']} {number:03d}", WORDS["interview"], "", first.team, first.wave, "", "nl", ""]
    )
    path.write_text(csv_text(rows, ";", "\r\n"), encoding="utf-8-sig", newline="")
