"""What a design can find: against closed forms, against full refits, against itself."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq
from scipy.special import nctdtr
from scipy.stats import t

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel import fit, power
from isop_analysis.stats.multilevel.assembly import assemble
from isop_analysis.stats.multilevel.design_power import design_power
from isop_analysis.stats.multilevel.formula import parse_formula
from isop_analysis.stats.multilevel.kenward_roger import kenward_roger
from isop_analysis.stats.multilevel.refits import solve_many
from isop_analysis.stats.multilevel.truth import drawn, truth_of


def balanced(teams: int, size: int) -> pd.DataFrame:
    """A predictor of teams and one of persons with mean 0 in each team, both of variance 1."""
    between, within = np.arange(teams) - (teams - 1) / 2, np.arange(size) - (size - 1) / 2
    return pd.DataFrame(
        {
            "team": np.repeat([f"t{place:02d}" for place in range(teams)], size),
            "of_team": np.repeat(between / between.std(), size),
            "of_person": np.tile(within / within.std(), teams),
        }
    )


def three_levels(seed: int = 3) -> pd.DataFrame:
    """Persons in 20 teams, some of them in two, at up to three occasions; half of the answers are missing."""
    rng = np.random.default_rng(seed)
    person, occasion = np.divmod(np.arange(140 * 3), 3)
    team = np.where((person % 10 == 0) & (occasion == 2), (person // 7 + 1) % 20, person // 7)
    frame = pd.DataFrame({"person": person.astype(str), "team": team.astype(str), "time": occasion * 1.0})
    frame["dose"] = rng.random(20)[team] + 0.4 * rng.standard_normal(len(frame))
    frame["role"] = np.where(person % 3 == 0, "future", "working")
    return frame[rng.random(len(frame)) < 0.5].reset_index(drop=True)


def exact_smallest(se: float, df: int, target: float) -> float:
    """The effect at which a t test with this standard error has the power: noncentral t, in its direction."""
    critical = t.ppf(0.975, df)
    return float(brentq(lambda size: 1 - nctdtr(df, size / se, critical) - target, 0.0, 10 * se))


@pytest.mark.parametrize(("teams", "size"), [(24, 7), (12, 20)])
def test_balanced_two_levels_have_the_closed_form(teams: int, size: int) -> None:
    tau2, sigma2 = 0.25, 0.75
    found = power(
        "y ~ of_team + of_person + (1 | team)",
        balanced(teams, size),
        {"team": tau2, "Residual": sigma2},
        seed=1,
        replications=2000,
    )
    expected = {
        "of_team": (np.sqrt((tau2 + sigma2 / size) / teams), teams - 2),
        "of_person": (np.sqrt(sigma2 / (teams * size)), teams * size - teams - 1),
    }
    assert found.singular < 0.02
    for term, (se, df) in expected.items():
        one = found[term]
        assert one.se == pytest.approx(se, rel=1e-9)
        assert one.df == pytest.approx(df, rel=1e-6)
        assert one.closed_form() == pytest.approx((t.ppf(0.975, df) + t.ppf(0.8, df)) * se, rel=1e-6)
        smallest = one.smallest(0.80)
        exact = exact_smallest(se, df, 0.80)
        assert abs(smallest.effect - exact) < 4 * smallest.monte_carlo_se + 0.002 * exact
        assert smallest.monte_carlo_se < 0.006 * exact
        assert one.chance(0).power == pytest.approx(0.05, abs=0.003)


def test_an_effect_shifts_the_coefficient_and_nothing_else() -> None:
    frame = three_levels()
    rng = np.random.default_rng(5)
    null = rng.standard_normal(20)[frame["team"].astype(int)] * 0.4 + rng.standard_normal(len(frame))
    formula, size = "y ~ dose + time + role + (1 | team) + (1 | person)", 0.37
    before = fit(formula, frame.assign(y=null)).coefficients.set_index("term")
    after = fit(formula, frame.assign(y=null + size * frame["dose"])).coefficients.set_index("term")
    shift = pd.Series(0.0, before.index)
    shift["dose"] = size
    assert after["estimate"].to_numpy() == pytest.approx((before["estimate"] + shift).to_numpy(), abs=2e-6)
    assert after["se"].to_numpy() == pytest.approx(before["se"].to_numpy(), rel=2e-6)
    assert after["df"].to_numpy() == pytest.approx(before["df"].to_numpy(), rel=2e-5)


def test_the_curve_is_the_share_of_full_fits_that_find_the_effect() -> None:
    frame, variances = balanced(12, 5), {"team": 0.1, "Residual": 0.9}
    formula, size, count = "y ~ of_team + (1 | team)", 0.45, 400
    model = assemble(parse_formula(formula), frame.assign(y=np.arange(60.0) % 7), {}, None)
    Y = drawn(model, truth_of(model.layout, variances), count, np.random.default_rng(11))
    first = fit(formula, frame.assign(y=Y[0] + size * frame["of_team"]))
    hits = 0
    for solution in solve_many(first, Y + size * frame["of_team"].to_numpy()):
        kr = kenward_roger(solution.model.criterion(True), solution.optimum.point, model.fixed.R_inverse)
        limit = t.ppf(0.975, kr.df(np.array([0.0, 1.0])))
        hits += abs(solution.beta[1]) > limit * np.sqrt(kr.covariance[1, 1])
    chance = power(formula, frame, variances, seed=2, replications=1000)["of_team"].chance(size)
    counted = hits / count
    assert 0.5 < counted < 0.95
    assert abs(counted - chance.power) < 3.3 * np.sqrt(counted * (1 - counted) / count)
    assert chance.monte_carlo_se < 0.5 * np.sqrt(chance.power * (1 - chance.power) / 1000)


@pytest.mark.parametrize(
    ("formula", "variances", "term", "within"),
    [
        ("y ~ dose + (1 | team)", {"team": 0.1, "Residual": 0.9}, "dose", 0.002),
        (
            "y ~ dose + time + (1 | team) + (1 | person)",
            {"team": 0.05, "person": 0.3, "Residual": 0.6},
            "dose",
            0.004,
        ),
        (
            "y ~ time * role + (1 + time | team) + (1 | person)",
            {"team": {"(Intercept)": 0.1, "time": 0.05}, "person": 0.3, "Residual": 0.6},
            "time:roleworking",
            0.006,
        ),
    ],
)
def test_the_lattice_meets_full_restricted_likelihood(
    formula: str, variances: dict[str, float], term: str, within: float
) -> None:
    frame = three_levels()
    count, rng = 120, np.random.default_rng(7)
    model = assemble(parse_formula(formula), frame.assign(y=rng.standard_normal(len(frame))), {}, None)
    truth = truth_of(model.layout, variances)
    one = design_power(model, truth, seed=9, terms=[term], replications=count)
    Y = drawn(model, truth, count, np.random.default_rng(9))
    first = fit(formula, frame.assign(y=Y[0]))
    place = first.terms.index(term)
    contrast = np.eye(len(first.terms))[place]
    critical, singular = np.empty(count), np.empty(count)
    for number, solution in enumerate(solve_many(first, Y)):
        kr = kenward_roger(solution.model.criterion(True), solution.optimum.point, model.fixed.R_inverse)
        critical[number] = t.ppf(0.975, kr.df(contrast)) * np.sqrt(kr.covariance[place, place])
        singular[number] = solution.singular
    assert one.not_converged == 0
    assert np.abs(one[term].critical / critical - 1).mean() < 2.5 * within
    assert one.singular == pytest.approx(singular.mean(), abs=0.05)
    effect = one[term].smallest().effect
    exact = type(one[term])(one[term].deviation, critical, one[term].spread, 0.0, 0.0, 0.05)
    assert one[term].chance(effect).power == pytest.approx(exact.chance(effect).power, abs=within)


def test_its_monte_carlo_error_is_what_seeds_differ_by() -> None:
    runs = [
        power(
            "y ~ dose + time + (1 | team) + (1 | person)",
            three_levels(),
            {"team": 0.1, "person": 0.3, "Residual": 0.6},
            seed=seed,
            terms=["dose"],
            replications=100,
        )["dose"].smallest()
        for seed in range(16)
    ]
    told = np.mean([one.monte_carlo_se for one in runs])
    assert np.std([one.effect for one in runs], ddof=1) == pytest.approx(told, rel=0.5)


def test_the_same_seed_gives_the_same_numbers_and_more_power_needs_more_effect() -> None:
    runs = [
        power("y ~ of_team + (1 | team)", balanced(12, 5), {"team": 0.1, "Residual": 0.9}, seed=4)
        for _ in range(2)
    ]
    pd.testing.assert_frame_equal(runs[0].table(), runs[1].table(), check_exact=True)
    one = runs[0]["of_team"]
    assert one.smallest(0.5).effect < one.smallest(0.8).effect < one.smallest(0.95).effect
    curve = one.curve([0.0, 0.2, 0.4, 0.8])
    assert list(curve.columns) == ["effect", "power", "monte_carlo_se"]
    assert curve["power"].is_monotonic_increasing
    assert one.chance(-0.4).power == pytest.approx(one.chance(0.4).power, abs=1e-12)


def test_rows_without_the_outcome_are_no_part_of_the_design() -> None:
    frame = balanced(12, 6)
    frame["y"] = np.where(np.arange(72) % 6 == 5, np.nan, 1.0)
    variances = {"team": 0.1, "Residual": 0.9}
    found = power("y ~ of_team + (1 | team)", frame, variances, seed=4)
    kept = power("y ~ of_team + (1 | team)", frame.dropna().drop(columns="y"), variances, seed=4)
    assert (found.n, found.clusters, found.replications) == (60, {"team": 12}, 500)
    pd.testing.assert_frame_equal(found.table(), kept.table(), rtol=1e-10)


def test_a_fit_gives_its_own_variances_correlated_slopes_included() -> None:
    frame = three_levels()
    rng = np.random.default_rng(2)
    frame["y"] = rng.standard_normal((20, 2))[frame["team"].astype(int)] @ [0.5, 0] + rng.standard_normal(
        len(frame)
    )
    frame["y"] += rng.standard_normal(20)[frame["team"].astype(int)] * frame["time"]
    fitted = fit("y ~ dose + time + (1 + time | team)", frame)
    found = power(fitted.formula, frame, fitted.variances, seed=1, replications=100)
    assert found["dose"].se == pytest.approx(
        float(fitted.coefficients.set_index("term")["se"]["dose"]), rel=1e-4
    )


def test_weights_and_large_sample_degrees_of_freedom() -> None:
    frame = balanced(16, 6).assign(w=lambda one: 1.0 + (np.arange(len(one)) % 3))
    variances = {"team": 0.2, "Residual": 0.8}
    found = power("y ~ of_team + (1 | team)", frame, variances, seed=1, weights="w", df="normal")
    small = power("y ~ of_team + (1 | team)", frame, variances, seed=1, weights="w")
    assert np.isinf(found["of_team"].df)
    assert found["of_team"].smallest().effect < small["of_team"].smallest().effect
    fitted = fit("y ~ of_team + (1 | team)", frame.assign(y=np.sin(np.arange(96.0))), weights="w")
    theta = truth_of(fitted.solution.model.layout, variances).theta(fitted.solution.model)
    point = fitted.solution.model.criterion(True).at(theta)
    R = fitted.solution.model.fixed.R_inverse
    assert found["of_team"].spread == pytest.approx(np.sqrt(0.8 * (R @ point.inverse @ R.T)[1, 1]), rel=1e-9)


@pytest.mark.parametrize(
    ("variances", "sentence"),
    [
        (
            {"team": 0.1},
            "No variance is given for the residual: a simulation needs one for each random effect",
        ),
        (
            {"Residual": 0.9},
            "No variance is given for '(Intercept)' over 'team': a simulation needs one for each random "
            "effect",
        ),
        (
            {"team": 0.1, "teem": 0.1, "Residual": 1.0},
            "A variance is given for '(Intercept)' over 'teem', which the formula does not have, did you "
            "mean 'team'? (it has 'Residual', 'team')",
        ),
        ({"team": 0.1, "Residual": 0.0}, "The residual variance is 0: expected a number above 0"),
        (
            {"team": -0.1, "Residual": 1.0},
            "The variances over 'team' are no variances (the least is -0.1): expected numbers of at least 0, "
            "with correlations from −1 to 1",
        ),
    ],
)
def test_variances_that_do_not_fit_are_refused(variances: dict[str, float], sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        power("y ~ of_team + (1 | team)", balanced(8, 4), variances, seed=1)
    assert str(refusal.value) == sentence


def test_an_unknown_term_is_refused_and_an_unknown_method_is_an_error() -> None:
    variances = {"team": 0.1, "Residual": 0.9}
    with pytest.raises(Refused, match="There is no coefficient 'of_teams', did you mean 'of_team'"):
        power("y ~ of_team + (1 | team)", balanced(8, 4), variances, seed=1, terms=["of_teams"])
    with pytest.raises(ValueError, match="df is 'kr': expected one of"):
        power("y ~ of_team + (1 | team)", balanced(8, 4), variances, seed=1, df="kr")  # type: ignore[arg-type]
    found = power("y ~ of_team + (1 | team)", balanced(8, 4), variances, seed=1, replications=20)
    with pytest.raises(Refused, match="There is no coefficient 'dose'"):
        found["dose"]
