"""Reference data and numbers of structural models, and the rules by which ours must agree with them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from isop_analysis.stats.structural import StructuralFit

GOLDEN = Path(__file__).parents[3] / "golden" / "structural"
INDICES = {
    "chisq": "chi2",
    "df": "df",
    "pvalue": "p_value",
    "cfi": "cfi",
    "tli": "tli",
    "rmsea": "rmsea",
    "rmsea.ci.lower": "rmsea_ci_low",
    "rmsea.ci.upper": "rmsea_ci_high",
    "srmr": "srmr",
    "srmr_within": "srmr_within",
    "srmr_between": "srmr_between",
    "aic": "aic",
    "bic": "bic",
    "logl": "loglik",
    "npar": "n_parameters",
    "chisq.scaled": "chi2_scaled",
    "chisq.scaling.factor": "scaling_factor",
    "cfi.scaled": "cfi_scaled",
    "cfi.robust": "cfi_robust",
    "tli.robust": "tli_robust",
    "rmsea.scaled": "rmsea_scaled",
    "rmsea.robust": "rmsea_robust",
}


@cache
def reference() -> dict[str, Any]:
    return json.loads((GOLDEN / "reference.json").read_text())["sem"]


@cache
def data(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / f"{name}.csv")


def told(fitted: Any) -> tuple[str, ...]:
    """Return what is noted on a result, as analysts read it."""
    return tuple(str(note) for note in fitted.notes)


def joined(expected: dict[str, Any], fitted: StructuralFit) -> pd.DataFrame:
    """R's parameters beside ours, in the same order; asserts that they are the same parameters."""
    theirs, ours = pd.DataFrame(expected), fitted.parameters
    assert list(theirs["lhs"] + theirs["op"] + theirs["rhs"]) == list(ours["lhs"] + ours["op"] + ours["rhs"])
    return pd.concat([theirs.add_prefix("r_"), ours], axis=1)


def assert_parameters(expected: dict[str, Any], fitted: StructuralFit) -> None:
    """Estimates within 1e-4 relative or 1e-4 standard errors, standard errors within 1e-3."""
    table = joined(expected, fitted)
    allowed = 1e-4 * np.maximum(table["r_est"].abs(), table["r_se"])
    off = (table["estimate"] - table["r_est"]).abs()
    assert (off <= allowed).all(), table[off > allowed]
    np.testing.assert_allclose(table["se"], table["r_se"], rtol=1e-3)
    np.testing.assert_allclose(table["ci_low"], table["r_ci.lower"], rtol=1e-3, atol=1e-3)
    np.testing.assert_allclose(table["ci_high"], table["r_ci.upper"], rtol=1e-3, atol=1e-3)
    tested = table["r_se"] > 0
    assert table.loc[~tested, ["statistic", "p_value"]].isna().all(axis=None)
    np.testing.assert_allclose(
        table.loc[tested, "p_value"], table.loc[tested, "r_pvalue"].astype(float), rtol=0.03, atol=1e-12
    )


def assert_fit(expected: dict[str, float], fitted: StructuralFit) -> None:
    """Indices within 1e-3 relative (absolute where R gives 0), the log-likelihood within 1e-6."""
    for theirs, ours in INDICES.items():
        if expected.get(theirs) is not None:
            tolerance = 1e-6 if theirs in ("logl", "aic", "bic") else 1e-3
            found = fitted.fit_indices[ours]
            assert abs(found - expected[theirs]) <= tolerance * abs(expected[theirs]) + 1e-9, (ours, found)


def assert_standardised(expected: dict[str, Any], fitted: StructuralFit) -> None:
    """Standardised estimates within 1e-4."""
    table = joined(expected, fitted)
    np.testing.assert_allclose(table["std_all"], table["r_est.std"], atol=1e-4)


def assert_standardised_errors(expected: dict[str, Any], fitted: StructuralFit) -> None:
    """Delta-method errors of the standardised solution within 1e-3."""
    table = joined(expected, fitted)
    np.testing.assert_allclose(table["std_se"], table["r_se"], rtol=1e-3, atol=1e-7)
