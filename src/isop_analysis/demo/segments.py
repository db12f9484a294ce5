"""Coded segments as two coders hand them over: one row a segment × code × coder, with some disagreement."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.consent import ConsentPlan
from isop_analysis.demo.files import csv_text
from isop_analysis.demo.population import Membership, Population
from isop_analysis.demo.presets import Preset
from isop_analysis.demo.sentences import SEGMENTS
from isop_analysis.study import Study

if TYPE_CHECKING:
    import numpy as np

CODERS = ("codeur_a", "codeur_b")
AGREES = 0.8


@dataclass(frozen=True)
class Said:
    """One segment: who said it, in which team and wave, and the code it was written for."""

    team: str
    email: str
    wave: str
    code: str
    text: str


def write_segments(
    path: Path, preset: Preset, study: Study, population: Population, plan: ConsentPlan
) -> None:
    """Write the segments with a byte-order mark and semicolons, as a spreadsheet saves them."""
    random = generator(preset.seed, "segments")
    shown = {} if study.integration is None else {c.name: c.accept[0] for c in study.integration.codes}
    waves = {wave.cohort: wave.name for wave in study.config.waves if wave.occasion == "T1"}
    members = _interviewed(population, plan)
    rows = [["leerteam", "deelnemer", "meetmoment", "codeur", "code", "tekst"]]
    for number in range(1, preset.segments + 1):
        said = _said(number, members, population, waves, random)
        for coder in CODERS:
            for code in _codes(said.code, coder, random):
                written = shown[code] if coder == CODERS[1] else code
                rows.append([said.team, said.email, said.wave, coder, written, said.text])
    path.write_text(csv_text(rows, ";", "\r\n"), encoding="utf-8-sig", newline="")


def _interviewed(population: Population, plan: ConsentPlan) -> list[Membership]:
    """Members at the second occasion who agreed to an interview, and by mistake one who did not."""
    there = [membership for membership in population.memberships if membership.holds(1)]
    against = {*plan.no_interview, *plan.refused, *plan.unlisted, *plan.withdrew}
    agreed = [membership for membership in there if membership.person not in against]
    mistaken = [membership for membership in there if membership.person in plan.no_interview]
    return [*agreed, *mistaken[:1]]


def _said(
    number: int,
    members: Sequence[Membership],
    population: Population,
    waves: dict[str, str],
    random: "np.random.Generator",
) -> Said:
    membership = members[int(random.integers(len(members)))]
    wave = waves[population.team(membership.team).cohort]
    code = str(random.choice(list(SEGMENTS), p=_shares(population, membership.team)))
    text = f"[{number}] {random.choice(SEGMENTS[code])}"
    email = population.persons[membership.person].identity.address(1)
    return Said(membership.team, email if random.random() > 0.03 else "", wave, code, text)


def _shares(population: Population, team: str) -> Sequence[float]:
    """Teams with much guidance talk more of clear roles and guidance, others more of contested tasks."""
    import numpy as np

    much = population.team(team).guidance_hours > 25
    liked = {"role_clarity", "guidance", "tries_out"} if much else {"role_contested", "no_time"}
    weights = np.array([2.5 if code in liked else 1.0 for code in SEGMENTS])
    return list(weights / weights.sum())


def _codes(true: str, coder: str, random: "np.random.Generator") -> list[str]:
    """The first coder gives the code; the second mostly does, and now and then another or one more."""
    if coder == CODERS[0]:
        return [true]
    other = str(random.choice([code for code in SEGMENTS if code != true]))
    draw = random.random()
    return [true] if draw < AGREES else [other] if draw < 0.93 else [true, other]
