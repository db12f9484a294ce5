"""Two-level models of rows with missing values: against lavaan, and against complete rows."""

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from structural_reference import GOLDEN, data, told
from whole_clusters import Array, Moments, WholeClusters, differences

from isop_analysis.stats import structural
from isop_analysis.stats.structural import (
    Refused,
    StructuralFit,
    bootstrap,
    fitting,
    structural_after_measurement,
)
from isop_analysis.stats.structural.few_clusters import measurement
from isop_analysis.stats.structural.incomplete_level_statistics import incomplete_two_level
from isop_analysis.stats.structural.resampling.bootstrap import resampling_weights
from isop_analysis.stats.structural.resampling.search import maxima

SYNTAX = "level: 1\nfw =~ y1 + y2 + y3\nfw ~ x1\nlevel: 2\nfb =~ y1 + y2 + y3\nfb ~ w2\nw1 ~ fb"


@cache
def lavaan() -> dict[str, Any]:
    return json.loads((GOLDEN / "two_level_missing.json").read_text())


@cache
def fitted_model(name: str) -> StructuralFit:
    return structural.fit(
        lavaan()[name]["model"], data("demo_twolevel_missing"), cluster="cluster", missing="fiml"
    )


def beside_lavaan(name: str) -> pd.DataFrame:
    theirs, ours = pd.DataFrame(lavaan()[name]["parameters"]), fitted_model(name).parameters
    keys = ["lhs", "op", "rhs", "level"]
    beside = ours.assign(level=ours["level"].fillna(0).astype(int)).merge(theirs, on=keys, how="left")
    assert beside["est"].notna().all()
    return beside


MODELS = ("predictors", "outcome", "within_only", "path")
FURTHEST = {"outcome": 0.05}
"""Standard errors between ours and lavaan's estimates: of one model lavaan stops 0.0025 below the maximum."""


@pytest.mark.parametrize("name", MODELS)
def test_at_lavaans_estimates_the_likelihood_is_lavaans(name):
    """Predictors' moments too are taken from lavaan, which fixes them where its EM stops."""
    fitted = fitted_model(name)
    model, fixed, theta = fitted.solved.model, fitted.solved.model.fixed.copy(), fitted.theta.copy()
    estimates = beside_lavaan(name)["est"]
    for place, (row, estimate) in enumerate(zip(model.table.parameters, estimates, strict=False)):
        fixed[place] = estimate if row.exogenous else fixed[place]
        if row.free >= 0:
            theta[row.free] = estimate
    joint = replace(model, fixed=fixed).loglik(theta)
    loglik = joint - fitted.solved.statistics.exogenous_loglik
    assert loglik == pytest.approx(lavaan()[name]["fit"]["logl"], abs=1e-8)
    assert fitted.fit_indices["loglik"] > loglik - 1e-9
    assert fitted.convergence.gradient < 1e-6


@pytest.mark.parametrize("name", MODELS)
def test_estimates_and_errors_are_lavaans(name):
    free = beside_lavaan(name).query("se_x > 0")
    allowed = FURTHEST.get(name, 1e-3)
    assert ((free["estimate"] - free["est"]).abs() / free["se_x"]).max() < allowed
    np.testing.assert_allclose(free["se_x"], free["se_y"], rtol=allowed / 5)
    assert len(free) >= 15


@pytest.mark.parametrize("name", MODELS)
def test_indices_rows_and_clusters_are_lavaans(name):
    expected, fitted = lavaan()[name], fitted_model(name)
    assert (fitted.n, fitted.clusters) == (expected["n"], expected["clusters"])
    assert fitted.n + fitted.n_dropped == 750
    names = {
        "chisq": "chi2",
        "df": "df",
        "npar": "n_parameters",
        "rmsea": "rmsea",
        "cfi": "cfi",
        "tli": "tli",
    }
    names |= {"baseline.chisq": "baseline_chi2", "baseline.df": "baseline_df"}
    for theirs, ours in names.items():
        if expected["fit"][theirs] is not None:
            assert fitted.fit_indices[ours] == pytest.approx(expected["fit"][theirs], rel=1e-4, abs=1e-5), (
                ours
            )
    for level in ("srmr_within", "srmr_between"):
        assert fitted.fit_indices[level] == pytest.approx(expected["fit"][level], abs=5e-4)
    for theirs in ("aic", "bic"):
        assert fitted.fit_indices[theirs] == pytest.approx(expected["fit"][theirs], abs=6e-3)
    saturated = fitted.fit_indices["loglik"] + fitted.fit_indices["chi2"] / 2
    assert 0 <= saturated - expected["fit"]["unrestricted.logl"] < 3e-3


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_complete_rows_give_what_sums_of_squares_give(estimator, monkeypatch):
    frame = data("demo_twolevel_small")
    by_squares = structural.fit(SYNTAX, frame, estimator, cluster="cluster")
    for module in (fitting, measurement):
        monkeypatch.setattr(module, "level_statistics", incomplete_two_level)
    by_patterns = structural.fit(SYNTAX, frame, estimator, cluster="cluster")
    np.testing.assert_allclose(by_patterns.theta, by_squares.theta, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(by_patterns.covariance, by_squares.covariance, rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(by_patterns.fit_indices, by_squares.fit_indices, rtol=1e-8, atol=1e-10)
    sam = [structural_after_measurement(own).parameters["estimate"] for own in (by_patterns, by_squares)]
    np.testing.assert_allclose(*sam, rtol=1e-6, atol=1e-8)


def test_full_information_of_complete_rows_is_listwise():
    frame = data("demo_twolevel_small")
    listwise = structural.fit(SYNTAX, frame, cluster="cluster")
    fiml = structural.fit(SYNTAX, frame, cluster="cluster", missing="fiml")
    pd.testing.assert_series_equal(fiml.fit_indices, listwise.fit_indices)
    pd.testing.assert_frame_equal(fiml.parameters, listwise.parameters)


def test_robust_errors_are_by_cluster():
    """H⁻¹ S H⁻¹ with H and the scores by differences of whole clusters' likelihoods."""
    frame = data("demo_twolevel_missing").query("cluster < 30")
    text = "level: 1\ny1 ~ y2\nlevel: 2\ny1 ~~ y2 + w1"
    fitted = structural.fit(text, frame, "MLR", "fiml", cluster="cluster")
    model = fitted.solved.model
    codes = pd.factorize(frame["cluster"])[0]
    order = [[*model.table.blocks[place].roles.observed] for place in (0, 1)]
    upper = frame.groupby(codes)[["w1"]].first().to_numpy()
    whole = WholeClusters(frame[order[0]].to_numpy(), upper, codes)
    names = [*order[0], "w1"]
    columns = [names.index(name) for name in order[1]]

    def logliks(theta: Array) -> Array:
        within, above = model.moments(theta)
        between, mean = np.zeros((3, 3)), np.zeros(3)
        between[np.ix_(columns, columns)] = above.covariance
        mean[:2] += within.mean
        mean[columns] += above.mean
        return whole.logliks(Moments(within.covariance, between, mean))

    scores = differences(logliks, fitted.theta)
    np.testing.assert_allclose(scores.sum(axis=0), 0, atol=1e-4)
    hessian = -differences(
        lambda theta: differences(lambda own: logliks(own).sum(), theta, 1e-4), fitted.theta, 1e-4
    )
    inverse = np.linalg.inv(hessian)
    np.testing.assert_allclose(fitted.covariance, inverse @ scores.T @ scores @ inverse, rtol=2e-4, atol=1e-6)
    assert fitted.fit_indices["loglik"] == pytest.approx(logliks(fitted.theta).sum(), abs=1e-8)


def test_rows_count_of_which_something_of_level_1_is_seen():
    frame = data("demo_twolevel_small").reset_index(drop=True)
    first = frame.drop_duplicates("cluster").index
    frame.loc[frame.index.difference(first), "w1"] = np.nan
    frame.loc[first[:4], ["y1", "y2", "y3"]] = np.nan
    frame.loc[first[4:6] + 1, "x1"] = np.nan
    fitted = structural.fit(SYNTAX, frame, cluster="cluster", missing="fiml")
    assert (fitted.n, fitted.n_dropped, fitted.clusters) == (len(frame) - 2, 2, 40)
    assert f"2 of {len(frame)} rows were left out for missing values" in told(fitted)
    known = frame.assign(w1=data("demo_twolevel_small")["w1"].to_numpy())
    again = structural.fit(SYNTAX, known, cluster="cluster", missing="fiml")
    np.testing.assert_allclose(fitted.theta, again.theta, rtol=1e-8)


def test_a_predictor_at_both_levels_keeps_rows_without_answers():
    """They tell of the cluster's share of it: with its moments free the likelihood is that of all rows."""
    frame = data("demo_twolevel_missing").dropna(subset=["y3", "w2"])
    frame = frame.assign(y4=frame["y1"].where(frame.index % 9 > 0))
    fixed = structural.fit(
        "level: 1\ny4 ~ y3\nlevel: 2\ny4 ~ y3 + w2", frame, cluster="cluster", missing="fiml"
    )
    assert fixed.n == len(frame)
    alone = structural.fit("level: 1\ny3 ~~ y3\nlevel: 2\ny3 ~~ y3 + w2\nw2 ~~ w2", frame, cluster="cluster")
    found, expected = (
        own.parameters.query("lhs == 'y3' and rhs == 'y3'")["estimate"] for own in (fixed, alone)
    )
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_a_bootstrap_sample_is_clusters_copied():
    fitted = fitted_model("path")
    weights = resampling_weights(fitted.solved, 1, 3)
    found = maxima(fitted.solved.model, fitted.theta, weights)
    frame = data("demo_twolevel_missing")
    codes = pd.factorize(frame["cluster"])[0]
    drawn = np.repeat(np.arange(60), weights[0].astype(int))
    copies = [frame[codes == cluster].assign(cluster=copy) for copy, cluster in enumerate(drawn)]
    again = structural.fit(fitted.syntax, pd.concat(copies), cluster="cluster", missing="fiml")
    free = fitted.parameters.query("se > 0 and op == '~'").index
    ours = fitted.solved.model.values(found.theta[0])[free]
    np.testing.assert_allclose(ours, again.parameters["estimate"][free], rtol=1e-5)
    drawn_fit = bootstrap(fitted, 100)
    assert drawn_fit.unit == "clusters"
    assert drawn_fit.used >= 95
    errors = drawn_fit.table.set_index("label").loc[["a", "within"], "se"].to_numpy()
    np.testing.assert_allclose(
        errors, fitted.parameters.set_index("label").loc[["a", "within"], "se"], rtol=0.3
    )


def spoilt(change: str) -> pd.DataFrame:
    frame = data("demo_twolevel_missing").copy()
    first, second = frame["cluster"] % 2 == 0, frame["cluster"] % 2 == 1
    if change == "alone":
        frame["y2"] = frame["y2"].where(~frame.duplicated("cluster"))
    if change == "unseen":
        frame["y2"] = np.nan
    if change == "apart":
        frame.loc[frame.index % 2 == 0, "y1"] = np.nan
        frame.loc[frame.index % 2 == 1, "y2"] = np.nan
    if change == "elsewhere":
        frame.loc[first, "w1"], frame.loc[second, "w2"] = np.nan, np.nan
    if change == "elsewhere within":
        frame.loc[first, "w1"], frame.loc[second, "y1"] = np.nan, np.nan
    if change == "varies":
        frame["w1"] = frame["x1"]
    if change == "steady":
        frame["y1"] = frame["cluster"] % 7
        frame.loc[0, "y2"] = np.nan
    if change == "sum":
        frame["y3"] = frame["y1"] + frame["y2"]
    if change == "one":
        frame["cluster"] = 1
    return frame


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "alone",
            "No cluster has two rows with 'y2'; expected some, or nothing can be said about",
        ),
        ("unseen", "'y2' has no value in any of 750 rows; leave it out"),
        ("apart", "'y1' and 'y2' are seen together in fewer than two rows"),
        ("elsewhere", "'w1' and 'w2' are seen together in fewer than two rows"),
        ("elsewhere within", "'y1' and 'w1' are seen together in fewer than two rows"),
        ("varies", "'w1' stands at level 2 only, but differs within clusters"),
        ("steady", "'y1' stands at level 1 but never differs within clusters; expected it at level 2 only"),
        ("sum", "determine each other exactly within clusters"),
        ("one", "'cluster' has one cluster among the usable rows; expected two or more"),
    ],
)
def test_what_is_refused(change, sentence):
    text = "level: 1\nfw =~ y1 + y2 + y3\nlevel: 2\nfb =~ y1 + y2 + y3\nw1 ~ fb\nw2 ~ fb"
    with pytest.raises(Refused, match=sentence):
        structural.fit(text, spoilt(change), cluster="cluster", missing="fiml")


def test_two_outcomes_that_share_one_cluster_are_refused():
    frame = spoilt("none").assign(
        w2=lambda own: own["w2"].where((own["cluster"] % 2 == 1) | (own["cluster"] == 2))
    )
    frame["w1"] = frame["w1"].where(frame["cluster"] % 2 == 0)
    text = "level: 1\nfw =~ y1 + y2 + y3\nlevel: 2\nfb =~ y1 + y2 + y3\nw1 ~ fb\nw2 ~ fb"
    with pytest.raises(Refused, match="'w1' and 'w2' are both seen in fewer than two clusters; expected"):
        structural.fit(text, frame, cluster="cluster", missing="fiml")


def test_groups_are_refused():
    with pytest.raises(Refused, match="Two-level models are built for one group; leave out group"):
        structural.fit(SYNTAX, data("demo_twolevel_small"), group="x1", cluster="cluster", missing="fiml")
