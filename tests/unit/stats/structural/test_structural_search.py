"""The search for the maximum: curvature in closed form, few steps, moments of rows with missing values."""

import numpy as np
import pandas as pd
import pytest
from structural_reference import data, reference, told

from isop_analysis.stats import structural
from isop_analysis.stats.structural.curves import negative_hessian
from isop_analysis.stats.structural.incomplete_moments import incomplete_moments, searched_moments
from isop_analysis.stats.structural.sample_moments import gaussian_loglik, patterns

CFA = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
EQUAL = "visual =~ a*x1 + a*x2 + x3\ntextual =~ b*x4 + x5 + b*x6\nvisual ~~ c*visual\ntextual ~~ c*textual"
NINE = [f"x{count}" for count in range(1, 10)]


def fitted(kind: str) -> structural.StructuralFit:
    if kind == "complete":
        return structural.fit(CFA, data("holzinger_swineford_1939"))
    if kind == "equal":
        return structural.fit(EQUAL, data("holzinger_swineford_1939"))
    if kind == "missing":
        return structural.fit(CFA, data("holzinger_missing"), missing="fiml")
    if kind == "groups":
        options = {"group": "school", "group_equal": ("loadings", "intercepts")}
        return structural.fit(CFA, data("holzinger_swineford_1939"), **options)
    return structural.fit(reference()["twolevel"]["model"], data("demo_twolevel"), cluster="cluster")


@pytest.mark.parametrize("kind", ["complete", "equal", "missing", "groups", "clusters"])
def test_gradient_and_observed_information_are_derivatives(kind):
    found = fitted(kind)
    model, errors = found.solved.model, np.sqrt(np.diag(found.covariance))
    theta = found.theta + 0.3 * errors * np.cos(np.arange(model.n_free))
    moves = np.diag(1e-4 * errors)
    rise = [(model.loglik(theta + move) - model.loglik(theta - move)) for move in moves]
    np.testing.assert_allclose(model.gradient(theta) * errors, np.array(rise) / 2e-4, atol=2e-4)
    numeric = negative_hessian(model.gradient, theta, 1 / errors**2) * np.outer(errors, errors)
    closed = model.observed_information(theta) * np.outer(errors, errors)
    assert np.abs(closed - numeric).max() < 1e-5 * np.abs(numeric).max()


@pytest.mark.parametrize("kind", ["complete", "equal", "missing", "groups", "clusters"])
def test_few_steps_end_where_the_gradient_vanishes(kind):
    found = fitted(kind)
    assert found.convergence.converged
    assert found.convergence.iterations <= 10
    slope = found.solved.model.slope(found.theta)
    assert slope.gradient @ np.linalg.solve(slope.information, slope.gradient) < 1e-12
    assert np.linalg.eigvalsh(slope.observed())[0] > 0


def test_units_of_the_data_change_nothing_but_units():
    plain = data("holzinger_swineford_1939")
    scale = 10.0 ** np.linspace(-4, 5, 9)
    scaled = structural.fit(CFA, plain.assign(**plain[NINE] * scale))
    own = structural.fit(CFA, plain)
    np.testing.assert_allclose(scaled.parameters["std_all"], own.parameters["std_all"], atol=1e-7)
    np.testing.assert_allclose(scaled.parameters["std_se"], own.parameters["std_se"], atol=1e-7)
    assert scaled.fit_indices["chi2"] == pytest.approx(own.fit_indices["chi2"], rel=1e-8)


def test_moments_of_rows_with_missing_values_are_the_maximum():
    values = data("holzinger_missing")[NINE].to_numpy() * 10.0 ** np.linspace(-3, 3, 9) + 100.0
    found = searched_moments(values, patterns(values))
    assert found.settled
    centred = [(kind.mean - found.moments.mean[kind.seen], kind) for kind in patterns(values)]
    gradient = np.zeros((9, 9))
    for off, kind in centred:
        inverse = np.linalg.inv(found.moments.covariance[np.ix_(kind.seen, kind.seen)])
        spread = kind.covariance + np.outer(off, off)
        gradient[np.ix_(kind.seen, kind.seen)] += kind.count * (inverse @ spread @ inverse - inverse)
    scale = np.sqrt(np.diag(found.moments.covariance))
    assert np.abs(gradient * np.outer(scale, scale)).max() < 1e-4


def test_moments_of_complete_rows_are_their_own():
    values = data("holzinger_swineford_1939")[NINE].to_numpy()
    found = incomplete_moments(values)
    np.testing.assert_allclose(found.covariance, np.cov(values.T, ddof=0), rtol=1e-12)
    full = structural.fit(CFA, data("holzinger_swineford_1939"))
    most = gaussian_loglik(301.0, found.covariance)
    assert full.fit_indices["chi2"] == pytest.approx(2 * (most - full.fit_indices["loglik"]), rel=1e-9)


def test_a_sum_of_others_is_refused_also_with_missing_values():
    random = np.random.default_rng(1)
    values = random.normal(size=(200, 1)) + random.normal(size=(200, 4))
    values[:, 3] = values[:, 1] + values[:, 2]
    values[random.random((200, 4)) < 0.1] = np.nan
    with pytest.raises(structural.Refused, match="'b', 'c', 'd' determine each other exactly"):
        structural.fit("f =~ a + b + c + d", pd.DataFrame(values, columns=list("abcd")), missing="fiml")


def test_moments_without_a_maximum_leave_chi_square_out():
    random = np.random.default_rng(8)
    values = random.normal(size=(24, 1)) + random.normal(size=(24, 6))
    values[random.random((24, 6)) < 0.5] = np.nan
    rows = pd.DataFrame(values, columns=list("abcdef")).dropna(how="all")
    assert not searched_moments(rows.to_numpy(), patterns(rows.to_numpy())).settled
    found = structural.fit("g =~ l*a + l*b + l*c + l*d + l*e + l*f", rows, missing="fiml")
    assert np.isnan(found.fit_indices["chi2"])
    assert any("few rows have its variables together" in note for note in told(found))
