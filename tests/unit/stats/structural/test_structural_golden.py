"""Single-level models against lavaan (tests/golden/structural/reference.json)."""

import pytest
from structural_reference import assert_fit, assert_parameters, assert_standardised, data, reference, told

from isop_analysis.stats import structural

CFA = reference()["cfa_ml"]["model"]
STEPS = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}


def test_factor_model_by_ml():
    expected = reference()["cfa_ml"]
    fitted = structural.fit(CFA, data("holzinger_swineford_1939"))
    assert_parameters(expected["parameters"], fitted)
    assert_fit(expected["fit"], fitted)
    assert_standardised(expected["standardized"], fitted)
    assert (fitted.n, fitted.n_dropped, fitted.clusters) == (301, 0, 0)
    assert fitted.convergence.converged
    assert fitted.convergence.gradient < 1e-6
    assert fitted.admissible
    assert fitted.notes == ()


def test_structural_model_with_indirect_effect():
    expected = reference()["political_democracy"]
    fitted = structural.fit(expected["model"], data("political_democracy"))
    assert_parameters(expected["parameters"], fitted)
    assert_fit(expected["fit"], fitted)
    assert_standardised(expected["standardized"], fitted)
    indirect = fitted.parameters.query("lhs == 'indirect'").iloc[0]
    assert (indirect["op"], indirect["rhs"], indirect["label"]) == (":=", "a*b", "indirect")


def test_explained_variances():
    """1 minus the standardised residual variance that lavaan gives."""
    expected = reference()["political_democracy"]["standardized"]
    fitted = structural.fit(reference()["political_democracy"]["model"], data("political_democracy"))
    residuals = {
        lhs: value
        for lhs, op, rhs, value in zip(
            expected["lhs"], expected["op"], expected["rhs"], expected["est.std"], strict=True
        )
        if op == "~~" and lhs == rhs
    }
    shares = fitted.r2.set_index("variable")["r2"]
    assert "ind60" not in shares
    assert shares["dem65"] == pytest.approx(1 - residuals["dem65"], abs=1e-5)
    assert shares["y1"] == pytest.approx(1 - residuals["y1"], abs=1e-5)


def test_full_information_with_missing_values():
    expected = reference()["cfa_fiml"]
    fitted = structural.fit(CFA, data("holzinger_missing"), missing="fiml")
    assert_parameters(expected["parameters"], fitted)
    assert_fit(expected["fit"], fitted)
    assert (fitted.n, fitted.n_dropped) == (301, 0)


@pytest.mark.parametrize("step", STEPS)
def test_invariance_over_schools(step):
    expected = reference()["invariance_school"][step]
    fitted = structural.fit(CFA, data("holzinger_swineford_1939"), group="school", group_equal=STEPS[step])
    assert_parameters(expected["parameters"], fitted)
    assert_fit(expected["fit"], fitted)
    assert fitted.groups == ("Pasteur", "Grant-White")


def test_growth_with_predictors_that_vary_and_do_not():
    expected = reference()["growth"]
    fitted = structural.fit(expected["model"], data("demo_growth"))
    assert_parameters(expected["parameters"], fitted)
    assert_fit(expected["fit"], fitted)


def test_random_intercept_cross_lagged_panel_says_it_is_inadmissible():
    expected = reference()["ri_clpm"]
    fitted = structural.fit(expected["model"], data("demo_growth"))
    assert_parameters(expected["parameters"], fitted)
    assert_fit(expected["fit"], fitted)
    assert fitted.convergence.converged is expected["converged"] is True
    assert fitted.admissible is expected["admissible"] is False
    assert told(fitted) == (
        "The variance of 'rt' is estimated below zero (a Heywood case): the solution is inadmissible",
    )
