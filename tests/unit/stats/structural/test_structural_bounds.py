"""Bounded estimation against lavaan (bounds.json), against another optimiser, and where it is for."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from structural_reference import GOLDEN, data, told

from isop_analysis.stats import structural
from isop_analysis.stats.structural import Refused

FOUND = json.loads((GOLDEN / "bounds.json").read_text())
THREE = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
LEVELS = "level: 1\nf =~ y1 + y2 + y3 + y4\nlevel: 2\nf =~ y1 + y2 + y3 + y4\nf ~ w"


@cache
def fitted_as(name: str, **changed: object) -> structural.StructuralFit:
    expected = FOUND[name]
    asked = expected["opts"]
    equal = asked.get("group.equal", [])
    options = {
        "bounds": asked["bounds"],
        "estimator": asked.get("estimator", "default"),
        "missing": asked.get("missing", "listwise"),
        "group": asked.get("group"),
        "ordered": asked.get("ordered", ()),
        "std_lv": asked.get("std.lv", False),
        "group_equal": [equal] if isinstance(equal, str) else equal,
    }
    rows = data(expected["data"]).iloc[expected["first"] - 1 : expected["last"]]
    return structural.fit(expected["model"], rows, **options | changed)


def few_clusters(seed: int, clusters: int = 12) -> pd.DataFrame:
    """Clusters of ten in which an item's intraclass correlation is .02 at most."""
    random = np.random.default_rng(seed)
    site = np.repeat(np.arange(clusters), 10)
    w = random.normal(size=clusters)
    between = (0.5 * w + random.normal(size=clusters) * np.sqrt(0.75)) * np.sqrt(0.02 / 0.98)
    loadings = np.array([1, 0.8, 0.9, 0.7])
    y = (between[site] + random.normal(size=len(site)))[:, None] * loadings
    frame = pd.DataFrame(y + random.normal(size=y.shape), columns=["y1", "y2", "y3", "y4"])
    return frame.assign(w=w[site], site=site)


@pytest.mark.parametrize("name", sorted(FOUND))
def test_estimates_and_errors_are_lavaans(name):
    """Within a ten thousandth of a standard error.

    In "nc_standard" the highest place lies on a limit that nothing presses it on, and we end just inside.
    """
    expected, fitted = FOUND[name], fitted_as(name)
    theirs, ours = pd.DataFrame(expected["parameters"]), fitted.parameters
    assert list(theirs["lhs"] + theirs["op"] + theirs["rhs"]) == list(ours["lhs"] + ours["op"] + ours["rhs"])
    assert fitted.convergence.converged
    assert fitted.fit_indices["chi2"] == pytest.approx(expected["fit"]["chisq"], rel=1e-5)
    assert fitted.fit_indices["df"] == expected["fit"]["df"]
    free = theirs["free"]
    off = (ours["estimate"] - theirs["est"]).abs()[free]
    assert (off <= 1e-4 * np.maximum(theirs["est"].abs(), theirs["se"])[free]).all()
    np.testing.assert_allclose(ours["se"][free], theirs["se"][free], rtol=1e-3)
    on = {f"{row.lhs} {row.op} {row.rhs}" for row in theirs[theirs["on"]].itertuples()}
    on -= {"visual ~~ visual"} if name == "nc_standard" else set()
    assert {own.split(" in group")[0] for own in map(str, fitted.on_bound)} >= on


@pytest.mark.parametrize("name", [name for name in sorted(FOUND) if "ordered" not in FOUND[name]["opts"]])
def test_limits_are_lavaans(name):
    """Those of missing data rest on lavaan's saturated moments, which stop short of their maximum."""
    expected, fitted = pd.DataFrame(FOUND[name]["parameters"]), fitted_as(name)
    assert fitted.solved is not None
    rows = fitted.solved.model.table.parameters
    for side, none in (("lower", -np.inf), ("upper", np.inf)):
        own = getattr(fitted.solved.limits, side)
        ours = [own[row.free] for row in rows if row.free >= 0]
        theirs = expected.loc[expected["free"], side].astype(float).fillna(none)
        np.testing.assert_allclose(ours, theirs, rtol=2e-5)


@pytest.mark.parametrize("name", ["inside_pos", "inside_standard", "inside_wide"])
def test_where_no_bound_is_reached_nothing_changes(name):
    bounded, free = fitted_as(name), fitted_as(name, bounds="none")
    assert np.array_equal(bounded.theta, free.theta)
    pd.testing.assert_frame_equal(bounded.parameters, free.parameters)
    pd.testing.assert_series_equal(bounded.fit_indices, free.fit_indices)
    assert bounded.on_bound == ()
    assert free.bounds == "none"
    assert told(bounded) == (
        f"Estimates were kept within bounds ('{bounded.bounds}'); none stands on one",
        *told(free),
    )


def test_the_highest_of_several_maxima_is_found():
    """lavaan finds it with start='simple' (43.80), and with its own starting values 49.82."""
    rows = data("holzinger_swineford_1939").iloc[50:90]
    fitted = structural.fit(THREE, rows, bounds="pos.var")
    assert fitted.fit_indices["chi2"] == pytest.approx(FOUND["other_start"]["fit"]["chisq"], rel=1e-8)


@pytest.mark.parametrize(
    ("syntax", "frame", "options"),
    [
        (THREE, data("holzinger_swineford_1939").iloc[:40], {}),
        (THREE, data("holzinger_swineford_1939").iloc[100:128], {"bounds": "standard"}),
        (LEVELS, few_clusters(3), {"cluster": "site"}),
        (LEVELS, few_clusters(9), {"cluster": "site"}),
        (LEVELS.replace("\nf ~ w", ""), few_clusters(10), {"cluster": "site"}),
    ],
)
def test_another_optimiser_finds_nothing_higher(syntax, frame, options):
    fitted = structural.fit(syntax, frame, **{"bounds": "pos.var"} | options)
    assert fitted.convergence.converged
    assert fitted.solved is not None
    model, limits = fitted.solved.model, fitted.solved.limits
    _check_stationary(fitted)

    def distance(theta: np.ndarray) -> tuple[float, np.ndarray]:
        try:
            slope = model.slope(theta)
        except np.linalg.LinAlgError:
            return 1e10, np.zeros(len(theta))
        return -slope.loglik, -slope.gradient

    random = np.random.default_rng(5)
    best = -np.inf
    for _ in range(4):
        start = fitted.theta * random.uniform(0.5, 1.5, len(fitted.theta)) + random.uniform(
            0, 0.1, len(fitted.theta)
        )
        found = minimize(
            distance,
            np.clip(start, limits.lower, limits.upper),
            jac=True,
            method="L-BFGS-B",
            bounds=list(zip(limits.lower, limits.upper, strict=True)),
            options={"maxiter": 3000, "ftol": 1e-13, "gtol": 1e-7},
        )
        best = max(best, -found.fun)
    own = model.loglik(fitted.theta)
    assert own - 0.5 < best <= own + 1e-6


def _check_stationary(fitted: structural.StructuralFit) -> None:
    """The gradient vanishes but for parameters on a limit, which it presses on it (Karush–Kuhn–Tucker)."""
    assert fitted.solved is not None
    slope, limits = fitted.solved.model.slope(fitted.theta), fitted.solved.limits
    on = limits.reached(fitted.theta)
    assert len(on) == len(fitted.on_bound) > 0
    inside = np.setdiff1d(np.arange(len(fitted.theta)), on)
    spread = np.sqrt(np.maximum(np.diag(slope.information), 1e-300))
    assert np.abs(slope.gradient / spread)[inside].max() < 1e-5
    below = fitted.theta[on] == limits.lower[on]
    assert (slope.gradient[on][below] <= 1e-6).all()
    assert (slope.gradient[on][~below] >= -1e-6).all()


def test_heywood_cases_become_admissible():
    """Eight subsets of 24 to 40 pupils."""
    frame, random = data("holzinger_swineford_1939"), np.random.default_rng(11)
    well = {"none": 0, "pos.var": 0}
    for count in range(8):
        rows = frame.iloc[np.sort(random.choice(301, (24, 28, 32, 40)[count % 4], replace=False))]
        for bounds in well:
            fitted = structural.fit(THREE, rows, bounds=bounds)
            well[bounds] += fitted.convergence.converged and fitted.admissible
    assert well == {"none": 3, "pos.var": 8}


def test_two_levels_with_few_clusters_become_admissible():
    """Twelve clusters, intraclass correlation .02: hardly any unbounded solution can be a population's."""
    well = {"none": 0, "pos.var": 0}
    for seed in range(2):
        for bounds in well:
            fitted = structural.fit(LEVELS, few_clusters(seed), cluster="site", bounds=bounds)
            well[bounds] += fitted.convergence.converged and fitted.admissible
    assert well == {"none": 0, "pos.var": 2}


def test_what_stands_on_a_bound_is_named():
    fitted = fitted_as("groups_pos")
    assert fitted.admissible
    assert tuple(map(str, fitted.on_bound)) == ("x8 ~~ x8 in group 'Grant-White'",)
    assert told(fitted)[0] == (
        "Estimates were kept within bounds ('pos.var'); x8 ~~ x8 in group 'Grant-White' stands on one: it "
        "has a standard error that can't be relied on, and the p value of chi-square is approximate"
    )
    assert fitted.convergence.optimiser == "Fisher scoring and Newton steps within limits"
    assert tuple(map(str, fitted_as("mixed_pos").on_bound)) == ("y ~~ y",)
    assert "y ~~ y stands on one" in told(fitted_as("mixed_pos"))[1]


def test_wide_bounds_let_a_small_negative_variance_show():
    rows = data("holzinger_swineford_1939").iloc[:50]
    fitted = structural.fit(THREE, rows, bounds="wide")
    assert not fitted.admissible
    assert told(fitted)[0].startswith("The variance of 'x1' is estimated below zero (a Heywood case)")
    assert "x1 ~~ x1 stands on one" in told(fitted)[1]


def test_errors_are_given_what_stands_on_a_bound_where_there_are_none_otherwise():
    """A factor without variance has loadings without effect; the others' errors are those without them."""
    frame = few_clusters(9)
    fitted = structural.fit(LEVELS, frame, cluster="site", bounds="pos.var")
    assert "f ~~ f between clusters" in map(str, fitted.on_bound)
    table = fitted.parameters.set_index(["lhs", "op", "rhs", "level"])
    variances = [(name, "~~", name, 2) for name in ("y1", "y2", "y3", "y4", "f")]
    assert table.loc[variances, "estimate"].tolist() == [0.0] * 5
    assert table.loc[variances, ["se", "p_value", "ci_low"]].isna().all(axis=None)
    assert "they have no standard error, and the others' errors take them as fixed" in told(fitted)[0]
    held = LEVELS + "".join(f"\n{name} ~~ 0*{name}" for name in ("y1", "y2", "y3", "y4", "f"))
    fixed = structural.fit(held, frame, cluster="site").parameters.set_index(["lhs", "op", "rhs", "level"])
    rest = table["se"] > 0
    np.testing.assert_allclose(table.loc[rest, "se"], fixed.loc[table.index[rest], "se"], rtol=1e-4)
    np.testing.assert_allclose(
        table.loc[rest, "estimate"], fixed.loc[table.index[rest], "estimate"], atol=1e-5
    )


def test_modification_indices_leave_what_stands_on_a_bound_there():
    rows = data("holzinger_swineford_1939").iloc[:40]
    bounded = structural.fit(THREE, rows, bounds="pos.var")
    assert tuple(map(str, bounded.on_bound)) == ("x3 ~~ x3",)
    fixed = structural.fit(THREE + "\nx3 ~~ 0*x3", rows)
    ours, theirs = (
        structural.modification_indices(fitted).set_index(["lhs", "op", "rhs"])["mi"]
        for fitted in (bounded, fixed)
    )
    shared = ours.index.intersection(theirs.index)
    assert len(shared) > 20
    np.testing.assert_allclose(ours[shared], theirs[shared], rtol=1e-4, atol=1e-8)


@pytest.fixture(scope="module")
def resampled():
    rows = data("holzinger_swineford_1939").iloc[:40].reset_index(drop=True)
    syntax = "visual =~ x1 + x2 + x3\nspeed =~ x7 + x8 + x9\nspeed ~ a*visual\ntwice := 2*a"
    return structural.fit(syntax, rows, bounds="pos.var"), rows


def test_bootstrap_samples_keep_within_the_bounds(resampled):
    from isop_analysis.stats.structural.resampling.bootstrap import resampling_weights
    from isop_analysis.stats.structural.resampling.search import maxima

    fitted, rows = resampled
    weights = resampling_weights(fitted.solved, 100, seed=3)[:8]
    found = maxima(fitted.solved.model, fitted.theta, weights, fitted.solved.limits)
    assert found.converged.all()
    same = 0
    for own, theta in zip(weights, found.theta, strict=True):
        copied = structural.fit(fitted.syntax, rows.loc[rows.index.repeat(own.astype(int))], bounds="pos.var")
        model, limits = copied.solved.model, copied.solved.limits
        slope = model.slope(theta)
        assert limits.contain(theta)
        assert np.abs(slope.gradient[limits.open(theta, slope.gradient)]).max() < 1e-4
        assert slope.loglik <= model.loglik(copied.theta) + 1e-6
        same += np.allclose(theta, copied.theta, atol=1e-5)
    assert same >= 6


def test_bootstrap_of_a_fit_on_a_bound_says_what_it_is_worth(resampled):
    found = structural.bootstrap(resampled[0], 100, seed=2)
    assert found.used >= 95
    assert found.inadmissible <= 5
    assert told(found)[-1].endswith("(x3 ~~ x3), where a bootstrap isn't consistent")
    variance = found.table.query("lhs == 'x3' and op == '~~'").iloc[0]
    assert variance["percentile_low"] == 0.0
    assert found.replicates.shape == (found.used, len(found.table))


def test_what_bounds_refuse(resampled):
    frame = data("holzinger_swineford_1939")
    with pytest.raises(Refused, match=r"bounds='all' is not built; expected one of none, pos.var"):
        structural.fit(THREE, frame, bounds="all")
    with pytest.raises(Refused, match="a two-level model has to estimate those of each level"):
        structural.fit(LEVELS, few_clusters(1), cluster="site", bounds="standard")
    with pytest.raises(Refused, match="ordered items don't have where parameterization='theta'"):
        structural.fit(
            "A =~ a1 + a2 + a3",
            data("likert"),
            ordered="all",
            parameterization="theta",
            bounds="wide",
        )
    with pytest.raises(Refused, match="x3 ~~ x3 stands on a bound, where estimates aren't normally"):
        structural.monte_carlo(resampled[0])
    free = structural.fit(THREE, frame)
    with pytest.raises(Refused, match=r"with bounds 'pos.var' and 'none'; expected the same bounds"):
        structural.chi_square_difference(structural.fit(THREE, frame, bounds="pos.var"), free)


def test_invariance_within_bounds():
    rows = data("holzinger_swineford_1939").iloc[125:180]
    found = structural.invariance(
        {"visual": ["x1", "x2", "x3"], "speed": ["x7", "x8", "x9"]},
        rows,
        group="school",
        bounds="pos.var",
        criteria=structural.Criteria(minimum_n=20),
    )
    assert all(fitted.bounds == "pos.var" and fitted.admissible for fitted in found.fits.values())
    assert tuple(map(str, found.fits["configural"].on_bound)) == ("x8 ~~ x8 in group 'Grant-White'",)
    assert found.table["chi2"].iloc[0] == pytest.approx(FOUND["groups_pos"]["fit"]["chisq"], rel=1e-5)


def test_two_levels_with_gaps_keep_within_bounds_too():
    frame = few_clusters(3)
    random = np.random.default_rng(8)
    frame["y2"] = frame["y2"].mask(random.random(len(frame)) < 0.1)
    free, bounded = (
        structural.fit(LEVELS, frame, missing="fiml", cluster="site", bounds=bounds)
        for bounds in ("none", "pos.var")
    )
    assert not free.admissible
    assert bounded.admissible
    assert bounded.fit_indices["loglik"] <= free.fit_indices["loglik"]
    assert bounded.fit_indices["loglik"] > free.fit_indices["loglik"] - 4
    _check_stationary(bounded)
