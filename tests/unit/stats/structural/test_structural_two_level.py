"""Two-level models against lavaan: at the optimum that Newton steps on its own gradient find."""

import numpy as np
import pytest
from structural_reference import assert_fit, data, joined, reference

from isop_analysis.stats import structural
from isop_analysis.stats.structural import Refused, StructuralFit

MODELS = {
    "twolevel": ("demo_twolevel", "ML"),
    "twolevel_between_outcome": ("demo_twolevel", "ML"),
    "twolevel_small": ("demo_twolevel_small", "ML"),
    "twolevel_mlr": ("demo_twolevel", "MLR"),
}
SYNTAX = "level: 1\nfw =~ y1 + y2 + y3\nlevel: 2\nfb =~ y1 + y2 + y3\nfb ~ w1"


def fitted_model(name: str) -> StructuralFit:
    frame, estimator = MODELS[name]
    return structural.fit(reference()[name]["model"], data(frame), estimator=estimator, cluster="cluster")


@pytest.mark.parametrize("name", MODELS)
def test_estimates_at_the_optimum(name):
    expected = reference()[name]
    fitted = fitted_model(name)
    free = fitted.parameters[fitted.parameters["se"] > 0]
    polished = dict(zip(expected["polished"]["names"], expected["polished"]["estimate"], strict=True))
    for row in free.itertuples():
        key = f"{row.lhs}{row.op}{row.rhs}" + (".l2" if row.level == 2 else "")
        assert row.estimate == pytest.approx(polished.pop(key), rel=1e-5, abs=1e-7), key
    assert not polished
    assert fitted.fit_indices["loglik"] == pytest.approx(expected["fit"]["logl"], rel=1e-8)
    assert fitted.convergence.gradient < 1e-6


@pytest.mark.parametrize("name", MODELS)
def test_errors_and_standardised_solution(name):
    """lavaan stops at a gradient of 5e-6: its own estimates are up to 2e-3 standard errors off."""
    expected = reference()[name]
    fitted = fitted_model(name)
    table = joined(expected["parameters"], fitted)
    np.testing.assert_allclose(table["se"], table["r_se"], rtol=1e-3)
    assert list(table["level"]) == list(table["r_level"])
    standard = joined(expected["standardized"], fitted)
    np.testing.assert_allclose(standard["std_all"], standard["r_est.std"], atol=2e-4)


@pytest.mark.parametrize("name", ["twolevel", "twolevel_between_outcome", "twolevel_mlr"])
def test_indices_of_fit(name):
    assert_fit(reference()[name]["fit"], fitted_model(name))


def test_indices_of_fit_where_our_saturated_model_is_the_better_one():
    """lavaan's EM leaves the saturated model at −2533.51590922, and chi2 and SRMR inherit what is missing."""
    expected = reference()["twolevel_small"]["fit"]
    fitted = fitted_model("twolevel_small")
    saturated = fitted.fit_indices["loglik"] + fitted.fit_indices["chi2"] / 2
    assert 0 < saturated - -2533.51590922 < 2e-4
    assert_fit({key: value for key, value in expected.items() if not key.startswith("srmr")}, fitted)
    for level in ("within", "between"):
        assert fitted.fit_indices[f"srmr_{level}"] == pytest.approx(expected[f"srmr_{level}"], rel=2e-3)


def test_the_record_of_a_two_level_fit():
    fitted = fitted_model("twolevel_small")
    assert (fitted.n, fitted.clusters, fitted.n_dropped) == (data("demo_twolevel_small").shape[0], 40, 0)
    assert fitted.admissible
    assert set(fitted.r2["level"]) == {1, 2}


def test_a_sum_over_clusters_of_one_size_has_a_closed_form():
    """Balanced clusters and saturated levels: Σ_w is pooled, Σ_b the covariance of means less Σ_w / s."""
    frame = data("demo_twolevel")
    sizes = frame.groupby("cluster")["y1"].transform("size")
    frame = frame[sizes == 10]
    fitted = structural.fit("level: 1\ny1 ~~ y1 + y2\nlevel: 2\ny1 ~~ y1 + y2", frame, cluster="cluster")
    means = frame.groupby("cluster")[["y1", "y2"]].mean()
    within = (frame[["y1", "y2"]] - frame.groupby("cluster")[["y1", "y2"]].transform("mean")).to_numpy()
    pooled = within.T @ within / (len(frame) - len(means))
    between = np.cov(means.to_numpy().T, bias=True) - pooled / 10
    found = fitted.parameters.query("op == '~~'").set_index(["level", "lhs", "rhs"])["estimate"]
    expected = {(level, "y1", "y2"): matrix[0, 1] for level, matrix in ((1, pooled), (2, between))}
    expected |= {(1, "y1", "y1"): pooled[0, 0], (2, "y2", "y2"): between[1, 1]}
    for key, value in expected.items():
        assert found[key] == pytest.approx(value, rel=1e-7), key
    assert fitted.fit_indices["chi2"] == pytest.approx(0, abs=1e-7)


@pytest.mark.parametrize(
    ("change", "options", "sentence"),
    [
        ({"cluster": 1}, {}, "has one cluster among the usable rows; expected two or more, better thirty"),
        (
            {"cluster": range(len(data("demo_twolevel_small")))},
            {},
            "clusters have one row; expected clusters of two",
        ),
        (
            {"w1": data("demo_twolevel_small")["x1"]},
            {},
            "'w1' stands at level 2 only, but differs within clusters",
        ),
    ],
)
def test_what_is_refused(change, options, sentence):
    with pytest.raises(Refused, match=sentence):
        structural.fit(SYNTAX, data("demo_twolevel_small").assign(**change), cluster="cluster", **options)


def test_a_cluster_without_levels():
    with pytest.raises(Refused, match="but the syntax has no level: 1 and level: 2; expected both"):
        structural.fit("f =~ y1 + y2 + y3", data("demo_twolevel_small"), cluster="cluster")


def test_a_variable_of_the_upper_level_at_level_1():
    with pytest.raises(Refused, match="'w2' stands at level 1 but never differs within clusters"):
        structural.fit(
            SYNTAX.replace("y3\nlevel", "y3\nfw ~ w2\nlevel"), data("demo_twolevel_small"), cluster="cluster"
        )


@pytest.mark.parametrize(
    ("syntax", "expected"),
    [
        (
            "level: 1\ny1 ~ x1\nlevel: 2\nw2 ~ y1 + w1",
            {("w2", "~", "y1", 2): (0.103, 0.077), ("y1", "~~", "w1", 2): (0.140, 0.068)},
        ),
        (
            "level: 1\ny1 ~ x1 + x2\nlevel: 2\ny1 ~ w1\nx1 ~ w2",
            {("y1", "~", "x1", 1): (0.497, 0.026), ("x1", "~", "w2", 2): (0.003, 0.020)},
        ),
    ],
)
def test_a_predictor_that_the_other_level_explains(syntax, expected):
    """Its moments are free: what lavaan finds with fixed.x = FALSE."""
    fitted = structural.fit(syntax, data("demo_twolevel"), cluster="cluster")
    table = fitted.parameters.set_index(["lhs", "op", "rhs", "level"])
    for key, (estimate, error) in expected.items():
        assert table.loc[key, "estimate"] == pytest.approx(estimate, abs=6e-4), key
        assert table.loc[key, "se"] == pytest.approx(error, abs=6e-4), key


@pytest.mark.parametrize(
    ("change", "syntax", "sentence"),
    [
        ({"y1": 3.0}, SYNTAX, "'y1' is 3 in all 500 rows; expected a variable that varies: leave it out"),
        ({"y2": data("demo_twolevel_small")["y1"]}, SYNTAX, "'y1' and 'y2' are equal in all 500 rows"),
        ({"y2": np.nan}, SYNTAX, "'y2' has no value in any of 500 rows; leave it out"),
        ({}, SYNTAX.replace("w1", "W11"), "The data have no column 'W11', did you mean 'w1'?"),
        (
            {},
            SYNTAX.replace("fb =~ y1 + y2 + y3", "fb =~ y1"),
            "Factor 'fb' has one item, 'y1'; expected two",
        ),
        (
            {},
            SYNTAX.replace(" + y3", ""),
            "more than the data have means and covariances; it is not identified",
        ),
    ],
)
def test_bad_input_at_two_levels(change, syntax, sentence):
    with pytest.raises(Refused) as refusal:
        structural.fit(syntax, data("demo_twolevel_small").assign(**change), cluster="cluster")
    assert sentence in str(refusal.value)


def test_what_is_not_a_number_of_the_srmr_is_told():
    fitted = structural.fit(SYNTAX, data("demo_twolevel_small"), cluster="cluster")
    assert [note.key for note in fitted.notes] == ["srmr_by_level"]
    assert np.isnan(fitted.fit_indices["srmr"])
    within, between = fitted.fit_indices[["srmr_within", "srmr_between"]]
    assert f"SRMR={within:.3f} within, {between:.3f} between" in repr(fitted)
    frame = data("demo_twolevel_small").copy()
    generator = np.random.default_rng(3)
    frame["y3"] = frame["y3"] - frame.groupby("cluster")["y3"].transform("mean")
    frame["y3"] += 1e-3 * generator.normal(size=len(frame))
    lost = structural.fit(SYNTAX, frame, cluster="cluster")
    assert np.isnan(lost.fit_indices["srmr_between"])
    wanting = [note for note in lost.notes if note.key == "srmr_undefined"]
    assert [note.values for note in wanting] == [{"level": "between", "names": ["y3"]}]
    assert str(wanting[0]) == "SRMR between clusters can't be computed: 'y3' has no positive variance there"
