"""Which estimates are told: those of many people, not of small groups, single items or few rows."""

from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, read_reasons
from isop_analysis.publish import estimates
from isop_analysis.publish.estimates import Few, Levels
from isop_analysis.study import Study, load

ROOT = Path(__file__).resolve().parents[3]
FEW = [Reason("few_people", least=20)]
SIZES = {"future": 40, "working": 30, "facilitator": 19}
TERMS = [
    "(Intercept)",
    "participation",
    "rolefuture",
    "rolefacilitator",
    "occasionT1",
    "occasionT1:rolefuture",
]


@pytest.fixture(scope="module")
def demo() -> Study:
    return load(ROOT / "config/config.yaml")


@pytest.fixture
def levels(demo: Study) -> Levels:
    """So many people of each role with a score at T0; at T1 only half of them, and no facilitator."""
    people = [(f"{role}{place}", role, place) for role, size in SIZES.items() for place in range(size)]
    persons = pd.DataFrame({"person": [one[0] for one in people], "role": [one[1] for one in people]})
    persons = persons.assign(profession="teacher", level="hbo", sector=None)
    rows = [(person, "c2023_t0") for person, _, _ in people]
    rows += [
        (person, "c2023_t1") for person, role, place in people if place % 2 == 0 and role != "facilitator"
    ]
    scores = pd.DataFrame(rows, columns=["person", "wave"]).assign(scale="transfer", status="scored")
    unscored = scores.assign(scale="network_skill", status="too_few_answers")
    return Levels(demo, persons, pd.concat([scores, unscored]))


def test_a_part_of_a_term_is_a_level_or_a_number(levels: Levels) -> None:
    assert levels.level_of("rolefuture") == ("role", "future")
    assert levels.level_of("occasionT1") == ("occasion", "T1")
    assert levels.level_of("participation") is None
    assert levels.level_of("rolefutures") is None


def test_terms_of_fewer_than_twenty_people_are_few(levels: Levels) -> None:
    """Set against 30 working professionals: 40 future ones, 19 facilitators; at T1 20 and 15 are left."""
    few = dict(zip(TERMS, levels.few(TERMS, "transfer"), strict=True))
    assert few == {
        "(Intercept)": False,
        "participation": False,
        "rolefuture": False,
        "rolefacilitator": True,
        "occasionT1": False,
        "occasionT1:rolefuture": False,
    }
    assert levels.few(["occasionT1:roleworking"], "transfer") == [True]


def test_a_small_reference_makes_every_contrast_with_it_few(levels: Levels) -> None:
    against = ["(Intercept)", "rolefuture", "roleworking", "time"]
    assert levels.few(against, "transfer") == [True, True, True, False]


def test_nobody_has_a_score_on_another_scale(levels: Levels) -> None:
    assert levels.few(["rolefuture"], "network_skill") == [True]
    assert levels.few(["rolefuture"], "") == [False]


def rows(**columns: list[object]) -> pd.DataFrame:
    return pd.DataFrame(columns)


def test_small_groups_and_few_rows_keep_their_row_and_lose_their_numbers(levels: Levels) -> None:
    coefficients = rows(
        model=["a"] * 6 + ["b"] * 2,
        scale=["transfer"] * 8,
        term=[*TERMS, "time", "dose"],
        n=[112] * 6 + [11] * 2,
    )
    effects = coefficients.assign(
        estimate=0.5, effect=0.4, smallest=0.2, status="fitted", verdict="matters", reason=None
    )
    told = estimates.told_terms(effects, Few.of(coefficients, levels))
    assert told["term"].tolist() == effects["term"].tolist()
    lost = told["estimate"].isna().tolist()
    assert lost == [False, False, False, True, False, False, True, True]
    assert told.loc[3, ["status", "verdict"]].tolist() == ["refused", "refused"]
    assert read_reasons(told.loc[3, "reason"]) == FEW
    assert read_reasons(told.loc[6, "reason"]) == [Reason("few_residual_df", needed=10)]
    assert told.loc[0, "reason"] is None
    enough = coefficients.assign(n=[112] * 6 + [12] * 2)
    assert estimates.told_terms(effects, Few.of(enough, levels))["estimate"].notna().tolist()[6:] == [
        True,
        True,
    ]


def test_without_a_smallest_effect_there_is_no_verdict(levels: Levels) -> None:
    leaving = rows(
        from_occasion=["T0"] * 3,
        to_occasion=["T1"] * 3,
        term=["(Intercept)", "rolefuture", "rolefacilitator"],
        status=["fitted"] * 3,
        verdict=["open"] * 3,
        odds_ratio=[1.0] * 3,
        reason=[None] * 3,
    )
    told = estimates.told_leaving(leaving, levels)
    assert told["odds_ratio"].notna().tolist() == [True, True, False]
    assert told["verdict"].tolist()[:2] == ["open", "open"]
    assert pd.isna(told.loc[2, "verdict"])
    refused = leaving.assign(status="refused", term=["", "", ""])
    assert estimates.told_leaving(refused, levels).equals(refused)


def test_expected_scores_of_small_groups_are_not_told() -> None:
    told = estimates.told_means(
        rows(
            people=[20, 19, None],
            estimate=[3.0, 3.0, None],
            status=["fitted"] * 2 + ["refused"],
            reason=[None] * 3,
        )
    )
    assert told["estimate"].isna().tolist() == [False, True, True]
    assert read_reasons(told.loc[1, "reason"]) == FEW
    assert told["status"].tolist() == ["fitted", "refused", "refused"]
    assert told.loc[2, "reason"] is None


def test_littles_test_of_few_people_is_not_told() -> None:
    told = estimates.told_tests(rows(n=[19, 20, 5], statistic=[2.0, 2.0, None], status=["computed"] * 3))
    assert told["statistic"].notna().tolist() == [False, True, False]
    assert told["status"].tolist() == ["refused", "computed", "computed"]


def test_means_of_who_left_need_twenty_on_either_side_and_more_than_one_item() -> None:
    told = estimates.told_dropout(
        rows(
            variable=["s", "s", "grade"],
            stayed_n=[40, 40, 40],
            left_n=[20, 19, 30],
            stayed_mean=[3.0] * 3,
            left_mean=[2.5] * 3,
            difference_sd=[0.3] * 3,
            ci_low=[0.1] * 3,
            ci_high=[0.5] * 3,
            verdict=["open"] * 3,
        ),
        frozenset(["grade"]),
    )
    assert told["difference_sd"].notna().tolist() == [True, False, True]
    assert told["verdict"].notna().tolist() == [True, False, True]
    for name in ("stayed_mean", "left_mean"):
        assert told[name].notna().tolist() == [True, False, False]
    assert told["stayed_n"].tolist() == [40, 40, 40]


def test_diagnostics_hold_no_number_of_one_team_or_of_people() -> None:
    told = estimates.told_diagnostics(
        rows(
            assumption=["no_single_cluster", "enough_clusters", "enough_clusters", "equal_spread"],
            about=["dose", "person", "team", "person"],
            value=[0.6, 110.0, 24.0, 2.0],
        )
    )
    assert told["value"].isna().tolist() == [True, True, False, False]


def test_what_describes_single_items_is_not_told() -> None:
    parameters = rows(
        model=["m"] * 7 + ["few"],
        lhs=["f", "a", "a", "a", "f", "f", "a", "f"],
        op=["=~", "~~", "~1", "|", "~~", "~1", "~~", "=~"],
        rhs=["a", "a", "", "t1", "f", "", "b", "a"],
    )
    told = estimates.told_parameters(parameters, frozenset(["few"]))
    assert told.index.tolist() == [0, 4, 5, 6]


def test_structural_models_of_few_rows_are_scarce() -> None:
    fits = rows(
        model=["a", "b", "c", "d"],
        n=[30, 29, 29, 29],
        n_parameters=pd.array([20, 20, None, 20], dtype="Int64"),  # type: ignore[arg-type]
        status=["fitted", "fitted", "fitted", "refused"],
    )
    assert estimates.scarce_models(fits) == {"b"}


def test_slopes_between_sites_are_told_per_sd_of_the_sites() -> None:
    slopes = rows(
        estimate=[-0.5, 10.0, 0.0, 4.0],
        std_all=[-0.1, 0.2, 0.0, 0.4],
        se=[1.5, 5.0, 1.0, 2.0],
        ci_low=[-6.0, 0.0, -1.0, 0.0],
        ci_high=[1.0, 20.0, 1.0, 8.0],
        percentile_low=[-9.0, 1.0, -1.0, 0.0],
        percentile_high=[1.0, 19.0, 1.0, 8.0],
        lowest=[None, 5.0, None, None],
        highest=[None, 15.0, None, None],
        detectable_slope=[5.0, 30.0, 3.0, 9.0],
        df=[6.0, 5.0, 6.0, 4.0],
    )
    told = estimates.told_sites(slopes)
    assert told["estimate"].tolist()[:2] == pytest.approx([-0.1, 0.2])
    assert told["ci_low"].tolist()[:2] == pytest.approx([-1.2, 0.0])
    assert told["ci_high"].tolist()[:2] == pytest.approx([0.2, 0.4])
    assert told["se"].tolist()[:2] == pytest.approx([0.3, 0.1])
    assert told["percentile_low"].tolist()[:2] == pytest.approx([-1.8, 0.02])
    assert told["percentile_high"].tolist()[:2] == pytest.approx([0.2, 0.38])
    assert (told.loc[1, "lowest"], told.loc[1, "highest"]) == pytest.approx((0.1, 0.3))
    assert told["detectable_slope"].tolist()[:2] == pytest.approx([1.0, 0.6])
    # A slope of exactly 0 has no scale; one with four residual df is not told.
    assert told.loc[2:, ["estimate", "ci_low"]].isna().all(axis=None)
    assert told["df"].isna().tolist() == [False, False, False, True]


def test_shares_at_the_end_of_a_scale_are_not_told() -> None:
    """Hidden under five answers and told above, a share of "0.0" said: exactly five of 210."""
    rows = pd.DataFrame(
        {
            "assumption": ["room_on_the_scale", "room_on_the_scale", "straight_lines"],
            "about": ["highest", "lowest", "dose"],
            "value": [0.02, 0.13, 0.12],
        }
    )
    told = estimates.told_diagnostics(rows)["value"]
    assert told.isna().tolist() == [True, True, False]
