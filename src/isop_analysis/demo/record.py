"""true_parameters.json: what is true of the invented study, beside its data.

The true scales, thresholds and coders' alpha; names planted in talks, with their places; people with their
addresses; per response the true person (a number, or null for a test) and what it was made as: plain,
duplicate, straight_liner, speeder, unfinished, broke_off_late, out_of_range, unknown_team, test. With it
false and missed links, and what cleaning and masking find, can be measured.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from isop_analysis.demo.claims import Claim
from isop_analysis.demo.coders import Coding, true_agreement
from isop_analysis.demo.consent import ConsentPlan
from isop_analysis.demo.planted_talk import Planted
from isop_analysis.demo.population import Person, Population
from isop_analysis.demo.presets import Export, Preset
from isop_analysis.demo.truth import (
    FACTOR_CORRELATION,
    GROWTH_WITHOUT_TEAM,
    TEAM_EFFECTS_CORRELATION,
    THRESHOLDS,
    TRUE_SCALES,
)

NOTE = "Invented data: no one in it exists."


@dataclass(frozen=True)
class Written:
    """An export and the responses in it."""

    export: Export
    claims: Sequence[Claim]


def write_record(
    path: Path,
    preset: Preset,
    population: Population,
    plan: ConsentPlan,
    written: Sequence[Written],
    coding: Coding | None,
    planted: Mapping[str, Sequence[Planted]],
) -> None:
    """Write the true parameters, one line a scale, person and response; agreement of coders per code."""
    parts = {
        "note": json.dumps(NOTE),
        "preset": json.dumps(preset.name),
        "seed": json.dumps(preset.seed),
        "thresholds": json.dumps(THRESHOLDS),
        "factor_correlation": json.dumps(FACTOR_CORRELATION),
        "team_effects_correlation": json.dumps(TEAM_EFFECTS_CORRELATION),
        "growth_without_team": json.dumps(GROWTH_WITHOUT_TEAM),
        "coder_alpha": json.dumps(true_agreement(coding) if coding is not None else {}),
        "planted": _lines([{"document": of, **asdict(one)} for of, own in planted.items() for one in own]),
        "consent": json.dumps(asdict(plan)),
        "scales": _lines([asdict(scale) for scale in TRUE_SCALES]),
        "persons": _lines([_person(person, population) for person in population.persons]),
        "responses": _lines([_response(part.export, claim) for part in written for claim in part.claims]),
    }
    body = ",\n".join(f"{json.dumps(name)}: {text}" for name, text in parts.items())
    path.write_text("{\n" + body + "\n}\n", encoding="utf-8", newline="")


def _lines(entries: Sequence[object]) -> str:
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]"


def _person(person: Person, population: Population) -> dict[str, object]:
    identity = person.identity
    second = {"second_email": identity.second_email, "alias_listed": identity.second_listed}
    return {
        "person": person.number,
        "email": identity.email,
        **(second if identity.second_email else {}),
        "code": identity.self_code,
        "role": person.role,
        "profession": person.profession,
        "teams": [membership.team for membership in population.memberships_of(person.number)],
    }


def _response(export: Export, claim: Claim) -> dict[str, object]:
    answered = claim.answered
    return {
        "file": export.file,
        "response": claim.tool_response,
        "wave": answered.wave,
        "person": answered.person,
        "made_as": answered.truth,
    }
