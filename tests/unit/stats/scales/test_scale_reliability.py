import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.scales import reliability
from isop_analysis.stats.scales.alpha import feldt_interval
from isop_analysis.stats.scales.omega import omega_total
from isop_analysis.stats.scales.one_factor import fit_one_factor


def told(found: object) -> tuple[str, ...]:
    return tuple(str(note) for note in found.notes)  # type: ignore[attr-defined]


def test_alpha_of_bfi_is_that_of_psych(agreeable: pd.DataFrame, reference: dict) -> None:
    golden = reference["bfi_agreeableness"]
    found = reliability(agreeable)
    assert found.alpha == pytest.approx(golden["alpha"], rel=1e-10)
    assert found.alpha_std == pytest.approx(golden["alpha_std"], rel=1e-10)
    interval = [found.alpha_ci_low, found.alpha, found.alpha_ci_high]
    np.testing.assert_allclose(interval, golden["alpha_feldt"], rtol=1e-9)
    assert list(found.items["item"]) == golden["items"]
    np.testing.assert_allclose(found.items["item_rest"], golden["item_rest"], rtol=1e-9)
    np.testing.assert_allclose(found.items["alpha_if_dropped"], golden["alpha_if_dropped"], rtol=1e-9)
    assert (found.n, found.n_complete, found.n_items, found.notes) == (2800, 2709, 5, ())


def test_omega_of_bfi_is_that_of_semtools(agreeable: pd.DataFrame, reference: dict) -> None:
    found = reliability(agreeable)
    # lavaan stops where its gradient is 1e-6 or so; ours is below 1e-9
    assert found.omega_total == pytest.approx(
        reference["bfi_agreeableness"]["omega_total_one_factor"], rel=1e-6
    )
    assert found.converged is True


def test_one_factor_fit_and_omega_interval_are_lavaans(agreeable: pd.DataFrame, from_r: dict) -> None:
    omega = omega_total(agreeable.dropna().to_numpy())
    golden = from_r["omega"]
    np.testing.assert_allclose(omega.fit.loadings, golden["loadings"], rtol=5e-5)
    np.testing.assert_allclose(omega.fit.uniquenesses, golden["residuals"], rtol=5e-5)
    assert omega.logit_se == pytest.approx(golden["logit_se"], rel=1e-5)
    assert omega.fit.gradient < 1e-9
    found = reliability(agreeable)
    # ±1.96 logit standard errors around the logit of .714137
    assert found.omega_ci_low == pytest.approx(0.696964, abs=2e-6)
    assert found.omega_ci_high == pytest.approx(0.730713, abs=2e-6)


def test_listwise_is_psych_on_complete_rows(agreeable: pd.DataFrame, from_r: dict) -> None:
    golden = from_r["listwise"]
    found = reliability(agreeable, missing="listwise")
    assert (found.n, found.missing) == (2709, "listwise")
    assert found.alpha == pytest.approx(golden["alpha"], rel=1e-12)
    assert found.alpha_std == pytest.approx(golden["alpha_std"], rel=1e-12)
    np.testing.assert_allclose(found.items["item_rest"], golden["item_rest"], rtol=1e-12)
    np.testing.assert_allclose(found.items["alpha_if_dropped"], golden["alpha_if_dropped"], rtol=1e-12)
    assert found.alpha_ci_low == pytest.approx(golden["feldt"][0], rel=1e-12)


def test_alpha_agrees_with_pingouin(agreeable: pd.DataFrame) -> None:
    import pingouin

    for missing in ("pairwise", "listwise"):
        alpha, _ = pingouin.cronbach_alpha(agreeable, nan_policy=missing)
        assert reliability(agreeable, missing=missing).alpha == pytest.approx(alpha, rel=1e-12)
    _, interval = pingouin.cronbach_alpha(agreeable, nan_policy="listwise")
    found = reliability(agreeable, missing="listwise")
    np.testing.assert_allclose([found.alpha_ci_low, found.alpha_ci_high], interval, atol=6e-4)


def test_item_rest_is_the_plain_correlation_on_complete_rows(agreeable: pd.DataFrame) -> None:
    complete = agreeable.dropna()
    found = reliability(complete)
    rest = complete.drop(columns="A3").sum(axis=1)
    assert found.items["item_rest"].iloc[2] == pytest.approx(
        np.corrcoef(complete["A3"], rest)[0, 1], rel=1e-12
    )


def test_one_factor_recovers_a_covariance_that_has_one_factor() -> None:
    loadings, own = np.array([0.5, 1.2, 2.0, 0.8]), np.array([1.0, 0.4, 3.0, 0.1])
    fit = fit_one_factor(np.outer(loadings, loadings) + np.diag(own))
    np.testing.assert_allclose(fit.loadings, loadings, rtol=1e-8)
    np.testing.assert_allclose(fit.uniquenesses, own, rtol=1e-8)
    assert fit.converged
    assert not fit.heywood.any()


def test_omega_equals_alpha_where_loadings_are_equal() -> None:
    rng = np.random.default_rng(7)
    common = rng.normal(size=(400, 1))
    raw = common + rng.normal(size=(400, 6))
    # whiten and recolour, so that the sample covariance is exactly compound symmetric
    raw = raw - raw.mean(axis=0)
    white = raw @ np.linalg.inv(np.linalg.cholesky(np.cov(raw, rowvar=False))).T
    exact = white @ np.linalg.cholesky(0.4 + 0.6 * np.eye(6)).T
    found = reliability(pd.DataFrame(exact).rename(columns=str))
    assert found.alpha == pytest.approx(0.8, rel=1e-9)
    assert found.omega_total == pytest.approx(0.8, rel=1e-9)


def test_a_heywood_case_is_said() -> None:
    rng = np.random.default_rng(3)
    factor = rng.normal(size=300)
    items = pd.DataFrame({"a": factor, "b": 0.9 * factor + 0.1 * rng.normal(size=300), "c": factor})
    items["d"] = rng.normal(size=300) + 0.2 * factor
    found = reliability(items)
    assert found.converged is False
    assert found.omega_ci_low is None
    assert any(
        str(note).startswith("Heywood case: the one-factor model leaves item 'a'") for note in found.notes
    )


def test_two_items_have_alpha_but_no_omega(agreeable: pd.DataFrame) -> None:
    found = reliability(agreeable[["A2", "A3"]].dropna())
    r = agreeable[["A2", "A3"]].dropna().corr().iloc[0, 1]
    assert found.alpha_std == pytest.approx(2 * r / (1 + r), rel=1e-12)
    assert (found.omega_total, found.converged) == (None, None)
    assert told(found) == ("omega needs three items, and the scale has 2",)
    assert found.items["alpha_if_dropped"].isna().all()


def test_an_item_that_was_not_reversed_is_pointed_at(agreeableness: pd.DataFrame) -> None:
    found = reliability(agreeableness)
    assert told(found) == ("item 'A1' runs against the rest of the scale; check whether it is reversed",)
    assert found.items["loading"].iloc[0] < 0


def test_negative_alpha_is_reported_as_it_is() -> None:
    items = pd.DataFrame({"a": [1, 2, 3, 4, 5, 2], "b": [5, 4, 3, 1, 2, 5]})
    found = reliability(items)
    assert found.alpha == pytest.approx(2 * (1 - items.var().sum() / items.sum(axis=1).var()), rel=1e-12)
    assert found.alpha < 0


def test_feldt_interval_covers_as_often_as_it_says() -> None:
    rng = np.random.default_rng(20)
    hits = 0
    for _ in range(400):
        answers = rng.normal(size=(30, 1)) + rng.normal(size=(30, 4))
        covariance = np.cov(answers, rowvar=False)
        alpha = 4 / 3 * (1 - np.trace(covariance) / covariance.sum())
        interval = feldt_interval(alpha, 30, 4)
        hits += interval.low < 0.8 < interval.high
    # true alpha .8; 95 % of 400 with a binomial standard error of 4.4
    assert 367 <= hits <= 393


COMPLETE = pd.DataFrame({"a": [1, 2, 3, 4], "b": [2, 2, 4, 5], "c": [1, 3, 3, 5]})
NAN = np.nan


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        (
            COMPLETE[["a"]],
            "1 item ('a') given where at least 2 are needed; add items to the scale or leave this out",
        ),
        (
            COMPLETE.assign(b=3),
            "item 'b' has the same answer (3) in all 4 rows; expected answers that differ: leave it out of "
            "the scale, or check its coding",
        ),
        (
            COMPLETE * NAN,
            "no answer to any of the items 'a', 'b', 'c'; expected at least two people's answers",
        ),
        (
            pd.DataFrame({"a": [1, 2, NAN, NAN], "b": [NAN, NAN, 3, 4], "c": [1, 3, 3, 5]}),
            "items 'a' and 'b' were both answered by 0 people; expected two or more: leave one of them out "
            "of the scale",
        ),
        (
            pd.DataFrame({"a": [1, 2, 3, 4], "b": [4, 3, 2, 1]}),
            "the sum of the items 'a', 'b' does not vary; expected answers that differ between people: check "
            "which items are reversed",
        ),
    ],
)
def test_what_has_no_reliability_is_refused(items: pd.DataFrame, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        reliability(items)
    assert str(refusal.value) == sentence


def test_few_complete_rows_give_alpha_and_say_why_no_omega() -> None:
    found = reliability(COMPLETE.iloc[:3])
    assert found.omega_total is None
    assert told(found) == ("omega needs more complete rows than items, and 3 rows answered all 3 items",)


def test_the_lowest_of_several_optima_is_found_and_weak_scales_converge() -> None:
    from scipy.optimize import minimize

    from isop_analysis.stats.scales.one_factor import FLOOR

    rng = np.random.default_rng(2)
    for _ in range(12):
        answers = 0.3 * rng.normal(size=(40, 1)) + rng.normal(size=(40, 5))
        R = np.corrcoef(answers, rowvar=False)

        def discrepancy(x: np.ndarray, R: np.ndarray = R) -> float:
            implied = np.outer(x[:5], x[:5]) + np.diag(x[5:])
            return float(np.linalg.slogdet(implied)[1] + np.trace(np.linalg.solve(implied, R)))

        starts = [np.r_[rng.uniform(-1, 1, 5), rng.uniform(0.1, 1, 5)] for _ in range(4)]
        bounds = [(None, None)] * 5 + [(FLOOR, None)] * 5
        lowest = min(minimize(discrepancy, x, method="L-BFGS-B", bounds=bounds).fun for x in starts)
        fit = fit_one_factor(R)
        assert fit.converged
        assert discrepancy(np.r_[fit.loadings, fit.uniquenesses]) <= lowest + 1e-7
