"""The search for the optimum: its start, a second valley, many outcomes of one design."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.stats.multilevel.assembly import Assembly, assemble
from isop_analysis.stats.multilevel.descent import descend
from isop_analysis.stats.multilevel.fitting import infer
from isop_analysis.stats.multilevel.formula import parse_formula
from isop_analysis.stats.multilevel.one_variance import deviances_along
from isop_analysis.stats.multilevel.optimum import identity, minimise
from isop_analysis.stats.multilevel.refits import solve_many
from isop_analysis.stats.multilevel.scoring import scored, theta_of

GOLDEN = Path(__file__).parents[3] / "golden" / "multilevel"


def model_of(formula: str, name: str) -> Assembly:
    return assemble(parse_formula(formula), pd.read_csv(GOLDEN / name), {}, None)


@pytest.mark.parametrize(
    ("formula", "name"),
    [
        ("strength ~ 1 + (1 | batch) + (1 | sample)", "pastes.csv"),
        ("diameter ~ 1 + (1 | plate) + (1 | sample)", "penicillin.csv"),
        ("score ~ Machine + (1 | Worker)", "machines.csv"),
        ("Reaction ~ Days + (Days | Subject)", "sleepstudy.csv"),
    ],
)
def test_a_scoring_step_solves_balanced_data(formula: str, name: str) -> None:
    criterion = model_of(formula, name).criterion(True)
    for size in (0.0, 0.5, 3.0):
        T = scored(criterion, criterion.at(size * identity(criterion.layout)))
        assert T is not None
        theta = theta_of(criterion, T, 0.0)
        assert theta == pytest.approx(minimise(criterion).point.theta, abs=1e-8)


def test_a_search_needs_few_steps() -> None:
    slope = minimise(model_of("normexam ~ standLRT + sex + (standLRT | school)", "exam.csv").criterion(True))
    edge = minimise(
        model_of("normexam ~ standLRT + schavg + sex + (1 | school)", "exam_small.csv").criterion(True)
    )
    assert (slope.convergence.iterations, slope.convergence.restarts) == (3, 0)
    assert (edge.convergence.iterations, edge.convergence.restarts) == (1, 0)
    assert edge.point.theta[0] == 0


def test_the_lower_of_two_valleys_is_found() -> None:
    # One large and four small clusters, heavy tails: a minimum at θ = .49, and a lower one at 0.
    rng = np.random.default_rng(622)
    group = np.repeat(np.arange(5), [40, 2, 2, 2, 2])
    data = pd.DataFrame({"y": rng.standard_t(2, len(group)).round(2), "group": group})
    criterion = assemble(parse_formula("y ~ 1 + (1 | group)"), data, {}, None).criterion(False)
    trap = descend(criterion, np.array([0.5]))
    found = minimise(criterion)
    assert trap.holds
    assert trap.point.theta[0] == pytest.approx(0.489, abs=1e-3)
    assert trap.point.deviance - found.point.deviance == pytest.approx(0.574, abs=1e-3)
    assert found.point.theta[0] == 0
    assert found.convergence.restarts >= 1


@pytest.mark.parametrize("reml", [True, False])
def test_deviances_at_many_sizes_are_the_criterions_own(reml: bool) -> None:
    criterion = model_of("normexam ~ standLRT + (1 | school)", "exam.csv").criterion(reml)
    sizes = np.array([0.0, 0.3, 2.0])
    one_by_one = [criterion.at(np.array([size])).deviance for size in sizes]
    assert deviances_along(criterion, sizes) == pytest.approx(one_by_one, abs=1e-8)


@pytest.mark.parametrize("formula", ["y ~ dose + (1 | team)", "y ~ dose + wave + (1 | site/team)"])
@pytest.mark.parametrize("method", ["kenward-roger", "satterthwaite"])
def test_solutions_of_many_outcomes_are_those_of_fits(formula: str, method: str) -> None:
    teams = pd.read_csv(GOLDEN / "teams.csv").dropna()
    outcomes = np.random.default_rng(7).standard_normal((3, len(teams))) + 0.5 * teams["y"].to_numpy()
    first = isop.multilevel.fit(formula, teams)
    for outcome, solution in zip(outcomes, solve_many(first, outcomes), strict=True):
        alone = isop.multilevel.fit(formula, teams.assign(y=outcome), df=method)
        inference, _ = infer(solution, method)
        assert solution.beta == pytest.approx(alone.solution.beta, rel=1e-6, abs=1e-8)
        assert np.sqrt(np.diag(inference.covariance)) == pytest.approx(alone.coefficients["se"], rel=1e-5)
        df = [inference.df(contrast) for contrast in np.eye(len(solution.beta))]
        assert df == pytest.approx(alone.coefficients["df"], rel=1e-4)
        assert solution.singular == alone.singular
        assert solution.optimum.convergence.converged
        assert solution.fitted == pytest.approx(alone.solution.fitted, abs=1e-5)


def test_outcomes_of_another_length_are_refused() -> None:
    fitted = isop.multilevel.fit("strength ~ 1 + (1 | sample)", pd.read_csv(GOLDEN / "pastes.csv"))
    with pytest.raises(ValueError, match=r"^The outcomes have 5 values each, the fit 60 rows\.$"):
        next(solve_many(fitted, np.zeros((2, 5))))


def test_kenward_roger_is_the_exact_test_of_a_balanced_nested_design() -> None:
    # 12 sites × 2 teams × 7 persons: a site's predictor is tested exactly against the sites' mean square.
    rng = np.random.default_rng(11)
    team = np.repeat(np.arange(24), 7)
    site = team // 2
    frame = pd.DataFrame({"team": team, "site": site, "x": rng.standard_normal(12)[site]})
    frame["y"] = 2 * rng.standard_normal(12)[site] + rng.standard_normal(24)[team] + rng.standard_normal(168)
    fitted = isop.multilevel.fit("y ~ x + (1 | site/team)", frame)
    means = frame.groupby("site")[["x", "y"]].mean()
    slope, constant = np.polyfit(means["x"], means["y"], 1)
    residual = means["y"] - constant - slope * means["x"]
    se = np.sqrt((residual**2).sum() / 10 / ((means["x"] - means["x"].mean()) ** 2).sum())
    row = fitted.coefficients.iloc[1]
    assert not fitted.singular
    assert row["df"] == pytest.approx(10, abs=1e-6)
    assert [row["estimate"], row["se"]] == pytest.approx([slope, se], rel=1e-7)


def test_a_solution_keeps_its_own_outcome() -> None:
    teams = pd.read_csv(GOLDEN / "teams.csv").dropna()
    fitted = isop.multilevel.fit("y ~ dose + (1 | team)", teams)
    outcome = teams["y"].to_numpy()[::-1].copy()
    solution = next(solve_many(fitted, outcome))
    assert np.array_equal(solution.model.outcome, outcome)
    assert solution.model.fixed.base + solution.model.fixed.Q.T @ solution.model.fixed.rest == pytest.approx(
        solution.model.fixed.Q.T @ outcome, rel=1e-9
    )
