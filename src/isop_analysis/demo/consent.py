"""consent.csv and aliases.csv: who agreed to what, who withdrew, which addresses belong to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.demo.chance import generator
from isop_analysis.demo.files import csv_text
from isop_analysis.demo.population import Population
from isop_analysis.demo.presets import Preset
from isop_analysis.demo.responses import Answered

if TYPE_CHECKING:
    import numpy as np

HEADER = (
    *("e-mail", "token", "code", "datum", "ingetrokken", "vragenlijst", "koppelen", "interview", "citeren"),
    *("teamblad", "hercontact", "archief"),
)


@dataclass(frozen=True)
class ConsentPlan:
    """People (by number) with another answer than yes."""

    refused: tuple[int, ...]
    unlisted: tuple[int, ...]
    withdrew: tuple[int, ...]
    no_linking: tuple[int, ...]
    no_interview: tuple[int, ...]


def plan_consent(preset: Preset, people: int, responses: Sequence[Answered]) -> ConsentPlan:
    """Choose, among those who answered, who refused, stands in no file, or withdrew after T0.

    A quarter of all people agree to no interview.
    """
    random = generator(preset.seed, "consent")
    odd = preset.oddities
    later = sorted({r.person for r in responses if r.person is not None and not r.wave.endswith("t0")})
    everyone = sorted({r.person for r in responses if r.person is not None})
    withdrew = tuple(int(p) for p in random.permutation(later)[: odd.withdrew])
    rest = [int(p) for p in random.permutation(everyone) if p not in withdrew]
    ends = [odd.refused, odd.refused + odd.not_in_consent_file]
    return ConsentPlan(
        tuple(rest[: ends[0]]),
        tuple(rest[ends[0] : ends[1]]),
        withdrew,
        tuple(rest[ends[1] : ends[1] + odd.no_linking]),
        tuple(int(person) for person in range(people) if random.random() < 0.25),
    )


def write_consent(folder: Path, preset: Preset, population: Population, plan: ConsentPlan) -> None:
    """Write consent.csv (semicolons, as a Dutch spreadsheet saves it) and aliases.csv."""
    random = generator(preset.seed, "consent rows")
    rows = [list(HEADER)]
    for person in population.persons:
        row = _row(person.number, int(person.cohort), plan, random)
        if person.number not in plan.unlisted:
            identity = person.identity
            rows.append([identity.email, identity.token, identity.self_code, *row])
    (folder / "consent.csv").write_text(csv_text(rows, ";", "\r\n"), encoding="cp1252", newline="")
    aliases = [["alias", "email"]]
    aliases += [
        [person.identity.second_email, person.identity.email]
        for person in population.persons
        if person.identity.second_email is not None and person.identity.second_listed
    ]
    (folder / "aliases.csv").write_text(csv_text(aliases), encoding="utf-8", newline="")


def _row(number: int, year: int, plan: ConsentPlan, random: "np.random.Generator") -> list[str]:
    day = date(year, 9, int(random.integers(4, 29)))
    withdrawn = date(year, 12, 1).strftime("%d-%m-%Y") if number in plan.withdrew else ""
    survey = number not in plan.refused
    linking = survey and number not in plan.no_linking
    interview = survey and number not in plan.no_interview
    quoting, recontact = (bool(random.random() < share) for share in (0.5, 0.6))
    said = [survey, linking, interview, survey and quoting, survey, survey and recontact, survey]
    return [day.strftime("%d-%m-%Y"), withdrawn, *("ja" if yes else "nee" for yes in said)]
