"""What correlations keep when variables are swapped, rows shuffled, or answers turned round."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from isop_analysis.stats.bivariate.bivariate_normal import bivariate_normal_cdf
from isop_analysis.stats.bivariate.correlations import correlations
from isop_analysis.stats.bivariate.margins import Margin, number_margin, ordered_margin
from isop_analysis.stats.bivariate.pairs import pearson_pair, polychoric_pair, polyserial_pair
from isop_analysis.stats.bivariate.polychoric import polychoric

TRIED = settings(derandomize=True, max_examples=20, deadline=None)
FLAT = 0.99
"""Beyond, the likelihood can be so flat that only the side is told."""


@st.composite
def answers(draw: st.DrawFn) -> pd.DataFrame:
    """Two ordered items with two to five answers each, some missing, that vary where both are answered."""
    rows = draw(st.integers(12, 40))
    seed = draw(st.integers(0, 2**32 - 1))
    first, second = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    share, strength = draw(st.sampled_from([0.0, 0.1, 0.3])), draw(st.sampled_from([-0.9, 0.0, 0.4, 0.8]))
    rng = np.random.default_rng(seed)
    normal = rng.multivariate_normal([0, 0], [[1, strength], [strength, 1]], size=rows)
    cut = [np.sort(rng.normal(size=count - 1)) for count in (first, second)]
    codes = [np.digitize(normal[:, side], cut[side]) + 1.0 for side in (0, 1)]
    frame = pd.DataFrame({"a": codes[0], "b": codes[1]}).mask(rng.random((rows, 2)) < share)
    assume(frame.nunique().min() > 1 and len(frame.dropna()) > 1)
    return frame


def of(frame: pd.DataFrame) -> float:
    return float(polychoric(frame).correlations.loc["a", "b"])


def assert_same(one: float, other: float) -> None:
    if min(abs(one), abs(other)) > FLAT:
        assert np.sign(one) == np.sign(other)
    else:
        assert one == pytest.approx(other, abs=1e-7)


@TRIED
@given(answers())
def test_a_polychoric_correlation_lies_within_one_and_is_symmetric(frame: pd.DataFrame) -> None:
    matrix = polychoric(frame).correlations
    assert -1 <= matrix.loc["a", "b"] <= 1
    assert matrix.equals(matrix.T)
    assert_same(of(frame), of(frame.rename(columns={"a": "b", "b": "a"})[["a", "b"]]))


@TRIED
@given(answers(), st.integers(0, 2**32 - 1))
def test_rows_may_stand_in_any_order(frame: pd.DataFrame, seed: int) -> None:
    shuffled = frame.iloc[np.random.default_rng(seed).permutation(len(frame))]
    assert of(shuffled) == of(frame)


@TRIED
@given(answers())
def test_answers_turned_round_turn_the_sign(frame: pd.DataFrame) -> None:
    assert_same(of(frame.assign(b=6 - frame["b"])), -of(frame))
    assert_same(of(6 - frame), of(frame))


@TRIED
@given(answers())
def test_only_the_order_of_answers_counts(frame: pd.DataFrame) -> None:
    assert of(frame.assign(a=np.exp(frame["a"]), b=frame["b"] ** 3)) == of(frame)


def test_a_polyserial_correlation_is_the_likeliest_where_the_likelihood_rises_to_both_ends() -> None:
    """Brute force: no place of a fine grid is likelier, of the number or of it turned round."""
    a = [2.348, 1.825, 5.664, 3.659, 1.359, 1.995, 1.377, 3.149, 1.392, 3.242, 3.235, 3.576]
    frame = pd.DataFrame({"a": a, "b": [2.0, 1.0, *[2.0] * 10]})
    for sign in (1, -1):
        number, item = margins(frame.assign(a=sign * frame["a"]))
        r = polyserial_pair(number, item).correlation
        places = np.append(np.linspace(-0.999, 0.999, 1999), r)
        root = np.sqrt(1 - places[:, None] ** 2)
        upper, lower = (
            (bound - places[:, None] * number.standard) / root for bound in (item.upper, item.lower)
        )
        loglik = np.log(np.maximum(ndtr(upper) - ndtr(lower), 1e-300)).sum(axis=1)
        assert loglik[-1] >= loglik[:-1].max() - 1e-9
        assert np.sign(r) == sign


def margins(frame: pd.DataFrame) -> tuple[Margin, Margin]:
    """Return the margins of a number and an item without predictors."""
    nothing = np.empty((len(frame), 0))
    codes, answers = pd.factorize(frame["b"], sort=True)
    item = ordered_margin(codes.astype(np.intp), len(answers) - 1, nothing)
    return number_margin(frame["a"].to_numpy(), nothing), item


@st.composite
def number_and_item(draw: st.DrawFn) -> pd.DataFrame:
    """A number that goes with an ordered item's answers to some degree."""
    frame = draw(answers())
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return frame.assign(a=frame["a"] + rng.normal(size=len(frame)))


@TRIED
@given(number_and_item(), st.floats(0.01, 100), st.floats(-50, 50))
def test_a_polyserial_correlation_knows_no_units_and_turns_with_either(
    frame: pd.DataFrame, scale: float, shift: float
) -> None:
    r = polyserial_pair(*margins(frame)).correlation
    assert -1 < r < 1
    assert polyserial_pair(*margins(frame.assign(a=shift + scale * frame["a"]))).correlation == pytest.approx(
        r, abs=1e-7
    )
    assert polyserial_pair(*margins(frame.assign(a=-frame["a"]))).correlation == pytest.approx(-r, abs=1e-7)
    assert polyserial_pair(*margins(frame.assign(b=6 - frame["b"]))).correlation == pytest.approx(
        -r, abs=1e-7
    )


@TRIED
@given(number_and_item())
def test_scores_of_a_pair_sum_to_nothing_at_its_correlation(frame: pd.DataFrame) -> None:
    """At a maximum inside the range; of tables whose rows are told one by one as of whole tables."""
    number, item = margins(frame)
    found = polyserial_pair(number, item)
    if abs(found.correlation) < FLAT:
        assert found.score.sum() == pytest.approx(0, abs=1e-6)
    nothing = np.empty((len(frame), 0))
    codes, values = pd.factorize(frame["a"].round(), sort=True)
    assume(len(values) > 1 and (pd.Series(codes[codes >= 0]).nunique() > 1))
    other = ordered_margin(codes.astype(np.intp), len(values) - 1, nothing)
    both = polychoric_pair(other, item)
    if abs(both.correlation) < FLAT:
        assert both.score.sum() == pytest.approx(0, abs=1e-6)


@TRIED
@given(number_and_item())
def test_numbers_have_pearsons_correlation_where_rows_are_complete(frame: pd.DataFrame) -> None:
    complete = frame.dropna()
    assume(len(complete) > 3 and complete.nunique().min() > 1)
    expected = float(complete["a"].corr(complete["b"]))
    assume(abs(expected) < 1 - 1e-6)
    first, second = (
        number_margin(complete[name].to_numpy(), np.empty((len(complete), 0))) for name in ("a", "b")
    )
    assert pearson_pair(first, second).correlation == pytest.approx(expected, abs=1e-9)
    assert pearson_pair(second, first).correlation == pytest.approx(expected, abs=1e-9)
    row = correlations(complete).iloc[0]
    assert row["r"] == pytest.approx(expected, abs=1e-12)
    assert row["ci_low"] < row["r"] < row["ci_high"]
    turned = correlations(complete.assign(b=-complete["b"])).iloc[0]
    assert [turned["r"], turned["ci_low"], turned["ci_high"]] == pytest.approx(
        [-row["r"], -row["ci_high"], -row["ci_low"]], abs=1e-12
    )


@TRIED
@given(st.floats(-6, 6), st.floats(-6, 6), st.floats(-0.999, 0.999))
def test_the_parts_of_a_bivariate_normal_add_up(h: float, k: float, r: float) -> None:
    below = float(bivariate_normal_cdf(h, k, r))
    assert below + float(bivariate_normal_cdf(h, -k, -r)) == pytest.approx(float(ndtr(h)), abs=1e-12)
    assert below == pytest.approx(float(bivariate_normal_cdf(k, h, r)), abs=1e-12)
    assert -1e-15 <= below <= min(ndtr(h), ndtr(k)) + 1e-12
