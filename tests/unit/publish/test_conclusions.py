"""Which effects answer a question and what travels with the answer: made-up tables, and the demo's by hand.

The demo's answers are those that `front.md` of the project's samples works out question by question from the
demo's numbers, by hand and before there was a rule in code.
"""

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from demo_study import Demo

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.cells import read_names
from isop_analysis.publish.caveats import caveat_rows
from isop_analysis.publish.conclusions import Conclusions, conclusion_rows, effect_rows
from isop_analysis.study import Study, load
from isop_analysis.study.readers import as_readers_see

ROOT = Path(__file__).parents[3]
BY_HAND = {
    "participation": ("in_part", "confirmatory", 3, 1, "falls"),
    "growth": ("in_part", "confirmatory", 3, 1, "falls"),
    "ingredients": ("in_part", "exploratory", 16, 4, "holds"),
    "team_quality": ("in_part", "exploratory", 3, 2, "holds"),
    "composition": ("unknown", "confirmatory", 1, 0, None),
    "chances": ("unknown", "exploratory", 8, 0, None),
    "dose": ("in_part", "exploratory", 4, 1, "holds"),
    "growth_and_participation": ("against_in_part", "exploratory", 5, 1, "holds"),
    "growth_by_role": ("unknown", "exploratory", 5, 0, None),
    "growth_by_level": ("unknown", "exploratory", 2, 0, None),
    "team_ratings": ("unknown", "exploratory", 15, 0, None),
    "quality_of_others": ("in_part", "exploratory", 3, 1, "holds"),
    "through": ("unknown", "exploratory", 3, 0, None),
}


def effect(scale: str, estimate: float, half: float, **own: Any) -> dict[str, Any]:
    """A row of model_effects of the model participation; the verdict is given, not found."""
    row = {
        "model": "participation",
        "scale": scale,
        "term": "participation_person",
        "change": 1.0,
        "estimate": estimate,
        "ci_low": estimate - half,
        "ci_high": estimate + half,
        "cr2_low": estimate - half,
        "cr2_high": estimate + half,
        "sd_scale": 0.8,
        "smallest": 0.2,
        "verdict": "matters",
        "status": "fitted",
        "reason": None,
        "clusters": 24,
    }
    return row | own


def concluded(study: Study, **tables: list[dict[str, Any]]) -> Conclusions:
    return Conclusions(study, {name: pd.DataFrame(rows) for name, rows in tables.items()})


@pytest.fixture(scope="module")
def study() -> Study:
    return load(ROOT / "config/config.yaml")


def answer(conclusions: Conclusions, question: str) -> dict[str, Any]:
    return next(row for row in conclusion_rows(conclusions) if row["question"] == question)


def of_hypothesis(scale: str, kind: str, holds: bool) -> dict[str, Any]:
    key = {"model": "participation", "scale": scale, "term": "participation_person"}
    return key | {"kind": kind, "holds": holds, "direction": "positive"}


def test_confirmatory_effects_alone_are_read_where_there_are_any(study: Study) -> None:
    effects = [effect("roles_tasks", 0.6, 0.2), effect("transfer", -0.6, 0.2)]
    both = concluded(study, model_effects=effects)
    assert answer(both, "participation")["answer"] == "differs"
    planned = concluded(
        study, model_effects=effects, hypotheses=[of_hypothesis("roles_tasks", "confirmatory", True)]
    )
    assert answer(planned, "participation") == {
        "question": "participation",
        "asks": "whether",
        "front": 1,
        "answer": "clear_yes",
        "kind": "confirmatory",
        "effects": 1,
        "found": 1,
        "refused": 0,
        "stricter": "holds",
    }


@pytest.mark.parametrize(
    ("holds", "cr2_low", "by"),
    [(True, 0.1, []), (False, 0.1, ["holm"]), (True, -0.1, ["cr2"]), (False, -0.1, ["holm", "cr2"])],
)
def test_a_found_effect_falls_by_several_tests_or_by_cr2(
    study: Study, holds: bool, cr2_low: float, by: list[str]
) -> None:
    rows = [effect("roles_tasks", 0.6, 0.2, cr2_low=cr2_low)]
    tests = [of_hypothesis("roles_tasks", "confirmatory", holds)]
    conclusions = concluded(study, model_effects=rows, hypotheses=tests)
    (row,) = (one for one in effect_rows(conclusions) if one["question"] == "participation")
    assert read_names(row["stricter_by"]) == by
    assert row["stricter"] == ("falls" if by else "holds")
    assert answer(conclusions, "participation")["stricter"] == ("falls" if by else "holds")


@pytest.mark.parametrize(("planned", "along"), [("negative", True), ("positive", False), (None, False)])
def test_without_a_direction_of_its_own_an_effect_has_that_of_its_hypothesis(
    tmp_path: Path, planned: str | None, along: bool
) -> None:
    """Positive where neither says so."""
    shutil.copytree(ROOT / "config", tmp_path / "config")
    path = tmp_path / "config/models/participation.yaml"
    path.write_text(path.read_text().replace("        direction: positive\n", ""))
    tests = [of_hypothesis("roles_tasks", "exploratory", True) | {"direction": planned}] if planned else []
    study = load(tmp_path / "config/config.yaml")
    conclusions = concluded(study, model_effects=[effect("roles_tasks", -0.6, 0.2)], hypotheses=tests)
    (row,) = (one for one in effect_rows(conclusions) if one["question"] == "participation")
    assert (row["along"], row["stricter"]) == (along, "holds")


def test_an_exploratory_effect_does_not_fall_by_several_tests(study: Study) -> None:
    rows = [effect("roles_tasks", 0.6, 0.2)]
    conclusions = concluded(
        study, model_effects=rows, hypotheses=[of_hypothesis("roles_tasks", "exploratory", False)]
    )
    assert answer(conclusions, "participation")["stricter"] == "holds"


def test_effects_are_told_for_their_declared_change(study: Study) -> None:
    row = effect("network_skill", -0.007, 0.02, model="ingredients", term="guidance_hours", change=10.0)
    # CR2's interval stands in SDs of the scale, for the whole change already.
    strict = {"cr2_low": -0.35, "cr2_high": 0.15}
    (told,) = effect_rows(concluded(study, model_effects=[row | strict | {"verdict": "open"}]))
    assert (told["points"], told["low"], told["high"]) == pytest.approx((-0.07, -0.27, 0.13))
    assert (told["strict_low"], told["strict_high"]) == pytest.approx((-0.28, 0.12))
    assert told["smallest_points"] == pytest.approx(0.16)
    assert (told["along"], told["stricter"]) == (None, None)


def test_refused_effects_are_counted_and_set_apart(study: Study) -> None:
    refused = effect(
        "transfer", float("nan"), 0.0, status="refused", verdict="refused", reason="few_people {}"
    )
    conclusions = concluded(study, model_effects=[effect("roles_tasks", 0.6, 0.2), refused])
    told = answer(conclusions, "participation")
    assert (told["answer"], told["effects"], told["refused"]) == ("clear_yes", 2, 1)


def test_every_effect_of_a_refused_path_model_is_named(study: Study) -> None:
    fit = {"model": "mediation", "status": "refused", "reason": "few_people {}"}
    fits = [{"model": name, "status": "fitted", "reason": None} for name in ("zzz", "aaa")]
    fits += [fit]
    rows = effect_rows(concluded(study, structural_fits=fits, structural_defined=[{"model": "other"}]))
    assert [(row["question"], row["term"], row["verdict"]) for row in rows] == [
        ("through", term, "refused") for term in ("via_roles", "via_skill", "via_skill_to_attitude")
    ]


def shared(model: str, group: str, icc: float | None, term: str = "(Intercept)") -> dict[str, Any]:
    row = {"model": model, "scale": "transfer", "group": group, "term": term, "icc": icc, "clusters": 24}
    return row | {"icc_low": 0.01, "icc_high": 0.2}


def test_how_much_is_told_in_shares_of_the_groups_that_are_asked(study: Study) -> None:
    variances = [
        shared("aaa", "team:site", 0.3),
        shared("null_person_scales", "team:site", 0.08),
        shared("null_person_scales", "team", float("nan")),
        shared("null_person_scales", "team", 0.1, "time"),
        shared("null_person_scales", "Residual", 0.5),
        shared("null_person_scales", "person", 0.4),
        shared("zzz", "team:site", 0.3),
    ]
    (row,) = effect_rows(concluded(study, model_variances=variances))
    assert (row["question"], row["model"], row["term"]) == ("differences", "null_person_scales", "team")
    assert (row["points"], row["low"], row["high"], row["unit"]) == (0.08, 0.01, 0.2, "share")
    assert (row["place"], row["status"], row["kind"]) == (1, "fitted", "exploratory")


def defined(name: str, percentile_low: float, **own: Any) -> dict[str, Any]:
    row = {"model": "mediation", "name": name, "converged": True, "admissible": True, "clusters": 0}
    row |= {"estimate": 0.2, "ci_low": 0.05, "ci_high": 0.35, "verdict": "goes_together"}
    return row | {"percentile_low": percentile_low, "percentile_high": 0.4} | own


def test_paths_stand_by_their_bootstrap_and_fail_where_the_model_is_none(study: Study) -> None:
    rows = [defined("via_roles", 0.01), defined("via_skill", -0.01)]
    rows += [defined("via_skill_to_attitude", 0.01, admissible=False), defined("x", 0.01, model="other")]
    fit = {"model": "mediation", "status": "fitted", "reason": None}
    conclusions = concluded(study, structural_fits=[fit], structural_defined=rows)
    told = {row["term"]: row for row in effect_rows(conclusions)}
    assert [(row["status"], row["verdict"], row["stricter"]) for row in told.values()] == [
        ("fitted", "goes_together", "holds"),
        ("fitted", "goes_together", "falls"),
        ("failed", "failed", None),
    ]  # fmt: skip
    assert read_names(told["via_skill"]["stricter_by"]) == ["bootstrap"]
    roles = told["via_roles"]
    assert [roles[name] for name in ("points", "low", "high", "strict_low", "strict_high")] == [
        0.2, 0.05, 0.35, 0.01, 0.4,
    ]  # fmt: skip
    assert answer(conclusions, "through")["refused"] == 1


def test_of_sites_each_outcome_is_told_or_refused(study: Study) -> None:
    fit = {"model": "sites_and_chances", "scale": "network_skill", "status": "fitted", "reason": None}
    fits = [fit | {"outcome": outcome} for outcome in ("advice", "scarce", "none")]
    fits += [fit | {"outcome": "small", "status": "refused", "reason": "few_units {}"}]
    fits += [fit | {"model": "other", "outcome": "advice"}]
    own = {"model": "sites_and_chances", "scale": "network_skill", "path": "collaboration", "leads": True}
    slope = {"estimate": 0.5, "ci_low": 0.1, "ci_high": 0.9, "verdict": "goes_together", "clusters": 12}
    slope |= {"percentile_low": -0.1, "percentile_high": 1.0, "detectable_slope": 0.6, "outcome": "advice"}
    slopes = [
        own | slope | {"leads": False, "estimate": 9.0},
        own | slope | {"path": "dose", "estimate": 8.0},
    ]
    slopes += [own | slope, own | slope | {"outcome": "scarce", "estimate": float("nan")}]
    rows = effect_rows(concluded(study, site_models=fits, site_estimates=slopes))
    assert [(row["outcome"], row["status"], row["verdict"]) for row in rows] == [
        ("advice", "fitted", "goes_together"), ("scarce", "refused", "refused"),
        ("none", "refused", "refused"), ("small", "refused", "refused"),
    ]  # fmt: skip
    numbers = ("points", "low", "high", "strict_low", "strict_high", "detectable")
    assert [rows[0][name] for name in numbers] == [0.5, 0.1, 0.9, -0.1, 1.0, 0.6]
    assert (rows[0]["unit"], read_names(rows[0]["stricter_by"])) == ("sd_of_sites", ["bootstrap"])
    reasons = [row["reason"] for row in rows]
    assert reasons == [None, few := written([Reason("few_residual_df", needed=5)]), few, "few_units {}"]


@pytest.mark.parametrize(
    ("fit", "points", "told"),
    [
        ((0.96, 0.05, 0.07), 1.0, "clear_yes"),
        ((0.96, 0.07, 0.07), pytest.approx(2 / 3), "in_part"),
        ((0.94, 0.07, 0.09), 0.0, "clear_no"),
        ((float("nan"), 0.07, 0.07), 0.5, "in_part"),
        ((float("nan"),) * 3, None, "refused"),
    ],
)
def test_what_is_measured_is_held_against_three_limits(
    study: Study, fit: tuple[float, ...], points: float | None, told: str
) -> None:
    row = dict(zip(("cfi", "rmsea", "srmr"), fit, strict=True))
    fits = [row | {"model": "cfa_scan", "status": "fitted", "reason": None}]
    conclusions = concluded(study, structural_fits=fits)
    (found,) = effect_rows(conclusions)
    assert (found["points"], found["unit"], found["term"]) == (points, "limits", "fit")
    assert answer(conclusions, "measurement")["answer"] == told


def caveats(conclusions: Conclusions, frozen_on: str | None = None) -> list[tuple[str, str, list[str]]]:
    rows = caveat_rows(conclusions, frozen_on)
    return [(row["caveat"], row["scale"], read_names(row["occasions"])) for row in rows]


@pytest.mark.parametrize(("frozen_on", "late"), [("2025-07-11", True), ("2025-07-10", False), (None, False)])
def test_a_plan_of_after_the_data_travels_with_what_it_confirms(
    study: Study, frozen_on: str | None, late: bool
) -> None:
    tests = [of_hypothesis("roles_tasks", "confirmatory", True)]
    conclusions = concluded(study, model_effects=[effect("roles_tasks", 0.6, 0.2)], hypotheses=tests)
    assert (("plan_after_data", "", []) in caveats(conclusions, frozen_on)) is late


def test_nothing_travels_with_an_answer_that_found_nothing(study: Study) -> None:
    tests = [of_hypothesis("roles_tasks", "confirmatory", True)]
    rows = [effect("roles_tasks", 0.1, 0.2, verdict="open")]
    assert caveats(concluded(study, model_effects=rows, hypotheses=tests), "2030-01-01") == []


def test_weak_scales_same_people_and_leavers_travel(study: Study) -> None:
    found = effect("transfer", 0.5, 0.1, model="ingredients", term="programme_preparation")
    reliability = [
        {"scale": "programme_preparation", "occasion": occasion, "weak": occasion == "T2"}
        for occasion in ("T0", "T1", "T2", "all")
    ]
    dropout = [
        {"variable": "transfer", "from_occasion": "T1", "verdict": "goes_together", "difference_sd": -0.4},
        {"variable": "transfer", "from_occasion": "T0", "verdict": "open", "difference_sd": -0.1},
        {"variable": "roles_tasks", "from_occasion": "T0", "verdict": "goes_together", "difference_sd": 0.4},
    ]
    told = caveats(concluded(study, model_effects=[found], reliability=reliability, dropout=dropout))
    assert told == [
        ("weak", "programme_preparation", ["T2"]),
        ("same_questionnaire", "programme_preparation", []),
        ("leavers_lower", "transfer", ["T1"]),
    ]


def test_a_scale_weak_at_every_occasion_is_weak_always(study: Study) -> None:
    rows = [{"scale": "roles_tasks", "occasion": occasion, "weak": True} for occasion in ("T0", "T1", "all")]
    told = caveats(concluded(study, model_effects=[effect("roles_tasks", 0.6, 0.2)], reliability=rows))
    assert told == [("weak_always", "roles_tasks", ["T0", "T1"])]


@pytest.mark.parametrize(
    ("model", "term", "expected"),
    [
        ("team_quality_and_collaboration", "quality_team", [("same_people", "team_quality", [])]),
        ("quality_of_others", "quality_others", []),
    ],
)
def test_what_others_say_has_nobody_on_both_sides(
    study: Study, model: str, term: str, expected: list[tuple[str, str, list[str]]]
) -> None:
    row = effect("transfer", 0.5, 0.1, model=model, term=term)
    assert caveats(concluded(study, model_effects=[row])) == expected


def test_the_demos_answers_are_those_worked_out_by_hand(demo_run: Demo) -> None:
    rows = as_readers_see(demo_run.study).table("conclusions")
    told = {
        row["question"]: (
            row["answer"],
            row["kind"],
            row["effects"],
            row["found"],
            row["stricter"] if isinstance(row["stricter"], str) else None,
        )
        for row in rows.to_dict("records")
    }
    assert {name: told[name] for name in BY_HAND} == BY_HAND


def test_the_demos_numbers_are_those_worked_out_by_hand(demo_run: Demo) -> None:
    rows = as_readers_see(demo_run.study).table("conclusion_effects")
    points = {
        (row["question"], row["scale"]): row["points"]
        for row in rows.to_dict("records")
        if row["question"] in ("participation", "growth", "team_quality", "dose")
    }
    assert [points["participation", one] for one in ("roles_tasks", "network_skill", "transfer")] == [
        0.3,
        0.14,
        0.1,
    ]
    assert points["growth", "roles_tasks"] == 0.13
    assert (points["team_quality", "network_skill"], points["team_quality", "transfer"]) == (0.33, 0.34)
    assert points["dose", "roles_tasks"] == 0.35
    strict = rows[(rows["question"] == "participation") & (rows["scale"] == "roles_tasks")].iloc[0]
    assert (strict["strict_low"], strict["strict_high"]) == (-0.1, 0.7)
    found = rows[(rows["question"] == "ingredients") & rows["along"].eq(True)]["points"]
    assert (found.min(), found.max()) == (0.41, 0.49)
