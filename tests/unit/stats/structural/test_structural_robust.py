"""Robust errors and tests (MLR) against lavaan."""

import numpy as np
import pytest
from structural_reference import assert_fit, assert_parameters, data, reference

from isop_analysis.stats import structural
from isop_analysis.stats.structural import chi_square_difference

CFA = reference()["cfa_ml"]["model"]


def test_sandwich_errors_and_scaled_test():
    expected = reference()["cfa_mlr"]
    fitted = structural.fit(CFA, data("holzinger_swineford_1939"), estimator="MLR")
    assert_parameters(expected["parameters"], fitted)
    assert_fit(expected["fit"], fitted)


def test_robust_with_missing_values():
    expected = reference()["cfa_fiml_mlr"]
    fitted = structural.fit(CFA, data("holzinger_missing"), estimator="MLR", missing="fiml")
    assert_parameters(expected["parameters"], fitted)
    assert_fit(expected["fit"], fitted)


R_FIXED_X = {
    "loglik": -3356.417,
    "n_parameters": 32,
    "srmr": 0.107,
    "cfi": 0.845,
    "chi2_scaled": 154.570,
    "scaling_factor": 1.030,
    "cfi_scaled": 0.844,
    "tli_scaled": 0.790,
    "rmsea_scaled": 0.098,
    "rmsea_ci_low_scaled": 0.082,
    "rmsea_ci_high_scaled": 0.114,
    "cfi_robust": 0.856,
    "tli_robust": 0.805,
    "rmsea_robust": 0.111,
    "rmsea_ci_low_robust": 0.092,
    "rmsea_ci_high_robust": 0.131,
}
"""lavaan 0.6-14: sem(model, missing="fiml", estimator="MLR"), printed with three decimals."""


def test_robust_with_missing_values_and_exogenous_predictors():
    frame = data("holzinger_missing")
    frame = frame.assign(pasteur=(frame["school"] == "Pasteur").astype(float))
    syntax = f"{CFA}\nspeed ~ visual + ageyr + pasteur\ntextual ~ ageyr"
    fitted = structural.fit(syntax, frame, estimator="MLR", missing="fiml")
    for index, expected in R_FIXED_X.items():
        assert fitted.fit_indices[index] == pytest.approx(expected, abs=6e-4), index


def test_robust_over_groups():
    """lavaan 0.6-14: cfa(model, group="school", estimator="MLR")."""
    fitted = structural.fit(CFA, data("holzinger_swineford_1939"), estimator="MLR", group="school")
    found = fitted.fit_indices[["chi2_scaled", "scaling_factor", "cfi_robust", "rmsea_robust"]]
    np.testing.assert_allclose(found, [121.741, 0.952, 0.921, 0.099], atol=6e-4)


def test_full_information_has_robust_indices_without_robust_errors():
    """lavaan 0.6-14: cfa(model, missing="fiml")."""
    fitted = structural.fit(CFA, data("holzinger_missing"), missing="fiml")
    found = fitted.fit_indices[["cfi_robust", "tli_robust", "rmsea_robust", "rmsea_ci_low_robust"]]
    np.testing.assert_allclose(found, [0.923, 0.884, 0.100, 0.075], atol=6e-4)


@pytest.mark.parametrize(
    ("frame", "missing"), [("holzinger_swineford_1939", "listwise"), ("holzinger_missing", "fiml")]
)
def test_a_model_without_degrees_of_freedom_fits_perfectly(frame, missing):
    fitted = structural.fit("v =~ x1 + x2 + x3", data(frame), "MLR", missing)
    index = fitted.fit_indices
    assert index["chi2_scaled"] == index["rmsea_scaled"] == index["rmsea_robust"] == 0
    assert index["cfi_scaled"] == index["cfi_robust"] == index["tli_robust"] == 1
    assert np.isnan(index[["p_value_scaled", "scaling_factor"]]).all()
    larger = structural.fit("v =~ x1 + l*x2 + l*x3", data(frame), "MLR", missing)
    assert chi_square_difference(larger, fitted).chi2 == pytest.approx(
        larger.fit_indices["chi2_scaled"], rel=1e-6
    )
