"""Models of ordered items against lavaan (tests/golden/structural/ordinal.json)."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from structural_reference import GOLDEN, INDICES, data, joined

from isop_analysis.stats import structural

MODELS = json.loads((GOLDEN / "ordinal.json").read_text())
TWINS = {
    f"{name.replace('_', '.')}.{twin}": f"{name}_{twin}"
    for name in ("pvalue", "df", "cfi", "tli", "rmsea", "rmsea_ci_lower", "rmsea_ci_upper")
    for twin in ("scaled", "robust")
}
OTHER_NAMES = {"pvalue": "p_value", "lower": "low", "upper": "high"}
ALL_INDICES = {
    **INDICES,
    "baseline.chisq": "baseline_chi2",
    "baseline.df": "baseline_df",
    **TWINS,
}
UNLIKE_LAVAAN = {"chain": ["c2 ~~ c2"]}
"""lavaan leaves out how an ordered item's own predictors move its variance; theirs isn't 1 then."""


def rows(name: str) -> pd.DataFrame:
    likert = data("likert")
    return {
        "L": likert,
        "S": likert.iloc[:80],
        "Z": likert[~((likert["c1"] == 1) & (likert["c3"] == 2))],
        "B": pd.read_csv(GOLDEN.parent / "scales" / "bfi_agreeableness.csv"),
    }[name]


@cache
def fitted_as(name: str) -> structural.StructuralFit:
    expected = MODELS[name]
    options = {key.replace(".", "_"): value for key, value in dict(expected["opts"]).items()}
    if isinstance(options.get("group_equal"), str):
        options["group_equal"] = [options["group_equal"]]
    return structural.fit(expected["model"], rows(expected["data"]), **options)


@pytest.mark.parametrize("name", MODELS)
def test_model(name):
    expected, fitted = MODELS[name], fitted_as(name)
    assert fitted.n == expected["n"]
    assert fitted.convergence.converged
    assert fitted.convergence.optimiser == "Gauss–Newton"
    table = joined(expected["parameters"], fitted)
    names = table["lhs"] + " " + table["op"] + " " + table["rhs"]
    table = table[~names.isin(UNLIKE_LAVAAN.get(name, []))]
    allowed = 1e-4 * np.maximum(table["r_est"].abs(), table["r_se"]) + 1e-9
    off = (table["estimate"] - table["r_est"]).abs()
    assert (off <= allowed).all(), table[off > allowed]
    np.testing.assert_allclose(table["se"], table["r_se"], rtol=1e-4, atol=1e-8)
    _check_indices(expected["fit"], fitted)


def _check_indices(expected: dict[str, float], fitted: structural.StructuralFit) -> None:
    compared = 0
    for theirs, value in expected.items():
        ours = ALL_INDICES[theirs]
        for old, new in OTHER_NAMES.items():
            ours = ours.replace(old, new)
        found = fitted.fit_indices[ours]
        if value is None or value == "NA":
            assert np.isnan(found), ours
        else:
            assert abs(found - value) <= 1e-4 * abs(value) + 1e-7, (ours, found, value)
            compared += 1
    assert compared >= 11


@pytest.mark.parametrize("name", [name for name in MODELS if name not in UNLIKE_LAVAAN])
def test_standardised_solution(name):
    table = joined(MODELS[name]["standardized"], fitted_as(name))
    np.testing.assert_allclose(table["std_all"], table["r_est.std"].astype(float), atol=1e-5)
    np.testing.assert_allclose(table["std_se"], table["r_se"].astype(float), rtol=1e-4, atol=1e-4)


def test_the_reference_of_five_items():
    """2,709 complete rows (tests/golden/structural/ordinal_reference.json)."""
    expected = json.loads((GOLDEN / "ordinal_reference.json").read_text())
    fitted = structural.fit("A =~ A1+A2+A3+A4+A5", rows("B"), estimator="WLSMV", ordered="all")
    table = joined(expected["parameters"], fitted)
    np.testing.assert_allclose(table["estimate"], table["r_est"], rtol=1e-5, atol=1e-8)
    np.testing.assert_allclose(table["se"], table["r_se"], rtol=1e-5, atol=1e-8)
    np.testing.assert_allclose(table["std_all"][:5], expected["loadings"], rtol=1e-6)
    _check_indices({**expected["fit"], "npar": 30, "baseline.df": 10, "df.scaled": 5}, fitted)


def test_items_that_are_regressed_keep_a_total_variance_of_one():
    """Given the predictors, by the definition of the delta parameterisation, whatever the chain of paths."""
    fitted = structural.fit(
        "a2 ~ a1\nb1 ~ a2 + x1\nb2 ~ b1 + a2\nc2 ~ b2 + b1",
        data("likert"),
        ordered=["a1", "a2", "b1", "b2", "c2"],
    )
    table = fitted.parameters.set_index(["lhs", "op", "rhs"])["estimate"]
    assert table["a2", "~~", "a2"] == pytest.approx(1)
    slope, residual = table["b1", "~", "a2"], table["b1", "~~", "b1"]
    assert residual + slope**2 == pytest.approx(1)
    first, second = table["b2", "~", "b1"], table["b2", "~", "a2"]
    assert table["b2", "~~", "b2"] + first**2 + second**2 + 2 * first * second * slope == pytest.approx(1)


def test_adjusted_tests_are_named():
    index = fitted_as("three").fit_indices
    shifted = index["chi2"] / index["scaling_factor"] + index["shift"]
    assert index["chi2_scaled"] == pytest.approx(shifted)
    assert "chi2_scaled" not in fitted_as("dwls").fit_indices
    assert np.isnan(fitted_as("wlsm").fit_indices["shift"])
    assert fitted_as("wlsm").fit_indices[["aic", "bic", "loglik"]].isna().all()
