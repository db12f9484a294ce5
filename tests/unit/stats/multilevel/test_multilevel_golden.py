"""R's numbers (tests/golden/README.md, multilevel/): lme4, lmerTest and pbkrtest on public data."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop

GOLDEN = Path(__file__).parents[3] / "golden" / "multilevel"
REFERENCE = json.loads((GOLDEN / "reference.json").read_text())
TEAMS = json.loads((GOLDEN / "teams_r.json").read_text())
MODELS = sorted(REFERENCE["lmm"])
SAME, DF = 1e-4, 1e-3


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / name)


def numbers(value: object) -> np.ndarray:
    return np.atleast_1d(np.asarray(value, dtype=float))


def agrees(ours: object, theirs: object, relative: float) -> None:
    """Relative agreement; what R gives as 0 is held absolutely."""
    theirs = numbers(theirs)
    limit = np.where(theirs == 0, 1e-8, relative * np.abs(theirs))
    assert np.all(np.abs(numbers(ours) - theirs) <= limit), (ours, theirs)


def p_agrees(ours: object, theirs: object) -> None:
    one, other = numbers(ours), numbers(theirs)
    tiny = (one < 1e-12) & (other < 1e-12)
    apart = np.abs(np.log10(np.maximum(one, 1e-300)) - np.log10(np.maximum(other, 1e-300)))
    assert np.all(tiny | (apart <= 0.01)), (ours, theirs)


@pytest.mark.parametrize("name", MODELS)
def test_estimates_and_kenward_roger(name: str) -> None:
    golden = REFERENCE["lmm"][name]
    fitted = isop.multilevel.fit(golden["formula"], read(golden["data"]))
    table = fitted.coefficients
    assert list(table["term"]) == list(np.atleast_1d(golden["terms"]))
    agrees(table["estimate"], golden["estimate"], SAME)
    agrees(table["se"], golden["kenward_roger_se"], SAME)
    agrees(table["df"], golden["kenward_roger_df"], DF)
    p_agrees(table["p_value"], golden["kenward_roger_p"])
    agrees(-2 * fitted.loglik, golden["reml_criterion"], SAME)
    assert fitted.n == golden["n"]
    assert fitted.clusters == golden["groups"]
    assert fitted.singular == golden["singular"]
    assert fitted.convergence.converged


@pytest.mark.parametrize("name", MODELS)
def test_satterthwaite(name: str) -> None:
    golden = REFERENCE["lmm"][name]
    table = isop.multilevel.fit(golden["formula"], read(golden["data"]), df="satterthwaite").coefficients
    agrees(table["se"], golden["se"], SAME)
    agrees(table["df"], golden["satterthwaite_df"], DF)
    p_agrees(table["p_value"], golden["satterthwaite_p"])


@pytest.mark.parametrize("name", MODELS)
def test_variances(name: str) -> None:
    golden = REFERENCE["lmm"][name]
    table = isop.multilevel.fit(golden["formula"], read(golden["data"])).variances
    theirs = golden["varcorr"]
    assert list(table["group"]) == theirs["grp"]
    for ours, column in (("term", "var1"), ("term_2", "var2")):
        assert [None if pd.isna(value) else value for value in table[ours]] == theirs[column]
    agrees(table["variance"], theirs["vcov"], SAME)
    agrees(table["sd"], theirs["sdcor"], SAME)


@pytest.mark.parametrize("name", MODELS)
def test_maximum_likelihood(name: str) -> None:
    golden = REFERENCE["lmm"][name]
    fitted = isop.multilevel.fit(golden["formula"], read(golden["data"]), reml=False, df="normal")
    agrees(fitted.coefficients["estimate"], golden["ml_estimate"], SAME)
    agrees(fitted.loglik, golden["ml_loglik"], SAME)
    agrees(fitted.aic, golden["ml_aic"], SAME)
    agrees(fitted.bic, golden["ml_bic"], SAME)


@pytest.mark.parametrize("df", ["kenward-roger", "satterthwaite"])
def test_f_of_a_factor(df: str) -> None:
    golden = REFERENCE["tests"]["machines"][df.replace("-", "_")]
    fitted = isop.multilevel.fit("score ~ Machine + (1 | Worker)", read("machines.csv"), df=df)
    row = fitted.anova().iloc[0]
    agrees(row["statistic"], golden["F"], SAME)
    assert row["num_df"] == golden["num_df"]
    agrees(row["den_df"], golden["den_df"], DF)
    p_agrees(row["p_value"], golden["p"])
    same = fitted.test([[0, 1, 0], [0, 0, 1], [0, 1, 1]])
    agrees([same.statistic, same.num_df], [golden["F"], golden["num_df"]], SAME)


@pytest.mark.parametrize("golden", TEAMS["models"], ids=lambda golden: golden["formula"])
def test_formulas_kenward_roger(golden: dict) -> None:
    fitted = isop.multilevel.fit(golden["formula"], read("teams.csv"))
    assert list(fitted.terms) == golden["terms"]
    agrees(fitted.coefficients["estimate"], golden["estimate"], SAME)
    agrees(fitted.coefficients["se"], golden["kenward_roger_se"], SAME)
    agrees(fitted.coefficients["df"], golden["kenward_roger_df"], DF)
    anova = golden["kenward_roger_anova"]
    assert list(fitted.anova()["term"]) == anova["term"]
    agrees(fitted.anova()["statistic"], anova["statistic"], DF)
    agrees(fitted.anova()["den_df"], anova["den_df"], DF)
    agrees(-2 * fitted.loglik, golden["reml_criterion"], 1e-8)
    agrees([fitted.aic, fitted.bic], [golden["aic"], golden["bic"]], 1e-8)
    assert fitted.singular == golden["singular"]


@pytest.mark.parametrize("golden", TEAMS["models"], ids=lambda golden: golden["formula"])
def test_formulas_satterthwaite(golden: dict) -> None:
    data = read("teams.csv")
    fitted = isop.multilevel.fit(golden["formula"], data, df="satterthwaite")
    agrees(fitted.coefficients["df"], golden["satterthwaite_df"], DF)
    agrees(fitted.anova()["statistic"], golden["anova"]["statistic"], DF)
    agrees(fitted.anova()["den_df"], golden["anova"]["den_df"], DF)
    ml = isop.multilevel.fit(golden["formula"], data, df="satterthwaite", reml=False)
    agrees(ml.loglik, golden["ml_loglik"], 1e-8)
    agrees(ml.coefficients["se"], golden["ml_se"], SAME)
    agrees(ml.coefficients["df"], golden["ml_satterthwaite_df"], DF)


@pytest.mark.parametrize("golden", TEAMS["models"], ids=lambda golden: golden["formula"])
def test_formulas_variances_and_effects(golden: dict) -> None:
    fitted = isop.multilevel.fit(golden["formula"], read("teams.csv"))
    # lme4 1.1-31 brackets what a second slash nests: person:(team:site).
    assert list(fitted.variances["group"]) == [re.sub("[()]", "", group) for group in golden["groups"]]
    agrees(fitted.variances["sd"], golden["sd"], 5e-4)
    agrees(fitted.fitted.iloc[:6], golden["fitted"], SAME)
    agrees(fitted.random_effects["value"].abs().sum(), golden["random_sum"], SAME)
    agrees(fitted.random_effects["se"].sum(), golden["random_se_sum"], SAME)


def test_weights() -> None:
    golden = TEAMS["weighted"]
    fitted = isop.multilevel.fit(golden["formula"], read("teams.csv"), weights="w", df="satterthwaite")
    agrees(fitted.coefficients["estimate"], golden["estimate"], SAME)
    agrees(fitted.coefficients["se"], golden["se"], SAME)
    agrees(fitted.coefficients["df"], golden["satterthwaite_df"], DF)
    agrees(-2 * fitted.loglik, golden["reml_criterion"], 1e-8)
    agrees(fitted.variances["variance"], golden["variance"], SAME)
