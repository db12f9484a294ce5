"""R's numbers beyond coefficients: profile intervals (lme4), CR2 (clubSandwich), R² (performance)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.stats.multilevel.explained_variance import r_squared
from isop_analysis.stats.multilevel.profile import profile_intervals
from isop_analysis.stats.multilevel.refits import refit_many
from isop_analysis.stats.multilevel.robust import cluster_robust

GOLDEN = Path(__file__).parents[3] / "golden" / "multilevel"
REFERENCE = json.loads((GOLDEN / "reference.json").read_text())
ROBUST = sorted(name for name, model in REFERENCE["lmm"].items() if model.get("cr2"))


def fitted(name: str, **options: object) -> isop.multilevel.Fit:
    model = REFERENCE["lmm"][name]
    return isop.multilevel.fit(model["formula"], pd.read_csv(GOLDEN / model["data"]), **options)


@pytest.mark.parametrize("name", sorted(REFERENCE["profile_intervals_ml"]))
def test_profile_intervals(name: str) -> None:
    theirs = REFERENCE["profile_intervals_ml"][name]
    ours = profile_intervals(fitted(name, reml=False))
    assert len(ours) == len(theirs["names"])
    low, high = (ours[bound].to_numpy(dtype=float) for bound in ("ci_low", "ci_high"))
    np.testing.assert_allclose(sorted(low), sorted(theirs["low"]), rtol=2e-3, atol=1e-6)
    np.testing.assert_allclose(sorted(high), sorted(theirs["high"]), rtol=2e-3, atol=1e-6)


@pytest.mark.parametrize("name", ROBUST)
def test_cluster_robust_errors_and_df(name: str) -> None:
    theirs = REFERENCE["lmm"][name]["cr2"]
    ours = cluster_robust(fitted(name)).table
    assert ours is not None
    np.testing.assert_allclose(ours["se"], theirs["se"], rtol=1e-4)
    np.testing.assert_allclose(ours["df"], theirs["df"], rtol=1e-3)


@pytest.mark.parametrize("name", sorted(set(REFERENCE["lmm"]) - {"sleep_uncorrelated"}))
def test_explained_variance(name: str) -> None:
    """Where R gives no conditional R² (singular), it equals the marginal one."""
    theirs, ours = REFERENCE["lmm"][name], r_squared(fitted(name))
    np.testing.assert_allclose(ours.marginal, theirs["r2_marginal"], rtol=1e-3, atol=1e-8)
    conditional = theirs["r2_conditional"]
    expected = theirs["r2_marginal"] if conditional is None else conditional
    np.testing.assert_allclose(ours.conditional, expected, rtol=1e-3, atol=1e-8)


def test_explained_variance_counts_an_uncorrelated_slope() -> None:
    """performance leaves the slope's variance out after `||` (marginal .415); the formula counts it.

    Johnson's (2014) mean random variance: var(fixed) ÷ (var(fixed) + intercept variance + slope variance ×
    mean of Days² + residual variance).
    """
    fit = fitted("sleep_uncorrelated")
    days = pd.read_csv(GOLDEN / "sleepstudy.csv")["Days"]
    intercept, slope, residual = fit.variances["variance"]
    fixed = fit.coefficients["estimate"][1] ** 2 * days.var()
    expected = fixed / (fixed + intercept + slope * (days**2).mean() + residual)
    np.testing.assert_allclose(r_squared(fit).marginal, expected, rtol=1e-6)


def test_refits_of_one_design_equal_single_fits() -> None:
    fit = fitted("exam_small")
    outcomes = np.random.default_rng(1).normal(size=(3, fit.n))
    together = refit_many(fit, outcomes)
    data = pd.read_csv(GOLDEN / "exam_small.csv")
    for place in range(3):
        alone = isop.multilevel.fit(fit.formula, data.assign(normexam=outcomes[place]))
        np.testing.assert_allclose(
            np.asarray(together.coefficients)[place], alone.coefficients["estimate"], rtol=1e-6, atol=1e-9
        )
