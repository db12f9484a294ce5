"""Groups compared and the odds of leaving, against R and published intervals."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.missingness import (
    leaving_odds,
    share_interval,
    standardised_difference,
)

GOLDEN = Path(__file__).resolve().parents[3] / "golden/missingness"
FOUND = json.loads((GOLDEN / "missingness_r.json").read_text())
# R's sleep data: extra hours with the first drug (the first eight) and the second.
FEW = pd.Series([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8])
MANY = pd.Series([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4])


def test_the_standardised_difference_has_welchs_interval() -> None:
    found, golden = standardised_difference(FEW, MANY), FOUND["groups"]
    assert found.difference == pytest.approx(golden["difference"], rel=1e-12)
    assert (found.ci_low, found.ci_high) == pytest.approx((golden["ci_low"], golden["ci_high"]), rel=1e-12)


def test_both_means_stand_beside_the_difference() -> None:
    found = standardised_difference(FEW, MANY)
    assert (found.first, found.second) == pytest.approx((0.6875, 2.33), rel=1e-12)


@pytest.mark.parametrize(("count", "n"), [(0, 0), (5, 3), (-1, 3)])
def test_a_count_outside_its_people_is_no_share(count: int, n: int) -> None:
    with pytest.raises(Refused):
        share_interval(count, n)


def test_one_person_is_a_share() -> None:
    # Wilson by hand: one of one, low end 1 / (1 + z²).
    assert share_interval(1, 1).ci_low == pytest.approx(1 / (1 + 1.959963984540054**2), rel=1e-12)
    assert (share_interval(1, 1).share, share_interval(1, 1).ci_high) == (1.0, 1.0)


def test_wilsons_interval() -> None:
    found = share_interval(7, 16)
    assert (found.ci_low, found.ci_high) == pytest.approx(FOUND["wilson"], rel=1e-12)
    assert share_interval(0, 9).ci_low == 0
    assert share_interval(9, 9).ci_high == 1


def people() -> pd.DataFrame:
    return pd.read_csv(GOLDEN / "leaving.csv")


def test_the_odds_of_leaving_are_those_of_clubsandwich() -> None:
    frame, golden = people(), FOUND["leaving"]
    found = leaving_odds(
        frame["left"].astype(bool), frame[["role", "dose", "score"]], frame["site"], {"role": "working"}
    )
    table = found.coefficients
    assert table["term"].tolist() == golden["term"]
    for column in ("estimate", "se", "df", "p_value"):
        assert table[column].tolist() == pytest.approx(golden[column], rel=1e-8), column
    assert (found.n, found.n_dropped, found.left, found.clusters) == (golden["n"], 3, golden["left"], 14)
    assert found.converged
    assert table["odds_ratio"].tolist() == pytest.approx(np.exp(golden["estimate"]), rel=1e-8)


def test_intervals_are_students_around_the_estimate_and_odds_their_exponentials() -> None:
    from scipy.stats import t

    frame = people()
    table = leaving_odds(
        frame["left"].astype(bool), frame[["role", "dose"]], frame["site"], {"role": "future"}
    ).coefficients
    assert table["term"].tolist() == ["(Intercept)", "rolefacilitator", "roleworking", "dose"]
    half = t.ppf(0.975, table["df"]) * table["se"]
    for name, sign in (("low", -1), ("high", 1)):
        bound = table["estimate"] + sign * half
        assert table[f"ci_{name}"].tolist() == pytest.approx(bound.tolist(), rel=1e-9)
        assert table[f"odds_{name}"].tolist() == pytest.approx(np.exp(bound).tolist(), rel=1e-9)
    assert table["statistic"].tolist() == pytest.approx((table["estimate"] / table["se"]).tolist(), rel=1e-12)


def test_five_who_left_are_enough_for_one_predictor_and_twenty_for_two_without_a_mark() -> None:
    frame = people()
    left = frame["left"].astype(bool)
    five = left & (left.cumsum() <= 5)
    found = leaving_odds(five, frame[["score"]].fillna(0.0), frame["site"])
    assert (found.left, found.few_events) == (5, True)
    twenty = left & (left.cumsum() <= 20)
    both = leaving_odds(twenty, frame[["dose", "score"]].fillna(0.0), frame["site"])
    assert (both.left, both.few_events) == (20, False)


def refusal_of(frame: pd.DataFrame, *predictors: str) -> str:
    with pytest.raises(Refused) as refusal:
        leaving_odds(frame["left"].astype(bool), frame[list(predictors)], frame["site"], {"role": "working"})
    return str(refusal.value)


def test_what_cannot_be_fitted_is_refused_in_one_sentence() -> None:
    frame = people()
    assert refusal_of(frame.assign(site="S" + (frame.index % 5).astype(str)), "dose") == (
        "The people lie in 5 clusters; expected at least 6 for errors by cluster"
    )
    assert refusal_of(frame.head(40), "role", "dose", "score") == (
        "The smaller group, of those who left and those who stayed, has fewer than 20 people for 4 "
        "coefficients; expected at least 5 a coefficient: name fewer predictors"
    )
    assert refusal_of(frame.assign(other=1 - 2 * frame["dose"]), "dose", "other") == (
        "The predictors 'dose', 'other' determine each other; expected ones of which none follows from the "
        "others: leave one out"
    )
    assert refusal_of(frame.assign(other=frame["left"] + frame["dose"] / 9), "other") == (
        "The predictors tell for some people exactly whether they left; expected groups in which some "
        "left and "
        "some stayed: leave out the predictor, or merge its groups"
    )
    assert refusal_of(frame.assign(dose=np.nan), "dose") == (
        "None of 160 people has all of 'dose'; expected complete rows"
    )
    assert refusal_of(frame.assign(role="working"), "role") == (
        "Everyone is alike in 'role' (working); expected people who differ: leave it out"
    )
    assert refusal_of(frame[frame["role"] != "working"], "role") == (
        "Nobody has 'working' in 'role'; expected a reference among 'facilitator', 'future'"
    )


def test_the_estimates_are_those_of_statsmodels() -> None:
    logit = pytest.importorskip("statsmodels.discrete.discrete_model").Logit
    frame = people().dropna(subset=["dose", "score", "role"])
    X = np.column_stack([np.ones(len(frame)), frame["dose"], frame["score"]])
    peer = logit(frame["left"].to_numpy(float), X).fit(disp=False, tol=1e-12)
    found = leaving_odds(frame["left"].astype(bool), frame[["dose", "score"]], frame["site"])
    assert found.coefficients["estimate"].tolist() == pytest.approx(list(peer.params), rel=1e-7)


def test_fewer_than_ten_who_left_per_coefficient_are_marked() -> None:
    frame = people()
    left = frame["left"].astype(bool)
    left_ten = left & (left.cumsum() <= 19)
    assert leaving_odds(left_ten, frame[["dose", "score"]], frame["site"]).few_events
    assert not leaving_odds(left, frame[["dose"]], frame["site"]).few_events


@pytest.mark.parametrize("scale", [1.0, 1e6, 1e-6])
def test_separation_is_seen_at_any_scale_and_a_far_value_is_none(scale: float) -> None:
    frame = people()
    left = frame["left"].astype(bool)
    # Nobody of the group stayed: separated on one side alone.
    group = pd.Series(np.where(left & (frame.index % 3 == 0), scale, 0.0))
    with pytest.raises(Refused, match="tell for some people exactly whether they left"):
        leaving_odds(left, pd.DataFrame({"group": group}), frame["site"])
    far = frame["dose"].fillna(0.5) * scale
    far.iloc[0] = 40 * scale
    assert leaving_odds(left, pd.DataFrame({"far": far}), frame["site"]).converged


def test_groups_without_spread_or_people_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        standardised_difference(pd.Series([1.0]), MANY)
    assert str(refusal.value) == "The groups have 1 and 10 values; expected two or more each"
    with pytest.raises(Refused) as refusal:
        standardised_difference(pd.Series([1.0, 1.0]), pd.Series([2.0, 2.0]))
    assert str(refusal.value) == (
        "Every value is 1 in the one group and 2 in the other; expected values that differ within groups"
    )
    with pytest.raises(Refused) as refusal:
        share_interval(3, 0)
    assert str(refusal.value) == "3 of 0 is no share; expected 0 to n of n people, n at least 1"
