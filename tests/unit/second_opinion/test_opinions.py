"""A number beside another engine's: what agrees, what differs, and what of it readers are told."""

import math

import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, read_reasons
from isop_analysis.contracts.opined import SOURCES
from isop_analysis.publish.opinions import told_opinions
from isop_analysis.second_opinion.differing import differing_lines
from isop_analysis.second_opinion.mixed_models import RESIDUAL, MixedFit
from isop_analysis.second_opinion.models_again import Ours, mixed_rows
from isop_analysis.second_opinion.opinions import Place, magnitude

ESTIMATES = {"(Intercept)": 251.405105, "Days": 10.467286}
ERRORS = {"(Intercept)": 6.824597, "Days": 1.545790}
VARIANCES = {("Subject", "(Intercept)", ""): 612.1, (RESIDUAL, RESIDUAL, ""): 654.94}
FIT = {"model": "sleep", "scale": "reaction", "n": 180, "clusters": 18, "loglik": -871.81, "reml": True}


def ours(df: str = "satterthwaite", **changed: float) -> Ours:
    estimates = ESTIMATES | changed
    coefficients = [{"term": name, "estimate": estimates[name], "se": ERRORS[name]} for name in ESTIMATES]
    variances = [
        {"group": group, "term": term, "term_2": None, "variance": value}
        for (group, term, _), value in VARIANCES.items()
    ]
    return Ours(FIT | {"df_method": df}, coefficients, variances)


def theirs(loglik: float = -871.81, elsewhere: float = -871.81) -> MixedFit:
    return MixedFit(ESTIMATES, ERRORS, VARIANCES, loglik, elsewhere, 180, True)


def test_the_same_numbers_agree() -> None:
    rows = mixed_rows(ours(), theirs())
    assert {row["verdict"] for row in rows} == {"agrees"}
    assert {row["magnitude"] for row in rows} == {-6}
    assert len(rows) == 2 + 4 + 2


def test_a_changed_coefficient_is_told_as_one_that_differs() -> None:
    rows = mixed_rows(ours(Days=10.477286), theirs())
    wrong = [row for row in rows if row["verdict"] == "differs"]
    assert [(row["term"], row["quantity"], row["magnitude"]) for row in wrong] == [("Days", "estimate", -2)]
    assert wrong[0]["difference"] == pytest.approx(-0.01)
    assert wrong[0]["reason"] is None
    assert list(differing_lines(rows)) == [
        "model_coefficients, sleep, reaction, Days, estimate: statsmodels differs by less than 10^-2 se"
    ]


def test_a_search_that_ended_short_is_the_cause_where_its_own_likelihood_says_so() -> None:
    rows = mixed_rows(ours(Days=10.6), theirs(loglik=-872.0, elsewhere=-871.81))
    wrong = {(row["term"], row["quantity"]): row for row in rows if row["verdict"] == "differs"}
    assert set(wrong) == {(None, "loglik"), ("Days", "estimate")}
    (reason,) = read_reasons(wrong["Days", "estimate"]["reason"])
    assert reason.key == "opinion_search_short"
    assert reason.values["gain"] == pytest.approx(0.19)


def test_errors_by_kenward_and_roger_are_not_judged() -> None:
    rows = mixed_rows(ours("kenward-roger"), theirs())
    found = {row["verdict"] for row in rows if row["quantity"] == "se"}
    assert found == {"other_estimator"}


def test_a_number_that_is_none_is_not_compared() -> None:
    row = Place("reliability", "semopy").beside("omega_total", (0.8, math.nan), 1.0, "one")
    assert row["verdict"] == "not_compared"
    assert read_reasons(row["reason"]) == [Reason("opinion_no_number")]


@pytest.mark.parametrize(("difference", "power"), [(0.0, -6), (1e-9, -6), (5e-4, -3), (-0.02, -1), (3.0, 1)])
def test_a_magnitude_is_the_power_of_ten_that_a_difference_stays_below(difference: float, power: int) -> None:
    assert magnitude(difference, 1.0) == power


def published_of(estimate: float) -> dict[str, pd.DataFrame]:
    keys = ["model", "scale", "occasion", "term", "group", "term_2", "lhs", "op", "rhs", "factor"]
    empty = pd.DataFrame(columns=[*keys, "variance", "n", "clusters"])
    own = {
        "model": ["m"],
        "scale": ["s"],
        "term": ["x"],
        "estimate": [estimate],
        "se": [0.1],
        "n": ["210-214"],
    }
    return dict.fromkeys(SOURCES, empty) | {"model_coefficients": pd.DataFrame(own | {"clusters": [12]})}


def opinion(verdict: str, mine: float, other: float, term: str = "x") -> pd.DataFrame:
    place = Place("model_coefficients", "statsmodels", "m", "s", None, 212, 12, True)
    row = place.row(verdict, None, term=term, quantity="estimate", unit="se")
    told = {"our_value": mine, "their_value": other, "difference": other - mine, "magnitude": -5}
    return pd.DataFrame([row | told])


def test_two_numbers_that_agree_are_never_rounded_apart() -> None:
    """0.12499 and 0.12501, told as 0.12 and 0.13, would tell both to five decimals."""
    (row,) = told_opinions(opinion("agrees", 0.12499, 0.12501), published_of(0.12))
    assert (row["our_value"], row["their_value"], row["magnitude"]) == (0.12, 0.12, -5)
    assert (row["n"], row["clusters"]) == ("210-214", 12)


def test_a_difference_is_measured_on_what_is_told() -> None:
    (row,) = told_opinions(opinion("differs", 0.1249, 0.1302), published_of(0.12))
    assert (row["our_value"], row["their_value"], row["magnitude"]) == (0.12, 0.13, 0)
    (row,) = told_opinions(opinion("differs", 0.1230, 0.1240), published_of(0.12))
    assert (row["our_value"], row["their_value"], row["magnitude"]) == (0.12, 0.12, None)


def test_theirs_is_refused_where_ours_is() -> None:
    (row,) = told_opinions(opinion("agrees", 0.1, 0.1), published_of(math.nan))
    assert (row["our_value"], row["their_value"], row["verdict"]) == (None, None, "not_compared")
    assert told_opinions(opinion("agrees", 0.1, 0.1, term="y"), published_of(0.1)) == []
