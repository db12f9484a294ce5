"""The core against independent computations: dense algebra, finite differences, exact cases, statsmodels."""

import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.stats.multilevel.assembly import Assembly, assemble
from isop_analysis.stats.multilevel.formula import parse_formula

GOLDEN = Path(__file__).parents[3] / "golden" / "multilevel"
CROSSED = "y ~ dose + wave + prog + (1 + wave | person) + (wave || site) + (1 | role)"


def teams_model(formula: str) -> Assembly:
    return assemble(parse_formula(formula), pd.read_csv(GOLDEN / "teams.csv"), {}, None)


def dense_deviance(model: Assembly, theta: np.ndarray, reml: bool) -> float:
    """The criterion by its definition, with V as an n × n matrix."""
    V = np.eye(model.n)
    factors = [np.zeros_like(R) for R in model.whitenings]
    for value, item in zip(theta, model.layout.parameters, strict=True):
        factors[item.block][item.row, item.column] = value
    for block, R, factor in zip(model.layout.blocks, model.whitenings, factors, strict=True):
        half = block.matrix @ np.linalg.inv(R) @ factor
        V += (half @ half.T) * (block.codes[:, None] == block.codes)
    X, y, p = model.fixed.design.matrix, model.outcome, model.fixed.design.matrix.shape[1]
    XVX = X.T @ np.linalg.solve(V, X)
    beta = np.linalg.solve(XVX, X.T @ np.linalg.solve(V, y))
    r2, nu = (y - X @ beta) @ np.linalg.solve(V, y - X @ beta), model.n - p * reml
    extra = np.linalg.slogdet(XVX)[1] if reml else 0.0
    return float(np.linalg.slogdet(V)[1] + extra + nu * (1 + np.log(2 * np.pi * r2 / nu)))


@pytest.mark.parametrize("reml", [True, False])
@pytest.mark.parametrize("formula", [CROSSED, "y ~ dose + (dose | site)", "y ~ 1 + (1 | site/team)"])
def test_deviance_is_that_of_the_dense_marginal_model(formula: str, reml: bool) -> None:
    model = teams_model(formula)
    theta = np.random.default_rng(4).uniform(0.1, 1.2, len(model.layout.parameters))
    assert model.criterion(reml).at(theta).deviance == pytest.approx(
        dense_deviance(model, theta, reml), rel=1e-11
    )


@pytest.mark.parametrize("reml", [True, False])
def test_gradient_and_hessian_are_those_of_finite_differences(reml: bool) -> None:
    criterion = teams_model(CROSSED).criterion(reml)
    theta = np.random.default_rng(5).uniform(0.2, 1.1, len(criterion.layout.parameters))
    slopes, step = criterion.slopes(criterion.at(theta)), 1e-5
    for place, unit in enumerate(np.eye(len(theta)) * step):
        up, down = criterion.at(theta + unit), criterion.at(theta - unit)
        assert slopes.gradient[place] == pytest.approx(
            (up.deviance - down.deviance) / (2 * step), rel=1e-5, abs=1e-5
        )
        turned = (criterion.slopes(up).gradient - criterion.slopes(down).gradient) / (2 * step)
        assert slopes.hessian[place] == pytest.approx(turned, rel=1e-6, abs=1e-6)


def test_results_do_not_depend_on_units_or_on_where_the_zero_lies() -> None:
    data = pd.read_csv(GOLDEN / "sleepstudy.csv")
    plain = isop.multilevel.fit("Reaction ~ Days + (Days | Subject)", data)
    moved = data.assign(Days=2020 + data["Days"] / 365, Reaction=data["Reaction"] * 1000)
    far = isop.multilevel.fit("Reaction ~ Days + (Days | Subject)", moved)
    assert far.coefficients["estimate"][1] == pytest.approx(
        365_000 * plain.coefficients["estimate"][1], rel=1e-6
    )
    assert far.coefficients["df"][1] == pytest.approx(17, rel=1e-6)
    assert far.variances["variance"].iloc[-1] == pytest.approx(
        1e6 * plain.variances["variance"].iloc[-1], rel=1e-6
    )
    assert far.convergence.converged


@pytest.mark.parametrize("df", ["kenward-roger", "satterthwaite"])
def test_weights_in_a_balanced_design_have_exact_df(df: str) -> None:
    # The same weights in every cluster: the mean's variance is that of G independent cluster means, df G − 1.
    rng = np.random.default_rng(8)
    weights = np.tile([1.0, 2.0, 5.0, 3.0], 9)
    cluster = np.repeat(np.arange(9), 4)
    y = rng.normal(size=9)[cluster] + rng.normal(size=36) / np.sqrt(weights)
    fitted = isop.multilevel.fit(
        "y ~ 1 + (1 | g)", pd.DataFrame({"y": y, "g": cluster}), weights=weights, df=df
    )
    assert not fitted.singular
    assert fitted.coefficients["df"][0] == pytest.approx(8, rel=1e-8)


def test_a_weight_counts_as_so_many_rows_for_the_mean() -> None:
    data = pd.read_csv(GOLDEN / "dyestuff2.csv").assign(w=2.0)
    plain, heavy = (
        isop.multilevel.fit("Yield ~ 1 + (1 | Batch)", data, weights=weights) for weights in (None, "w")
    )
    assert heavy.coefficients["se"][0] == pytest.approx(plain.coefficients["se"][0], rel=1e-9)
    assert heavy.solution.sigma2 == pytest.approx(2 * plain.solution.sigma2, rel=1e-9)


def test_statsmodels_agrees_on_a_random_slope() -> None:
    import statsmodels.api as sm

    data = pd.read_csv(GOLDEN / "sleepstudy.csv")
    ours = isop.multilevel.fit("Reaction ~ Days + (Days | Subject)", data, df="normal")
    design = sm.add_constant(data[["Days"]])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of statsmodels, about its own search
        theirs = sm.MixedLM(data["Reaction"], design, data["Subject"], exog_re=design).fit(reml=True)
    assert ours.coefficients["estimate"].to_numpy() == pytest.approx(theirs.fe_params.to_numpy(), rel=1e-5)
    assert ours.coefficients["se"].to_numpy() == pytest.approx(theirs.bse_fe.to_numpy(), rel=1e-3)
    assert ours.loglik == pytest.approx(theirs.llf, rel=1e-7)
    assert ours.loglik >= theirs.llf - 1e-8


def test_leaving_a_saddle() -> None:
    # θ = 0 has zero gradient whatever the data: the check must see the downward curvature and start anew.
    from isop_analysis.stats.multilevel.descent import descend
    from isop_analysis.stats.multilevel.optimum import _other_starts, minimise

    criterion = teams_model("y ~ dose + (1 | site)").criterion(True)
    found = minimise(criterion).point.deviance
    stuck = descend(criterion, np.zeros(1))
    assert stuck.max_gradient == 0
    assert not stuck.holds
    away = descend(criterion, next(_other_starts(criterion, stuck)))
    assert away.holds
    assert away.point.deviance == pytest.approx(found, abs=1e-9)
    assert minimise(criterion, start=np.zeros(1)).point.deviance == pytest.approx(found, abs=1e-9)


def test_null_model_of_a_balanced_design_is_the_closed_form() -> None:
    # Balanced one-way: variance between = (MSB − MSW) / n.
    data = pd.read_csv(GOLDEN / "penicillin.csv")[["diameter", "plate"]]
    null = isop.multilevel.null_model("diameter", "plate", data)
    pastes = pd.read_csv(GOLDEN / "pastes.csv")
    nested = isop.multilevel.null_model("strength", ["sample"], pastes)
    means = pastes.groupby("sample")["strength"].mean()
    within = ((pastes["strength"] - pastes["sample"].map(means)) ** 2).sum() / 30
    between = (2 * means.var() - within) / 2
    assert nested.levels["variance"][0] == pytest.approx(between, rel=1e-8)
    assert nested.icc["sample"] == pytest.approx(between / (between + within), rel=1e-8)
    assert nested.design_effect["sample"] == pytest.approx(1 + nested.icc["sample"], rel=1e-8)
    assert null.clusters == {"plate": 24}
    assert null.levels["mean_size"][0] == 6


def test_fit_imports_no_statsmodels() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import isop_analysis as isop; isop.multilevel.fit; print('statsmodels' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
