"""Every test of a family as a row: adjusted p, verdict, direction, and what a refused model counts for."""

from pathlib import Path

import pytest
from hypotheses_study import effect, small_study

from isop_analysis.contracts import conform
from isop_analysis.contracts.tables import by_name
from isop_analysis.models.hypotheses import hypothesis_rows
from isop_analysis.models.multilevel.effects import verdict_cells

Rows = dict[tuple[str, str], dict[str, object]]
DOSE_SKILL = effect("dosage", "skill", "dose", 0.25, 0.65, 0.004)
DOSE_ATTITUDE = effect("dosage", "attitude", "dose", -0.5, -0.02, 0.03)
TIME_ATTITUDE = effect("dosage", "attitude", "time", -0.6, -0.3, 0.0001, change=-2.0, smallest=None)
GROWTH = effect("growth", "skill", "time", -0.05, 0.15, 0.3)
REFUSED = effect(
    "growth", "skill", "time", 0, 0, 0.5,
    status="refused", reason='clusters {"found": 5, "group": "team", "needed": 6}', clusters=0,
    converged=None, singular=None,
    **dict.fromkeys(("estimate", "p_value", "ci_low", "ci_high", "effect", "effect_low", "effect_high")),
)  # fmt: skip


def rows(folder: Path, *found: dict[str, object]) -> Rows:
    import pandas as pd

    own = hypothesis_rows(small_study(folder), [one | verdict_cells(one) for one in found])
    conform(pd.DataFrame(own), by_name("hypotheses"))
    return {(str(row["hypothesis"]), str(row["scale"])): row for row in own}


def test_p_is_adjusted_over_hypotheses_and_scales_of_a_family(tmp_path: Path) -> None:
    found = rows(tmp_path, DOSE_SKILL, DOSE_ATTITUDE, TIME_ATTITUDE, GROWTH)
    assert [(row["tests"], row["p_value"]) for row in found.values()] == [
        *((3, 0.004), (3, 0.03), (3, 0.3)),
        (None, 0.0001),
    ]
    assert found["dose_helps", "skill"]["p_holm"] == pytest.approx(0.012)
    assert found["dose_helps", "attitude"]["p_holm"] == pytest.approx(0.06)
    assert found["skill_grows", "skill"]["p_holm"] == pytest.approx(0.3)
    assert [row["holds"] for row in found.values()] == [True, False, False, None]


def test_an_exploratory_p_is_not_adjusted(tmp_path: Path) -> None:
    found = rows(tmp_path, DOSE_SKILL, DOSE_ATTITUDE, TIME_ATTITUDE, GROWTH)
    assert found["time_and_attitude", "attitude"]["p_holm"] is None
    assert found["time_and_attitude", "attitude"]["kind"] == "exploratory"


def test_the_interval_is_the_effects_own(tmp_path: Path) -> None:
    row = rows(tmp_path, DOSE_SKILL, DOSE_ATTITUDE, TIME_ATTITUDE, GROWTH)["dose_helps", "attitude"]
    assert (row["effect_low"], row["effect_high"]) == (-0.5, -0.02)
    assert (row["ci_low"], row["ci_high"]) == (-0.25, -0.01)
    assert row["effect"] == pytest.approx(-0.26)


def test_direction_is_that_of_the_declared_contrast(tmp_path: Path) -> None:
    found = rows(tmp_path, DOSE_SKILL, DOSE_ATTITUDE, TIME_ATTITUDE, GROWTH)
    assert found["dose_helps", "skill"]["as_expected"] is True
    assert found["dose_helps", "attitude"]["as_expected"] is False
    assert found["skill_grows", "skill"]["as_expected"] is None  # the interval includes zero
    # the coefficient is positive, the contrast (two months earlier) negative, as the claim expects
    assert float(str(found["time_and_attitude", "attitude"]["estimate"])) > 0
    assert found["time_and_attitude", "attitude"]["as_expected"] is True


def test_verdicts_are_the_sentences_rows(tmp_path: Path) -> None:
    found = rows(tmp_path, DOSE_SKILL, DOSE_ATTITUDE, TIME_ATTITUDE, GROWTH)
    assert [row["verdict"] for row in found.values()] == [
        *("matters", "may_be_too_small", "none_that_matters"),
        "goes_together",
    ]


def test_a_refused_model_stays_and_counts(tmp_path: Path) -> None:
    found = rows(tmp_path, DOSE_SKILL, DOSE_ATTITUDE, TIME_ATTITUDE, REFUSED)
    refused = found["skill_grows", "skill"]
    assert refused["verdict"] == "refused"
    assert refused["reason"] == "5 clusters of 'team', at least 6 are needed"
    assert (refused["p_value"], refused["p_holm"], refused["holds"], refused["effect"]) == (None,) * 4
    assert found["dose_helps", "skill"]["tests"] == 3
    assert found["dose_helps", "skill"]["p_holm"] == pytest.approx(0.012)
    assert found["dose_helps", "attitude"]["p_holm"] == pytest.approx(0.06)


def test_a_fit_that_did_not_converge_gives_no_number(tmp_path: Path) -> None:
    failed = GROWTH | {
        "status": "failed",
        "converged": False,
        "reason": 'crashed {"kind": "ZeroDivisionError"}',
        "p_value": 1e-9,
    }
    found = rows(tmp_path, DOSE_SKILL, DOSE_ATTITUDE, TIME_ATTITUDE, failed)["skill_grows", "skill"]
    assert found["verdict"] == "failed"
    assert (found["p_value"], found["effect"], found["ci_low"], found["p_holm"]) == (None,) * 4
    assert found["converged"] is False


def test_a_scale_without_spread_is_told_in_points_without_a_bound(tmp_path: Path) -> None:
    absent = dict.fromkeys(("sd_scale", "effect", "effect_low", "effect_high"))
    found = rows(tmp_path, DOSE_SKILL | absent, DOSE_ATTITUDE, TIME_ATTITUDE, GROWTH)
    assert found["dose_helps", "skill"]["verdict"] == "goes_together"
    assert found["dose_helps", "skill"]["as_expected"] is True


def test_a_fit_without_an_interval_gives_no_number(tmp_path: Path) -> None:
    nan = float("nan")
    absent = dict.fromkeys(("df", "p_value", "ci_low", "ci_high", "effect_low", "effect_high"), nan)
    found = rows(tmp_path, DOSE_SKILL | absent, DOSE_ATTITUDE, TIME_ATTITUDE, GROWTH)
    assert found["dose_helps", "skill"]["verdict"] == "failed"
    assert found["dose_helps", "skill"]["p_holm"] is None
    assert found["dose_helps", "attitude"]["p_holm"] == pytest.approx(0.09)
