"""Indirect effects and paths against unmeasured causes: closed forms, published numbers, samples by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats import structural
from isop_analysis.stats.structural.sensitivity.correlated_residuals import residual_correlation
from isop_analysis.stats.structural.sensitivity.robustness import Moments, robustness, robustness_value

SYNTAX = "m ~ a*x + z\ny ~ b*m + c*x + z\nind := a*b\ntot := c + a*b\ntwice := 2*a*b"


def people(n: int = 200, seed: int = 3) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    z, u = random.normal(size=(2, n))
    x = 0.5 * z + random.normal(size=n)
    m = 0.5 * x + 0.3 * z + 0.5 * u + random.normal(size=n)
    y = 0.3 * m + 0.2 * x + 0.4 * z + 0.5 * u + random.normal(size=n)
    return pd.DataFrame({"x": x, "z": z, "m": m, "y": y})


def least_squares(outcome: pd.Series, predictors: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    design = np.column_stack([np.ones(len(outcome)), predictors.to_numpy()])
    slopes = np.linalg.solve(design.T @ design, design.T @ outcome.to_numpy())
    return slopes, outcome.to_numpy() - design @ slopes


def closed_form(data: pd.DataFrame, rho: float) -> float:
    """Imai, Keele & Yamamoto (2010, Statistical Science 25, theorem 2), with a covariate."""
    first, of_mediator = least_squares(data["m"], data[["x", "z"]])
    _, of_outcome = least_squares(data["y"], data[["x", "z"]])
    seen = np.corrcoef(of_mediator, of_outcome)[0, 1]
    scale = of_outcome.std() / of_mediator.std()
    return float(first[1] * scale * (seen - rho * np.sqrt((1 - seen**2) / (1 - rho**2))))


@pytest.fixture(scope="module")
def found() -> structural.Confounding:
    fitted = structural.fit(SYNTAX, people())
    return structural.confounding(fitted, structural.indirect_chains(fitted)[0])[0]


@pytest.mark.parametrize(("estimator", "missing"), [("ML", "listwise"), ("MLR", "listwise"), ("ML", "fiml")])
def test_the_curve_of_a_saturated_model_is_the_closed_form(estimator, missing):
    data = people()
    fitted = structural.fit(SYNTAX, data, estimator, missing)
    curve = structural.confounding(fitted, ("x", "m", "y"))[0].curve
    assert [point.rho for point in curve.points] == pytest.approx(np.linspace(-0.9, 0.9, 19))
    expected = [closed_form(data, point.rho) for point in curve.points]
    assert [point.estimate for point in curve.points] == pytest.approx(expected, abs=1e-6)
    _, of_mediator = least_squares(data["m"], data[["x", "z"]])
    _, of_outcome = least_squares(data["y"], data[["x", "z"]])
    assert curve.zero_at == pytest.approx(np.corrcoef(of_mediator, of_outcome)[0, 1], abs=1e-5)


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
def test_without_correlation_the_interval_is_that_of_monte_carlo(estimator):
    fitted = structural.fit(SYNTAX, people(), estimator)
    curve = structural.confounding(fitted, ("x", "m", "y"))[0].curve
    start = next(point for point in curve.points if point.rho == 0)
    drawn = structural.monte_carlo(fitted).set_index("lhs").loc["ind"]
    assert (start.low, start.high) == pytest.approx((drawn["ci_low"], drawn["ci_high"]), abs=1e-9)
    assert start.estimate == pytest.approx(drawn["estimate"])


def test_the_interval_at_a_correlation_is_that_of_samples_by_hand(found):
    """The closed form on 1000 samples of people at ρ = .3 spreads as the information along the tie says."""
    data, random = people(), np.random.default_rng(1)
    drawn = [closed_form(data.iloc[random.integers(0, len(data), len(data))], 0.3) for _ in range(1000)]
    point = next(point for point in found.curve.points if point.rho == 0.3)
    assert (point.low, point.high) == pytest.approx(np.quantile(drawn, [0.025, 0.975]), abs=0.015)


def test_where_the_interval_reaches_zero(found):
    curve = found.curve
    assert 0 < curve.open_at < curve.zero_at
    fitted = structural.fit(SYNTAX, people())
    model = residual_correlation(fitted, "m", "y", 0)
    from isop_analysis.stats.structural.sensitivity.curve import point_at

    point = point_at(model, found.chain, curve.open_at)
    assert point is not None
    assert point.low == pytest.approx(0.0, abs=2e-4)


def test_an_effect_that_is_open_is_so_without_any_correlation():
    data = people()
    random = np.random.default_rng(9)
    data["m"] = random.normal(size=len(data))
    fitted = structural.fit(SYNTAX, data)
    assert structural.confounding(fitted, ("x", "m", "y"))[0].curve.open_at == 0


def test_a_restricted_model_is_maximised_along_the_tie():
    """With c = 0 the likelihood tells of ρ; the fit at each ρ is the best of all covariances that make it."""
    data = people()
    fitted = structural.fit("m ~ a*x + z\ny ~ b*m + z\nind := a*b", data)
    at = residual_correlation(fitted, "m", "y", 0).at(0.25)
    assert at is not None

    def held(covariance: float) -> tuple[float, float]:
        other = structural.fit(f"m ~ x + z\ny ~ m + z\nm ~~ {float(covariance)!r}*y", data)
        rows = other.parameters.set_index(["lhs", "op", "rhs"])["estimate"]
        spread = rows["m", "~~", "m"] * rows["y", "~~", "y"]
        return float(covariance / np.sqrt(spread)), float(other.fit_indices["loglik"])

    low, high = 0.1, 0.6
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if held(middle)[0] < 0.25 else (low, middle)
    rho, loglik = held(low)
    assert rho == pytest.approx(0.25, abs=1e-9)
    names = list(fitted.covariance.index)
    spread = at.theta[names.index("m ~~ m")] * at.theta[names.index("y ~~ y")]
    model = residual_correlation(fitted, "m", "y", 0).model
    ours = model.loglik(np.append(at.theta, 0.25 * np.sqrt(spread))) - fitted.solved.evidence.exogenous_loglik
    # a covariance that is held while variances move leaves the tie, and so falls short of its maximum
    assert 0 <= ours - loglik < 0.05


def test_an_unmeasured_cause_that_is_left_out_makes_the_correlation_that_it_should():
    """With u measured the effect is right; without it, at the correlation that u makes, it is that again."""
    random = np.random.default_rng(11)
    n = 20_000
    u, x = random.normal(size=(2, n))
    m = 0.5 * x + 0.6 * u + random.normal(size=n)
    y = 0.4 * m + 0.1 * x + 0.6 * u + random.normal(size=n)
    data = pd.DataFrame({"x": x, "m": m, "y": y})
    fitted = structural.fit("m ~ a*x\ny ~ b*m + c*x\nind := a*b", data)
    share = 0.36 / 1.36
    curve = structural.confounding(fitted, ("x", "m", "y"))[0]
    from isop_analysis.stats.structural.sensitivity.curve import point_at

    point = point_at(residual_correlation(fitted, "m", "y", 0), curve.chain, share)
    assert point is not None
    assert point.estimate == pytest.approx(0.2, abs=0.015)


def test_latent_mediators_and_two_levels():
    data = people(400)
    random = np.random.default_rng(2)
    for name in ("m1", "m2", "m3"):
        data[name] = data["m"] + random.normal(size=len(data))
    fitted = structural.fit("f =~ m1 + m2 + m3\nf ~ a*x + z\ny ~ b*f + c*x + z\nind := a*b", data)
    chain = structural.indirect_chains(fitted)[0]
    assert chain.variables == ("x", "f", "y")
    latent = structural.confounding(fitted, chain)[0]
    plain = structural.confounding(structural.fit(SYNTAX, data), ("x", "m", "y"))[0]
    assert latent.curve.zero_at == pytest.approx(plain.curve.zero_at, abs=0.06)
    team = np.repeat(np.arange(50), 8)
    base = random.normal(size=(50, 3))
    data = data.assign(team=team, m=data["m"] + base[team, 0], y=data["y"] + base[team, 1])
    text = (
        "level: 1\nm ~ aw*x\ny ~ bw*m + cw*x\nlevel: 2\nm ~ ab*x\ny ~ bb*m + cb*x\nwi := aw*bw\nbe := ab*bb"
    )
    levels = structural.fit(text, data, cluster="team")
    within, between = structural.indirect_chains(levels)
    assert (within.block, between.block) == (0, 1)
    own = structural.confounding(levels, within)[0]
    assert own.level == 1
    assert 0.1 < own.curve.zero_at < 0.6
    assert own.standings[0].robustness.df == 400 - 50 - 1


def test_only_products_of_a_chain_are_indirect_effects():
    fitted = structural.fit(SYNTAX, people())
    (chain,) = structural.indirect_chains(fitted)
    assert (chain.name, chain.variables) == ("ind", ("x", "m", "y"))
    data = people().assign(w=lambda own: own["y"] + np.random.default_rng(1).normal(size=len(own)))
    longer = structural.fit("m ~ a*x\ny ~ b*m\nw ~ d*y\nabd := d*a*b\nbad := a*d", data)
    (chain,) = structural.indirect_chains(longer)
    assert chain.variables == ("x", "m", "y", "w")
    both = structural.confounding(longer, chain)
    assert [(one.mediator, one.outcome) for one in both] == [("m", "y"), ("y", "w")]


def test_an_unmeasured_cause_as_strong_as_a_covariate(found):
    data = people()
    of_mediator = partial_r2(data, "m", "z", ["x"])
    of_outcome = partial_r2(data, "y", "z", ["m", "x"])
    compared = found.compared
    assert compared is not None
    assert (compared.covariate, compared.of_mediator) == ("z", pytest.approx(of_mediator))
    assert compared.of_outcome == pytest.approx(of_outcome)
    assert compared.rho == pytest.approx(np.sqrt(of_mediator * of_outcome))
    assert compared.point is not None
    assert compared.point.estimate == pytest.approx(closed_form(data, compared.rho), abs=1e-6)


def partial_r2(data: pd.DataFrame, effect: str, name: str, others: list[str]) -> float:
    _, without = least_squares(data[effect], data[others])
    _, given = least_squares(data[effect], data[[*others, name]])
    return float(1 - (given @ given) / (without @ without))


def test_robustness_values_of_the_published_example():
    """Cinelli & Hazlett (2020, table 1): Darfur, t = 4.18 on 783 degrees of freedom."""
    f = 4.184445 / np.sqrt(783)
    assert f**2 / (1 + f**2) == pytest.approx(0.0219, abs=5e-5)
    assert robustness_value(f, 783) == pytest.approx(0.1388, abs=5e-5)
    assert robustness_value(f, 783, 0.05) == pytest.approx(0.0763, abs=5e-5)
    assert robustness_value(0.01, 783, 0.05) == 0
    # with very large f the interval's value has a form of its own, that joins the other one
    values = [robustness_value(own, 20, 0.05) for own in (2.0, 2.1, 2.2, 2.3, 5.0)]
    assert values == sorted(values)


def test_a_robustness_value_takes_the_slope_away():
    """A cause that explains that share of both ends, made by hand, leaves a slope of zero."""
    moments = Moments(("x", "y", "z"), np.array([[1.0, 0.5, 0.3], [0.5, 1.5, 0.4], [0.3, 0.4, 1.0]]))
    slope = np.linalg.solve(moments.covariance[np.ix_([0, 2], [0, 2])], moments.covariance[[0, 2], 1])[0]
    own = robustness(moments, "x", "y", ["z"], float(slope), 97.0, ["z"])
    spread = moments.residual_variance("x", ["z"])
    rest = moments.residual_variance("y", ["x", "z"])
    share = own.value
    bias = np.sqrt(share * share / (1 - share)) * np.sqrt(rest / spread)
    assert bias == pytest.approx(slope)
    assert own.t == pytest.approx(slope / np.sqrt(rest / spread / 97))


def test_t_of_a_path_is_that_of_least_squares(found):
    data = people()
    design = np.column_stack([np.ones(200), data[["m", "x", "z"]]])
    slopes, residuals = least_squares(data["y"], data[["m", "x", "z"]])
    errors = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * (residuals @ residuals) / 196)
    standing = {(one.cause, one.effect): one.robustness for one in found.standings}
    assert set(standing) == {("x", "m"), ("m", "y"), ("x", "y")}
    assert standing["m", "y"].t == pytest.approx(slopes[1] / errors[1])
    assert standing["x", "y"].t == pytest.approx(slopes[2] / errors[2])
    assert standing["m", "y"].df == 196


def test_a_cause_as_strong_as_a_covariate_in_the_published_example():
    """Ibid.: a cause as strong as 'female' (partial R² .0091 with the treatment, .1246 with the outcome).

    It leaves .0752 [.0323, .1182] of .0973 (standard error .0233, 783 degrees of freedom).
    """
    estimate, error, df = 0.09731582, 0.02325654, 783.0
    # moments in which the covariate has just these shares: x and z, and y with what they leave
    of_cause = 0.00907885
    cross = np.sqrt(of_cause)
    spread = 1 - of_cause
    rest = error**2 * df * spread
    others = rest / (1 - 0.109093)
    slope_z = np.sqrt((others - rest) / (1 - of_cause))
    covariance = np.array([[1.0, 0.0, cross], [0.0, 0.0, 0.0], [cross, 0.0, 1.0]])
    weights = np.array([estimate, 0.0, slope_z])
    covariance[1, [0, 2]] = covariance[[0, 2], 1] = (covariance @ weights)[[0, 2]]
    covariance[1, 1] = (
        weights @ covariance[[0, 1, 2]][:, [0, 1, 2]] @ np.array([estimate, 0.0, slope_z]) + rest
    )
    own = robustness(Moments(("x", "y", "z"), covariance), "x", "y", ["z"], estimate, df, ["z"])
    assert own.bound is not None
    assert own.bound.of_cause == pytest.approx(of_cause)
    assert own.bound.of_effect == pytest.approx(0.109093)
    assert own.bound.estimate == pytest.approx(0.07522, abs=1e-4)
    assert (own.bound.low, own.bound.high) == pytest.approx((0.03228, 0.11816), abs=2e-4)


def moments_of(rows: dict[str, list[float]]) -> Moments:
    return Moments(tuple(rows), np.cov(np.array(list(rows.values()), dtype=float), bias=True))


def test_an_effect_that_its_causes_determine_stands_against_all_that_is_unmeasured():
    """Nothing is left for an unmeasured cause to explain: f → ∞, and both values → 1 (eq. 5 and 7)."""
    x, z = [0, 1, 2, 3, 4, 5], [1, -1, 0, 0, 2, 1]
    exact = moments_of({"x": x, "z": z, "y": [2 * a + b for a, b in zip(x, z, strict=True)]})
    own = robustness(exact, "x", "y", ["z"], 2.0, 3.0, ["z"])
    assert (own.t, own.partial_r2, own.value, own.value_interval) == (np.inf, 1, 1, 1)
    assert own.bound is None
    assert robustness(exact, "x", "y", ["z"], -2.0, 3.0, ["z"]).t == -np.inf
    assert [robustness_value(f, 50) for f in (1e5, 1e8, 1e12)] == pytest.approx([1, 1, 1])


def test_a_cause_that_covariates_determine_says_nothing_of_its_own():
    """Nothing of the cause is left beside the covariates, so that its partial R² is 0."""
    exact = moments_of({"x": [0, 1, 2, 3], "z": [1, 3, 5, 7], "y": [1, 0, 2, 5]})
    own = robustness(exact, "x", "y", ["z"], 0.7, 1.0, ["z"])
    assert (own.t, own.partial_r2, own.value, own.value_interval) == (0, 0, 0, 0)
    assert own.bound is None


def test_a_slope_of_zero_needs_no_unmeasured_cause():
    exact = moments_of({"x": [0, 1, 2, 3], "z": [1, 0, 0, 1], "y": [2, 0, 0, 2]})
    own = robustness(exact, "x", "y", ["z"], 0.0, 1.0, [])
    assert (own.t, own.partial_r2, own.value, own.value_interval) == (0, 0, 0, 0)


def test_an_interval_without_degrees_of_freedom_holds_zero():
    moments = Moments(("x", "y"), np.array([[1.0, 0.5], [0.5, 1.0]]))
    for df in (1.0, 0.0, -2.0):
        own = robustness(moments, "x", "y", [], 0.5, df, [])
        assert own.value_interval == 0
        assert own.value == pytest.approx(robustness_value(0.5 / np.sqrt(0.75), 100))
        assert np.isfinite(own.t)


@pytest.mark.parametrize("seed", range(300))
def test_any_moments_have_a_robustness(seed):
    """Covariances of any rank, variables that others determine, and variances of nothing."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(2, 6))
    loadings = rng.normal(size=(size, int(rng.integers(1, size + 2)))).round(int(rng.integers(0, 3)))
    loadings[rng.random(size) < 0.1] = 0
    names = tuple("xyzuv"[:size])
    moments = Moments(names, loadings @ loadings.T)
    covariates = list(names[2:])
    estimate = float(rng.choice([0.0, 1.0, -0.4]))
    own = robustness(moments, "x", "y", covariates, estimate, float(rng.integers(-1, 30)), covariates)
    assert not np.isnan(own.t)
    assert 0 <= own.value_interval <= own.value <= 1
    assert 0 <= own.partial_r2 <= 1
    if own.bound is not None:
        shares = (own.bound.of_cause, own.bound.of_effect)
        assert all(0 <= share < 1 for share in shares)
        assert not np.isnan([own.bound.estimate, own.bound.low, own.bound.high]).any()


def test_what_is_refused():
    fitted = structural.fit(SYNTAX, people())
    with pytest.raises(Refused, match="The model has no path from 'z' to 'x'; expected a line 'x ~ z'"):
        structural.confounding(fitted, ("z", "x", "y"))
    with pytest.raises(Refused, match="'w' explains nothing that the effect runs through"):
        structural.confounding(fitted, ("x", "m", "y"), "w")
    data = people().assign(v=lambda own: own["z"])
    tied = structural.fit(
        "m ~ a*x\ny ~ c*x\nw ~ d*y\nm ~~ y\nx2 ~ m", data.assign(w=data["y"] ** 2, x2=data["m"] ** 3)
    )
    with pytest.raises(Refused, match="no path from 'm' to 'y'"):
        structural.confounding(tied, ("x", "m", "y"))
    fixed = structural.fit("m ~ a*x\ny ~ b*m + c*x\nm ~~ 0*y", people())
    with pytest.raises(Refused, match="The model already has 'm ~~ y'; expected a path and no covariance"):
        structural.confounding(fixed, ("x", "m", "y"))


def test_a_fit_on_a_bound_is_refused():
    bound = Reason("parameter_there", name="m ~~ m", in_group=None, level=None)
    fitted = replace(structural.fit(SYNTAX, people()), on_bound=(bound,))
    with pytest.raises(Refused, match="m ~~ m stands on a bound"):
        structural.confounding(fitted, ("x", "m", "y"))
