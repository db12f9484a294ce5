"""The demo's tables against the simulator's truth: who was left out, who was linked, what was found again."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from isop_analysis.contracts import read_table
from isop_analysis.steps import (
    clean_answers,
    fit_models,
    import_answers,
    import_context,
    measure_scales,
    score_scales,
)
from isop_analysis.study import Study, load

ROOT = Path(__file__).parents[2]
IDENTIFIERS = ["email", "token", "self_code"]
EFFECTS = {
    "participation_team": "dose_team",
    "participation_person": "dose_person",
    "participation_occasion": "dose_occasion",
    "time:rolefuture": "future_growth",
    "guidance_hours": "guidance",
    "assignments": "assignments",
    "goals_set": "goals",
}


@dataclass(frozen=True)
class Demo:
    """The demo study after its models, the truth, and every response received with who really gave it."""

    study: Study
    truth: dict[str, Any]
    received: pd.DataFrame

    def kept(self) -> pd.DataFrame:
        """Responses kept, with the person who gave them as `true` and as what they were made."""
        kept = self.study.table("responses").drop(columns=["instrument", "wave"])
        return kept.merge(self.received, on="response")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    root = tmp_path_factory.mktemp("demo")
    for folder in ("config", "data/raw/demo", "data/open"):
        shutil.copytree(ROOT / folder, root / folder)
    study = load(root / "config" / "config.yaml")
    for step in (import_answers, import_context, clean_answers, score_scales, measure_scales, fit_models):
        step.run(study)
    truth = json.loads((study.raw / "true_parameters.json").read_text(encoding="utf-8"))
    true = pd.DataFrame(truth["responses"])[["file", "response", "person", "made_as"]]
    true.columns = pd.Index(["file", "tool_response", "true", "made_as"])
    columns = [
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
    received = read_table("received_responses", study.restricted)[columns].astype({"file": "str"})
    return Demo(study, truth, received.merge(true, on=["file", "tool_response"], validate="one_to_one"))


def test_everything_is_left_out_for_what_it_was_made_as(demo: Demo) -> None:
    excluded = demo.study.table("exclusions")
    excluded = excluded[excluded["unit"] == "response"].astype({"file": "str", "rule": "str"})
    both = excluded.merge(demo.received[["file", "file_row", "made_as", "true"]], on=["file", "file_row"])
    found = {
        (str(made), str(rule)): int(n) for (made, rule), n in both.groupby(["made_as", "rule"]).size().items()
    }
    assert found == {
        ("plain", "consent"): 33,
        ("straight_liner", "consent"): 1,
        ("test", "test_answers"): 16,
        ("unknown_team", "unknown_teams"): 1,
        ("unfinished", "unfinished"): 26,
        ("duplicate", "duplicates"): 25,
        ("speeder", "speeders"): 13,
        ("straight_liner", "straight_liners"): 15,
    }
    made = demo.received["made_as"].value_counts()
    assert {kind: int(made[kind]) for kind in ("test", "unfinished", "speeder", "straight_liner")} == {
        "test": 16, "unfinished": 26, "speeder": 13, "straight_liner": 16,
    }  # fmt: skip
    assert len(demo.received) == len(both) + len(demo.study.table("responses"))


def test_who_refused_withdrew_or_is_unknown_to_consent_is_not_kept(demo: Demo) -> None:
    """Anonymous answers stay, at team level: nobody can tell whose they are."""
    consent, kept = demo.truth["consent"], demo.kept()
    known = set(kept.loc[kept[IDENTIFIERS].notna().any(axis=1), "true"])
    assert known & {*consent["refused"], *consent["unlisted"]} == set()
    assert len(consent["refused"]) == 2


def test_no_link_is_false_and_only_what_nobody_can_link_is_missed(demo: Demo) -> None:
    kept = demo.kept()
    assert (kept.groupby("person")["true"].nunique() > 1).sum() == 0
    linkable = kept[~kept["true"].isin(demo.truth["consent"]["no_linking"])]
    split = linkable.groupby("true")["person"].transform("nunique") > 1
    main = linkable.groupby("true")["person"].transform(lambda pseudonyms: pseudonyms.mode()[0])
    missed = linkable[split & (linkable["person"] != main)]
    assert missed[IDENTIFIERS].isna().all(axis=None)
    assert len(missed) / len(linkable) < 0.03


def test_who_forbade_linking_is_another_person_each_time(demo: Demo) -> None:
    kept = demo.kept()
    own = kept[kept["true"].isin(demo.truth["consent"]["no_linking"])]
    assert len(own) > 10
    assert own["person"].is_unique


def test_one_response_a_person_instrument_wave_and_team(demo: Demo) -> None:
    linked = demo.kept()
    linked = linked[linked["linked_by"] != "unlinked"]
    assert not linked.duplicated(["person", "instrument", "wave", "team"]).any()


def test_planted_effects_are_found_again(demo: Demo) -> None:
    """A latent effect shows in scores times the root of the scale's reliability (Spearman 1904)."""
    true = {scale["name"]: scale for scale in demo.truth["scales"]}
    reliability = demo.study.table("reliability").astype({"scale": "str"})
    omega = reliability[reliability["occasion"] == "all"].set_index("scale")["omega_total"]
    effects = demo.study.table("model_effects")
    effects = effects[effects["term"].isin(list(EFFECTS)) & (effects["status"] == "fitted")]
    covered = []
    for row in effects.astype({"scale": "str"}).itertuples():
        change = row.change if row.term in ("assignments", "goals_set") else 1
        expected = true[row.scale][EFFECTS[row.term]] * change * omega[row.scale] ** 0.5
        covered.append(row.effect_low <= expected <= row.effect_high)
    assert len(covered) == 47
    assert sum(covered) == 46
