import numpy as np
import pandas as pd
import pytest
from scipy.stats import multivariate_normal

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.bivariate.bivariate_normal import bivariate_normal_cdf, bivariate_normal_density
from isop_analysis.stats.scales import polychoric


def test_pairwise_correlations_are_psychs(agreeableness: pd.DataFrame, reference: dict) -> None:
    found = polychoric(agreeableness)
    golden = np.array(reference["bfi_agreeableness"]["polychoric"])
    # psych searches by R's optimize, whose default tolerance is 1.2e-4
    np.testing.assert_allclose(found.correlations.to_numpy(), golden, atol=2e-5)
    assert found.n.loc["A2", "A3"] == 2751
    assert found.notes == ()


def test_listwise_correlations_and_thresholds_are_lavaans(agreeable: pd.DataFrame, from_r: dict) -> None:
    found = polychoric(agreeable, missing="listwise")
    golden = from_r["polychoric"]
    np.testing.assert_allclose(found.correlations.to_numpy(), golden["lavaan"], atol=2e-8)
    np.testing.assert_allclose(found.thresholds["threshold"], golden["thresholds"], rtol=1e-12)
    assert list(found.thresholds["answer"].head(5)) == [1, 2, 3, 4, 5]
    assert set(found.n.to_numpy().ravel()) == {2709}


def test_two_by_two_tables_are_lavaans_with_an_empty_cell_too(from_r: dict) -> None:
    for case in from_r["tetrachoric"]:
        data = pd.DataFrame(
            {"a": np.repeat([1, 2, 1, 2], case["table"]), "b": np.repeat([1, 1, 2, 2], case["table"])}
        )
        assert polychoric(data).correlations.loc["a", "b"] == pytest.approx(case["r"], abs=2e-8)


def test_a_known_correlation_is_recovered_from_its_cut_answers() -> None:
    rng = np.random.default_rng(5)
    normal = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=40_000)
    items = pd.DataFrame(
        {"a": np.digitize(normal[:, 0], [-1, 0.2]), "b": np.digitize(normal[:, 1], [0, 1, 1.5])}
    )
    # standard error about .005
    assert polychoric(items).correlations.loc["a", "b"] == pytest.approx(0.6, abs=0.015)


def test_items_that_determine_each_other_are_said() -> None:
    items = pd.DataFrame({"a": [1, 2, 3, 1, 2, 3], "b": [1, 2, 3, 1, 2, 3], "c": [3, 2, 1, 3, 2, 1]})
    found = polychoric(items)
    assert found.correlations.loc["a", "b"] == pytest.approx(1, abs=1e-5)
    assert found.correlations.loc["a", "c"] == pytest.approx(-1, abs=1e-5)
    assert str(found.notes[0]) == "items 'a' and 'b' determine each other; their correlation is at its end"


def test_correlations_that_contradict_each_other_are_said() -> None:
    nan = np.nan
    pairs = [
        pd.DataFrame({"a": [1, 2] * 20 + [2], "b": [1, 2] * 20 + [1], "c": nan}),
        pd.DataFrame({"a": nan, "b": [1, 2] * 20 + [2], "c": [1, 2] * 20 + [1]}),
        pd.DataFrame({"a": [1, 2] * 20 + [2], "b": nan, "c": [2, 1] * 20 + [2]}),
    ]
    found = polychoric(pd.concat(pairs, ignore_index=True))
    assert str(found.notes[-1]) == (
        "the correlations are not positive definite together; no factor model should rest on them"
    )


def test_sparse_pairs_whose_slope_vanishes_before_the_end_are_still_found() -> None:
    rng = np.random.default_rng(1)
    for _ in range(40):
        factor = rng.normal(size=(12, 1))
        answers = np.clip(np.round(3 + factor + 0.3 * rng.normal(size=(12, 3))), 1, 5)
        answers[rng.random((12, 3)) < 0.3] = np.nan
        found = polychoric(pd.DataFrame(answers, columns=list("abc"))).correlations.to_numpy()
        assert (np.abs(found) <= 1).all()


@pytest.mark.parametrize("r", [-0.99, -0.5, 0.0, 0.3, 0.95, 0.9999])
def test_bivariate_normal_agrees_with_scipy(r: float) -> None:
    points = [(0, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-2, 1.5), (3, -0.2), (-3, -3)]
    normal = multivariate_normal([0, 0], [[1, r], [r, 1]])
    for h, k in points:
        assert float(bivariate_normal_cdf(h, k, r)) == pytest.approx(float(normal.cdf([h, k])), abs=1e-9)
        assert float(bivariate_normal_density(h, k, r)) == pytest.approx(float(normal.pdf([h, k])), rel=1e-9)


def test_bivariate_normal_at_infinity() -> None:
    inf = np.inf
    found = bivariate_normal_cdf(np.array([inf, -inf, 0, inf]), np.array([0, 1, inf, inf]), 0.4)
    np.testing.assert_array_equal(found, [0.5, 0, 0.5, 1])


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        (
            pd.DataFrame({"a": [1, 1], "b": [1, 2]}),
            "item 'a' has 1 different answers; expected 2 to 20 ordered ones: leave it out, or correlate it "
            "as a number",
        ),
        (
            pd.DataFrame({"a": [1, 2, np.nan, np.nan], "b": [np.nan, np.nan, 1, 2]}),
            "nobody answered both of 'a', 'b'; expected answers to both: leave one out",
        ),
    ],
)
def test_what_has_no_polychoric_correlation_is_refused(items: pd.DataFrame, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        polychoric(items)
    assert str(refusal.value) == sentence
