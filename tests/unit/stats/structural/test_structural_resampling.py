"""Bootstrap and Monte-Carlo intervals against lavaan, boot and semTools (resampling.json)."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from structural_reference import GOLDEN, data, reference

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats import structural
from isop_analysis.stats.structural import StructuralFit
from isop_analysis.stats.structural.resampling.bootstrap import (
    bca_interval,
    percentile_interval,
    replicate_quantile,
    resampling_weights,
)
from isop_analysis.stats.structural.resampling.curvature import curvatures
from isop_analysis.stats.structural.resampling.search import maxima
from isop_analysis.stats.structural.resampling.weighting import term_samples, weighted

FOUND = json.loads((GOLDEN / "resampling.json").read_text())
DEMOCRACY = reference()["political_democracy"]["model"]
SETTINGS = {
    "structural": ("political_democracy", {}),
    "incomplete": ("holzinger_missing", {"missing": "fiml"}),
    "groups": ("holzinger_swineford_1939", {"group": "school", "group_equal": ("loadings",)}),
}


def fitted_to(name: str) -> StructuralFit:
    frame, options = SETTINGS[name]
    return structural.fit(FOUND[name]["model"], data(frame), **options)


def two_level() -> StructuralFit:
    return structural.fit(FOUND["clusters"]["model"], data("demo_twolevel_small"), cluster="cluster")


@pytest.mark.parametrize("name", SETTINGS)
def test_fits_to_samples_are_those_of_the_copied_rows(name):
    fitted = fitted_to(name)
    samples = FOUND[name]["samples"]
    frame = data(SETTINGS[name][0])
    order = np.arange(len(frame))
    if name == "groups":
        order = np.argsort(frame["school"] != "Pasteur", kind="stable")
    weights = np.array([np.bincount(sample["rows"], minlength=len(frame))[order] for sample in samples])
    found = maxima(fitted.solved.model, fitted.theta, weights.astype(float))
    assert found.converged.all()
    errors = np.sqrt(np.diag(fitted.covariance))
    for ours, sample in zip(found.theta, samples, strict=True):
        assert (np.abs(ours - sample["estimates"]) / errors).max() < 2e-3


def test_fits_to_samples_of_clusters():
    """lavaan stops two-level fits short of the maximum; ours has the better log-likelihood."""
    frame, fitted = data("demo_twolevel_small"), two_level()
    labels = list(dict.fromkeys(frame["cluster"]))
    errors = np.sqrt(np.diag(fitted.covariance))
    for sample in FOUND["clusters"]["samples"]:
        weights = np.array([[sample["clusters"].count(label) for label in labels]], dtype=float)
        found = maxima(fitted.solved.model, fitted.theta, weights)
        assert (np.abs(found.theta[0] - sample["estimates"]) / errors).max() < 1e-2


def test_weighted_units_count_as_copied_ones():
    fitted = structural.fit(DEMOCRACY, data("political_democracy"))
    once = fitted.solved.model
    twice = weighted(once, np.full(75, 2.0))
    assert twice.loglik(fitted.theta) == pytest.approx(2 * once.loglik(fitted.theta), rel=1e-12)


@pytest.mark.parametrize("name", [*SETTINGS, "clusters"])
def test_closed_form_hessians(name):
    fitted = two_level() if name == "clusters" else fitted_to(name)
    model = fitted.solved.model
    weights = resampling_weights(fitted.solved, 2, seed=5)
    theta = fitted.theta + 0.01 * np.cos(np.arange(2 * model.n_free)).reshape(2, -1)
    samples = [term_samples(term, weights) for term in model.terms]
    at = curvatures(model, samples, theta, observed=True)
    expected = curvatures(model, samples, theta, observed=False)
    for place in range(2):
        single = weighted(model, weights[place])
        slope = single.slope(theta[place])
        np.testing.assert_allclose(at.gradient[place], -slope.gradient, rtol=1e-8, atol=1e-8)
        np.testing.assert_allclose(expected.hessian[place], slope.information, rtol=1e-8, atol=1e-8)
        scale = np.abs(at.hessian[place]).max()
        difference = at.hessian[place] - single.observed_information(theta[place])
        assert np.abs(difference).max() < 1e-6 * scale


def test_samples_are_drawn_within_groups():
    fitted = fitted_to("groups")
    weights = resampling_weights(fitted.solved, 50, seed=1)
    assert weights.shape == (50, 301)
    assert (weights[:, :156].sum(axis=1) == 156).all()
    assert (weights[:, 156:].sum(axis=1) == 145).all()


def test_intervals_are_those_of_boot():
    found = FOUND["intervals"]
    replicates, influence = np.array(found["replicates"]), np.array(found["influence"])
    for percent, bca in zip(found["percent"], found["bca"], strict=True):
        assert percentile_interval(replicates, percent[0]) == pytest.approx(percent[3:], rel=1e-8)
        ours = bca_interval(replicates, found["estimate"], influence, bca[0])
        assert ours == pytest.approx(bca[3:], rel=1e-7)


def test_intervals_at_the_edge():
    replicates = np.arange(10.0)
    assert replicate_quantile(replicates, 0.001) == 0
    assert replicate_quantile(replicates, 0.999) == 9
    assert np.isnan(bca_interval(replicates, 20.0, np.array([1.0, -1.0]), 0.95)).all()


@pytest.fixture(scope="module")
def democracy():
    return structural.fit(DEMOCRACY, data("political_democracy"))


def test_a_bootstrap_of_a_thousand(democracy):
    found = structural.bootstrap(democracy, 1000, seed=1)
    table = found.table.set_index("label")
    assert len(found.table) == 33
    assert found.replicates.shape == (1000, 33)
    assert (found.requested, found.used, found.unit) == (1000, 1000, "rows")
    assert [str(note) for note in found.notes] == [
        f"1000 samples of 75 rows; 0 did not converge and are left out, {found.inadmissible} solutions are "
        "inadmissible and kept"
    ]
    assert 200 < found.inadmissible < 450
    indirect = table.loc["indirect"]
    assert indirect["estimate"] == democracy.parameters.set_index("label").loc["indirect", "estimate"]
    assert indirect["se"] == pytest.approx(0.37, abs=0.04)
    assert indirect["percentile_low"] < indirect["estimate"] < indirect["percentile_high"]
    assert (table["bca_low"] < table["bca_high"]).all()
    draws = found.replicates[:, 31]
    a, b = (found.table["label"].tolist().index(name) for name in ("a", "b"))
    np.testing.assert_allclose(draws, found.replicates[:, a] * found.replicates[:, b])


def test_a_bootstrap_is_repeatable(democracy):
    first, again, other = (structural.bootstrap(democracy, 100, seed=seed) for seed in (4, 4, 5))
    pd.testing.assert_frame_equal(first.table, again.table)
    assert not first.table["se"].equals(other.table["se"])


def test_a_bootstrap_of_clusters():
    fitted = two_level()
    found = structural.bootstrap(fitted, 100, seed=2)
    assert found.unit == "clusters"
    assert str(found.notes[0]).startswith("100 samples of 40 clusters; ")
    slope = found.table.query("lhs == 'fb' and op == '~'").iloc[0]
    error = fitted.parameters.query("lhs == 'fb' and op == '~'").iloc[0]["se"]
    assert slope["se"] == pytest.approx(error, rel=0.3)


def test_what_a_bootstrap_refuses(democracy):
    with pytest.raises(Refused, match="20 replicates asked for; expected at least 100, better 1000"):
        structural.bootstrap(democracy, 20)
    failed = replace(
        democracy.convergence, converged=False, reason=Reason("search_not_converged", steps=80, gradient=0.1)
    )
    with pytest.raises(Refused, match="The fit can't be resampled: Not converged after 80 steps"):
        structural.bootstrap(replace(democracy, convergence=failed))
    with pytest.raises(Refused, match="made by WLSMV, without a likelihood"):
        structural.bootstrap(replace(democracy, solved=None, estimator="WLSMV"))


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_monte_carlo_limits(estimator):
    fitted = structural.fit(DEMOCRACY, data("political_democracy"), estimator=estimator)
    table = structural.monte_carlo(fitted, draws=1_000_000).set_index("lhs")
    for row in FOUND[f"monte_carlo_{estimator}"]:
        ours = table.loc[row["_row"]]
        assert ours["estimate"] == pytest.approx(row["est"], abs=1e-4)
        limits = [row["ci.lower"], row["ci.upper"]]
        assert ours[["ci_low", "ci_high"]].tolist() == pytest.approx(limits, abs=4e-3)


def test_monte_carlo_of_a_quotient_and_without_definitions(democracy):
    model = "x4 ~ a*x1 + x2\nx7 ~ b*x4 + x1\nr := a/b\ne := exp(a) - log(4) + sqrt(b^2)"
    fitted = structural.fit(model, data("holzinger_swineford_1939"))
    table = structural.monte_carlo(fitted)
    assert list(table["lhs"]) == ["r", "e"]
    assert (table["ci_low"] < table["ci_high"]).all()
    bare = structural.fit("x4 ~ x1", data("holzinger_swineford_1939"))
    with pytest.raises(Refused, match="The model defines no parameter; expected a line such as"):
        structural.monte_carlo(bare)
