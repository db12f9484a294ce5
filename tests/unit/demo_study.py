"""The demo study, simulated and run as far as its models, beside everything that is true of it."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isop_analysis.contracts import read_table
from isop_analysis.demo import raw_folder
from isop_analysis.demo.attendance import Attendance, attend
from isop_analysis.demo.claims import Claim
from isop_analysis.demo.population import Population, populate
from isop_analysis.demo.presets import PRESETS
from isop_analysis.steps import (
    clean_answers,
    describe_missingness,
    fit_multilevel,
    fit_structural,
    import_answers,
    import_context,
    integrate_findings,
    map_networks,
    mask_texts,
    measure_scales,
    publish_tables,
    relate_outcomes,
    score_scales,
    second_opinion,
    simulate_designs,
)
from isop_analysis.study import Study, load

STEPS = (
    import_answers,
    import_context,
    clean_answers,
    mask_texts,
    score_scales,
    measure_scales,
    map_networks,
    describe_missingness,
    fit_multilevel,
    fit_structural,
    relate_outcomes,
    second_opinion,
    simulate_designs,
    integrate_findings,
    publish_tables,
)
RECEIVED = [
    "response",
    "file",
    "file_row",
    "tool_response",
    "instrument",
    "wave",
    "email",
    "token",
    "self_code",
]


@dataclass(frozen=True)
class Demo:
    """The demo study after its models, the truth, and every response received with who really gave it."""

    study: Study
    truth: dict[str, Any]
    received: pd.DataFrame
    population: Population
    attendance: Attendance
    claims: dict[tuple[str, str], Claim]

    @classmethod
    def run(cls, root: Path, raw: Path, config: Path) -> "Demo":
        """Run the study at `config` on the raw folder that is simulated into `raw`."""
        preset = PRESETS["demo"]
        claims = _simulated(raw, root)
        study = load(config, config.parents[1])
        for step in STEPS:
            step.run(study)
        truth = json.loads((study.raw / "true_parameters.json").read_text(encoding="utf-8"))
        true = pd.DataFrame(truth["responses"])[["file", "response", "person", "made_as"]]
        true.columns = pd.Index(["file", "tool_response", "true", "made_as"])
        received = read_table("received_responses", study.restricted)[RECEIVED].astype({"file": "str"})
        received = received.merge(true, on=["file", "tool_response"], validate="one_to_one")
        population = populate(preset, 3)
        return cls(study, truth, received, population, attend(preset, population, 3), claims)

    def kept(self) -> pd.DataFrame:
        """Responses kept, with the person who gave them as `true` and as what they were made."""
        kept = self.study.table("responses").drop(columns=["instrument", "wave"])
        return kept.merge(self.received, on="response")

    def revealed(self, name: str) -> pd.DataFrame:
        """Return a processed table with the teams' own names."""
        hidden, table = read_table("hidden_names", self.study.restricted), self.study.table(name)
        own = hidden[hidden["kind"] == "team"]
        return table.assign(team=table["team"].map(dict(zip(own["pseudonym"], own["name"], strict=True))))

    @cached_property
    def people(self) -> dict[str, int]:
        """The true person of every pseudonym that leads to an address of theirs."""
        table = read_table("pseudonyms", self.study.restricted)
        addresses = {person.identity.email.lower(): person.number for person in self.population.persons}
        rows = table[table["kind"].isin(["email"])]
        return {
            person: addresses[identity]
            for identity, person in zip(rows["identity"], rows["person"], strict=True)
            if identity in addresses
        }


def _simulated(raw: Path, root: Path) -> dict[tuple[str, str], Claim]:
    found: dict[tuple[str, str], Claim] = {}
    original = raw_folder.claims_of

    def recorded(preset, export, responses, population):  # type: ignore[no-untyped-def]
        claims = original(preset, export, responses, population)
        found.update({(export.file, claim.tool_response): claim for claim in claims})
        return claims

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(raw_folder, "claims_of", recorded)
        raw_folder.simulate(PRESETS["demo"], raw, root)
    return found
