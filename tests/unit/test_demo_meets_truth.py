"""The demo's tables against the simulator's truth: who was left out, who was linked, what was found again."""

import numpy as np
import pytest
from demo_study import Demo

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


@pytest.fixture
def demo(demo_run: Demo) -> Demo:
    return demo_run


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
        steps = 1 if row.term == "guidance_hours" else row.change
        expected = true[row.scale][EFFECTS[row.term]] * steps * omega[row.scale] ** 0.5
        covered.append(row.effect_low <= expected <= row.effect_high)
    assert len(covered) == 47
    assert sum(covered) == 46


def test_teams_with_much_guidance_speak_of_what_was_planted(demo: Demo) -> None:
    """They were made to speak 2.5 times as often of some codes, the others of others (demo.interviews)."""
    rows = demo.study.table("code_frequencies").astype({"code": "str", "by": "str"})
    teams = demo.study.table("teams").set_index("team")["guidance_hours"]
    rows = rows[rows["by"] == "team"].assign(hours=lambda own: own["value"].map(teams))
    much, little = rows[rows["hours"] > 25], rows[rows["hours"] <= 25]
    odds = {}
    for code in rows["code"].unique():
        counts = [
            own.loc[own["code"] == code, ["documents_with", "documents"]].sum() for own in (much, little)
        ]
        yes, no = ([one.iloc[0] + 0.5 for one in counts], [one.iloc[1] - one.iloc[0] + 0.5 for one in counts])
        odds[code] = yes[0] / no[0] / (yes[1] / no[1])
    liked = [odds[code] for code in ("role_clarity", "guidance", "tries_out")]
    others = [odds[code] for code in ("role_contested", "no_time")]
    assert min(liked) > 1
    assert max(others) < 1
    assert np.prod(liked) ** (1 / 3) > 1.5
    assert np.prod(others) ** (1 / 2) < 0.67
