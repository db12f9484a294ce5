"""What a reviewer asks, against R: variance tests (RLRsim), means and slopes (emmeans), random effects and
influence (lme4), residuals (car, psych), bootstrap, standardised coefficients, ICC intervals, the R² split.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.likelihood_ratio.finite_sample import eigenvalues, null_draws

GOLDEN = Path(__file__).parents[3] / "golden" / "multilevel"
R = json.loads((GOLDEN / "review_r.json").read_text())
ml = isop.multilevel


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(GOLDEN / f"{name}.csv")


@pytest.fixture(scope="module")
def complete() -> pd.DataFrame:
    return read("teams").dropna()


@pytest.fixture(scope="module")
def teams_fit(complete: pd.DataFrame) -> ml.Fit:
    return ml.fit(R["margins"]["formula"], complete)


def agrees(ours: object, theirs: object, rtol: float = 1e-5, atol: float = 1e-8) -> None:
    np.testing.assert_allclose(np.asarray(ours, dtype=float), np.asarray(theirs, dtype=float), rtol, atol)


# Variance tests


@pytest.mark.parametrize("golden", R["variance"]["quantiles"], ids=lambda golden: golden["data"])
def test_null_distribution_of_a_variance(golden: dict) -> None:
    """Shares above RLRsim's quantiles are the nominal ones, within four standard errors of 100,000 draws."""
    fit = ml.fit(golden["formula"], read(golden["data"]), df="normal")
    model = fit.solution.model
    drawn = null_draws(eigenvalues(model, model.layout.effects[0]), model.n - len(fit.terms), 100_000, 1)
    for probability, quantile in list(zip(R["variance"]["probs"], golden["q"], strict=True))[1:]:
        error = np.sqrt(probability * (1 - probability) / 100_000)
        assert (drawn <= quantile).mean() == pytest.approx(probability, abs=4 * error)


def test_only_variance() -> None:
    golden = R["variance"]["exact"]
    row = ml.variance_tests(ml.fit(golden["formula"], read(golden["data"])), draws=40_000, seed=2).iloc[0]
    agrees(row["statistic"], golden["statistic"])
    assert row["p_value"] == pytest.approx(golden["p"], abs=0.004)
    assert (row["method"], row["draws"]) == ("exact", 40_000)
    # ½χ²₁, beside it, is too large.
    assert row["p_mixture"] == pytest.approx(0.06311, abs=1e-4)


@pytest.mark.parametrize("golden", R["variance"]["approximate"], ids=lambda golden: golden["group"])
def test_one_variance_among_others(golden: dict) -> None:
    fit = ml.fit(golden["formula"], read(golden["data"]).dropna())
    row = ml.variance_tests(fit, draws=40_000, seed=3).set_index("group").loc[golden["group"]]
    agrees(row["statistic"], golden["statistic"], 1e-4)
    assert row["p_value"] == pytest.approx(golden["p"], abs=4 * np.sqrt(golden["p"] / 40_000) + 1e-4)
    assert row["method"] == "approximate"


def test_the_only_variance_of_balanced_data_is_the_f_test() -> None:
    """With equal sizes the ratio rises with F: its exact p-value is that of the analysis of variance."""
    from scipy.stats import f_oneway

    rng = np.random.default_rng(11)
    cluster = np.repeat(np.arange(12), 5)
    data = pd.DataFrame({"y": 0.45 * rng.normal(size=12)[cluster] + rng.normal(size=60), "g": cluster})
    f = f_oneway(*(data["y"][data["g"] == level] for level in range(12)))
    row = ml.variance_tests(ml.fit("y ~ 1 + (1 | g)", data), draws=100_000, seed=4).iloc[0]
    assert f.statistic > 1
    assert row["p_value"] == pytest.approx(f.pvalue, abs=4 * np.sqrt(f.pvalue / 100_000))


def test_a_slope_with_its_covariance_is_bootstrapped() -> None:
    """The null distribution's mean is that of lme4's refits to outcomes drawn from the smaller model."""
    golden = R["variance"]["slope"]
    fit = ml.fit(golden["formula"], read(golden["data"]))
    from isop_analysis.stats.multilevel.likelihood_ratio.null import null_hypothesis
    from isop_analysis.stats.multilevel.likelihood_ratio.variance_tests import bootstrapped

    drawn = np.concatenate(list(bootstrapped(fit, null_hypothesis(fit, 0, ("standLRT",)), 300, 5)))
    error = golden["null_sd"] * np.sqrt(1 / 300 + 1 / golden["draws"])
    assert drawn.mean() == pytest.approx(golden["null_mean"], abs=4 * error)
    assert drawn.min() > -1e-6
    row = ml.variance_tests(
        ml.fit("Reaction ~ Days + (Days | Subject)", read("sleepstudy")), bootstrap_draws=19, seed=1
    )
    assert list(row["term"]) == ["Days"]
    agrees(row["statistic"], 42.8371, 1e-4)
    assert (row["method"][0], row["p_value"][0]) == ("bootstrap", 1 / 20)
    agrees(row["p_mixture"], 0.5 * 5.9558e-11 + 0.5 * 4.9894e-10, 1e-3)


def test_drawing_ends_once_ten_are_as_large() -> None:
    from isop_analysis.stats.multilevel.likelihood_ratio.variance_tests import _sequential

    every_third = (np.array([0.0, 0.0, 5.0] * 10) for _ in range(10))
    assert _sequential(every_third, 4.0) == (10 / 30, 30)
    assert _sequential(iter([np.array([1.0, 5.0, 2.0])]), 4.0) == (2 / 4, 3)


def test_a_variance_of_zero_has_p_one() -> None:
    row = ml.variance_tests(ml.fit("Yield ~ 1 + (1 | Batch)", read("dyestuff2")), seed=1).iloc[0]
    assert (row["statistic"], row["p_value"], row["p_mixture"], row["draws"]) == (0, 1, 1, 0)


def test_variance_tests_are_seeded() -> None:
    fit = ml.fit(R["variance"]["exact"]["formula"], read("exam_small"))
    pd.testing.assert_frame_equal(
        ml.variance_tests(fit, draws=500, seed=9), ml.variance_tests(fit, draws=500, seed=9)
    )
    assert not ml.variance_tests(fit, draws=500, seed=9).equals(ml.variance_tests(fit, draws=500, seed=10))


# Comparison


def test_likelihood_ratio_of_two_fits() -> None:
    data, golden = read("sleepstudy"), R["comparison"]
    small = ml.fit("Reaction ~ 1 + (Days | Subject)", data, reml=False)
    large = ml.fit("Reaction ~ Days + (Days | Subject)", data, reml=False)
    for pair in ((small, large), (large, small)):
        found = ml.compare(*pair)
        agrees(found.statistic, golden["statistic"])
        assert found.df == golden["df"]
        agrees(found.p_value, golden["p"], 1e-4)
        assert not found.on_the_edge
        agrees(found.aic_difference, large.aic - small.aic)


def test_variances_of_reml_fits_compare_on_the_edge() -> None:
    data = read("sleepstudy")
    found = ml.compare(
        ml.fit("Reaction ~ Days + (1 | Subject)", data), ml.fit("Reaction ~ Days + (Days | Subject)", data)
    )
    assert (found.df, found.on_the_edge) == (2, True)
    agrees(found.statistic, 42.8371, 1e-4)


@pytest.mark.parametrize(
    ("one", "other", "options", "reason"),
    [
        (
            "Reaction ~ Days + (1 | Subject)",
            "Reaction ~ gaps + (1 | Subject)",
            {"reml": False},
            "The fits rest on different rows (180 and 170): likelihoods compare on the same rows only, so "
            "fit both to the rows that are complete for both",
        ),
        (
            "Reaction ~ 1 + (1 | Subject)",
            "Reaction ~ Days + (1 | Subject)",
            {},
            "REML likelihoods of different fixed parts don't compare: they are of different contrasts of the "
            "data. Fit both with reml=False",
        ),
        (
            "Reaction ~ Days + (1 | Subject)",
            "log(Reaction) ~ Days + (Days | Subject)",
            {},
            "The outcomes 'Reaction' and 'log(Reaction)' have different values: likelihoods compare for one "
            "outcome only",
        ),
        (
            "Reaction ~ Days + (1 | Subject)",
            "Reaction ~ noise + (Days | Subject)",
            {"reml": False},
            "'Reaction ~ Days + (1 | Subject)' is not 'Reaction ~ noise + (Days | Subject)' with something "
            "left out: a likelihood ratio needs one within the other; compare their AIC instead",
        ),
    ],
)
def test_fits_that_do_not_compare(one: str, other: str, options: dict, reason: str) -> None:
    data = read("sleepstudy").assign(noise=np.random.default_rng(3).normal(size=180))
    data["gaps"] = data["Days"].where(data.index >= 10)
    with pytest.raises(Refused) as refusal:
        ml.compare(ml.fit(one, data, **options), ml.fit(other, data, **options))
    assert str(refusal.value) == reason


def test_reml_and_ml_do_not_compare() -> None:
    data = read("sleepstudy")
    formula = "Reaction ~ Days + (1 | Subject)"
    with pytest.raises(Refused, match="One fit is by REML and the other by ML"):
        ml.compare(ml.fit(formula, data), ml.fit(formula, data, reml=False))


# Means and slopes


def same_margins(ours: pd.DataFrame, theirs: dict) -> None:
    agrees(ours["estimate"], theirs["estimate"], 1e-5)
    agrees(ours["se"], theirs["se"], 1e-5)
    agrees(ours["df"], theirs["df"], 1e-3)
    agrees(ours["ci_low"], theirs["low"], 1e-4, 1e-6)
    agrees(ours["ci_high"], theirs["high"], 1e-4, 1e-6)


def test_marginal_means(teams_fit: ml.Fit) -> None:
    golden = R["margins"]
    same_margins(ml.means(teams_fit, "role"), golden["equal"])
    same_margins(ml.means(teams_fit, "role", weights="proportional"), golden["proportional"])
    by_dose = ml.means(teams_fit, "role", at={"dose": [0, 3]}).sort_values(["dose", "role"], kind="stable")
    same_margins(by_dose, golden["at"])
    same_margins(ml.means(teams_fit, (), at={"wave": [1, 3]}), golden["curved"])
    assert list(by_dose["role"]) == ["coach", "student", "working"] * 2


def test_marginal_means_by_satterthwaite(complete: pd.DataFrame) -> None:
    fit = ml.fit(R["margins"]["formula"], complete, df="satterthwaite")
    same_margins(ml.means(fit, ["role"]), R["margins"]["satterthwaite"])


def test_simple_slopes(teams_fit: ml.Fit) -> None:
    same_margins(ml.simple_slopes(teams_fit, "dose", by="role"), R["margins"]["slopes"])


def test_slope_of_a_curve(teams_fit: ml.Fit) -> None:
    """emtrends differs forward over a thousandth of the range; the slope here is that at the point itself."""
    ours, theirs = ml.simple_slopes(teams_fit, "wave", at={"wave": [1, 3]}), R["margins"]["wave_slopes"]
    agrees(ours["estimate"], theirs["estimate"], 0.02)
    agrees(ours["se"], theirs["se"], 0.02)


def test_pairwise_differences(teams_fit: ml.Fit) -> None:
    ours, theirs = ml.mean_differences(teams_fit, "role"), R["margins"]["pairs"]
    agrees(ours["estimate"], theirs["estimate"])
    agrees(ours["se"], theirs["se"])
    agrees(ours["df"], theirs["df"], 1e-3)
    agrees(ours["p_holm"], theirs["p"], 1e-3)
    assert list(ours["first"]) == ["coach", "coach", "student"]


def test_a_factor_made_from_numbers_has_its_levels(complete: pd.DataFrame) -> None:
    fit = ml.fit("y ~ factor(wave) + (1 | site)", complete)
    table, terms = ml.means(fit, "wave"), fit.coefficients.set_index("term")["estimate"]
    assert list(table["wave"]) == [0, 1, 2]
    agrees(table["estimate"] - table["estimate"][0], [0, terms["factor(wave)1"], terms["factor(wave)2"]])
    assert ml.means(fit, (), at={"wave": 2})["estimate"][0] == pytest.approx(table["estimate"][2])


def test_a_mean_without_data_is_unknown() -> None:
    rng = np.random.default_rng(1)
    data = pd.DataFrame({"y": rng.normal(size=60), "g": np.repeat(np.arange(10), 6)})
    data["a"], data["b"] = np.tile(["p", "p", "q"], 20), np.tile(["u", "v", "u"], 20)
    table = ml.means(ml.fit("y ~ a * b + (1 | g)", data), ["a", "b"])
    assert table["estimate"].isna().tolist() == [False, False, False, True]
    assert table["se"].isna().tolist() == [False, False, False, True]


@pytest.mark.parametrize(
    ("ask", "reason"),
    [
        (
            lambda fit: ml.means(fit, "rol"),
            "The fixed part of the formula doesn't use 'rol', did you mean 'role'? (it uses 'dose', 'role', "
            "'wave', 'prog')",
        ),
        (
            lambda fit: ml.means(fit, "dose"),
            "'dose' holds numbers: say at which values, such as at={'dose': [0, 1]}, or ask for its slope",
        ),
        (
            lambda fit: ml.means(fit, "role", at={"prog": "Z"}),
            "'prog' has no level 'Z' (its levels are 'P', 'Q')",
        ),
        (
            lambda fit: ml.simple_slopes(fit, "role"),
            "'role' holds labels: ask for its means; a slope needs numbers",
        ),
        (
            lambda fit: ml.influence(fit, "persn"),
            "The model has no grouping factor 'persn', did you mean 'person'? (it has 'person', 'site')",
        ),
        (
            lambda fit: ml.split_r_squared(fit, "team"),
            "The model has no grouping factor 'team', did you mean 'site'? (it has 'person', 'site')",
        ),
    ],
)
def test_what_the_model_does_not_have(teams_fit: ml.Fit, ask, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        ask(teams_fit)
    assert str(refusal.value) == reason


# Random effects, influence, residuals


@pytest.mark.parametrize("name", sorted(R["random"]))
def test_random_effects_and_their_standard_errors(name: str) -> None:
    golden = R["random"][name]
    ours = ml.fit(golden["formula"], read(name)).random_effects
    keys = pd.MultiIndex.from_arrays(
        [
            [group.replace("(", "").replace(")", "") for group in golden["group"]],
            golden["term"],
            golden["level"],
        ]
    )
    found = ours.assign(level=ours["level"].astype(str)).set_index(["group", "term", "level"]).loc[keys]
    agrees(found["value"], golden["value"], 1e-4, 1e-5)
    agrees(found["se"], golden["se"], 1e-4)


@pytest.mark.parametrize("name", sorted(R["influence"]))
def test_leaving_out_one_cluster(name: str) -> None:
    golden = R["influence"][name]
    found = ml.influence(ml.fit(golden["formula"], read(name)), golden["group"])
    order = [str(level) for level in golden["level"]]
    clusters = found.clusters.assign(level=found.clusters["level"].astype(str)).set_index("level")
    coefficients = found.coefficients.assign(level=found.coefficients["level"].astype(str))
    for column in ("change", "dfbetas"):
        wide = coefficients.pivot(index="level", columns="term", values=column)
        ours = wide.loc[order, coefficients["term"].iloc[: wide.shape[1]]]
        agrees(ours, golden[column], 2e-3, 2e-4)
    agrees(clusters.loc[order, "cook_d"], golden["cook"], 2e-3, 1e-5)
    assert set(clusters["status"]) == {"fitted"}
    assert found.look_at == pytest.approx(2 / np.sqrt(len(order)))
    assert found.largest["dfbetas"].abs().tolist() == pytest.approx(
        np.abs(golden["dfbetas"]).max(axis=0), rel=2e-3
    )


def test_a_cluster_that_alone_has_a_level() -> None:
    rng = np.random.default_rng(2)
    data = pd.DataFrame(
        {"y": rng.normal(size=60), "x": rng.normal(size=60), "g": np.repeat(np.arange(10), 6)}
    )
    data["only"] = np.where(data["g"] == 4, "here", "elsewhere")
    found = ml.influence(ml.fit("y ~ x + only + (1 | g)", data))
    assert found.clusters["status"].tolist() == ["fitted"] * 4 + ["not estimable"] + ["fitted"] * 5
    assert found.coefficients["without"].isna().sum() == 3


def test_residual_diagnostics(teams_fit: ml.Fit, complete: pd.DataFrame) -> None:
    from isop_analysis.stats.multilevel.diagnostics.predictors import curvature_p_value
    from isop_analysis.stats.multilevel.diagnostics.spread import along_the_fit, over_clusters

    golden = R["diagnostics"]
    shapes = ml.residual_shapes(teams_fit).set_index("group")
    agrees(shapes.loc["Residual", ["skewness", "kurtosis"]], [golden["skew"], golden["kurtosis"]], 1e-3)
    agrees(shapes.loc["site", "skewness"], golden["site_skew"], 1e-3)
    agrees(along_the_fit(teams_fit).statistic, golden["koenker"], 1e-3, 1e-6)
    over = over_clusters(teams_fit, "site")
    agrees([over.statistic, over.p_value], [golden["levene"], golden["levene_p"]], 1e-3)
    from scipy.stats import skewtest

    agrees(shapes.loc["site", "p_skewness"], skewtest(golden["site_residuals"]).pvalue, 1e-3)
    points = ml.quantile_points(teams_fit).query("group == 'site'")
    agrees(points["observed"], sorted(golden["site_residuals"]), 1e-3)
    agrees(points["expected"], golden["qq"], 1e-6)
    linear = ml.fit(golden["curved_formula"], complete)
    agrees(curvature_p_value(linear), golden["curvature_p"], 1e-3)


def test_variance_inflation(teams_fit: ml.Fit) -> None:
    ours = ml.variance_inflation(teams_fit)
    assert [term.replace(", ", ", ") for term in ours["term"]] == R["diagnostics"]["vif_terms"]
    agrees(ours["gvif"], R["diagnostics"]["gvif"], 1e-4)


# Bootstrap, standardised coefficients, centring


def test_parametric_bootstrap() -> None:
    """Bounds within four Monte Carlo errors of bootMer's, 2,000 draws there and 1,000 here."""
    from isop_analysis.stats.multilevel.parametric_bootstrap import bootstrap

    golden = R["bootstrap"]
    table = bootstrap(ml.fit(golden["formula"], read("sleepstudy")), 1000, seed=6)
    assert list(table["parameter"]) == [
        "(Intercept)",
        "Days",
        "sd_(Intercept)|Subject",
        "sd_Days|Subject",
        "sigma",
    ]
    spread = np.array(golden["se"])
    # The 2.5 % point of a normal law has standard error 2.67 sd / √draws.
    error = 4 * 2.67 * spread * np.sqrt(1 / 1000 + 1 / golden["draws"])
    for ours, theirs in (("ci_low", "low"), ("ci_high", "high")):
        assert (np.abs(table[ours] - golden[theirs]) < error).all()
    agrees(table["se"], spread, 0.12)
    assert (table["draws"] > 990).all()


def test_standardised_coefficients_are_those_of_a_refit_to_z_scores(complete: pd.DataFrame) -> None:
    from isop_analysis.stats.multilevel.standardisation import standardised

    golden = R["standardised"]
    table = standardised(ml.fit(golden["formula"], complete))
    assert list(table["term"]) == golden["terms"]
    agrees(table["estimate"], golden["estimate"], 1e-4)
    agrees(table["se"], golden["se"], 1e-4)
    agrees(table["df"], golden["df"], 1e-3)


def test_standardising_needs_the_main_effects(complete: pd.DataFrame) -> None:
    from isop_analysis.stats.multilevel.standardisation import standardised

    with pytest.raises(Refused, match="need every main effect of an interaction"):
        standardised(ml.fit("y ~ dose:wave + (1 | site)", complete))


# Shares of variance


def test_icc_interval_of_one_grouping() -> None:
    golden = R["icc"]["exact"]
    null = ml.null_model(golden["outcome"], golden["group"], read(golden["data"]))
    agrees(null.levels[["ci_low", "ci_high"]].iloc[0], [golden["low"], golden["high"]], 1e-6)
    assert null.interval_method == "exact F"


@pytest.mark.parametrize("golden", R["icc"]["profile"], ids=lambda golden: golden["data"])
def test_icc_intervals_of_several_groupings(golden: dict) -> None:
    null = ml.null_model(golden["formula"].split(" ~")[0], golden["groups"], read(golden["data"]))
    agrees(null.levels[["ci_low", "ci_high"]], golden["bounds"], 1e-3, 1e-4)
    assert null.interval_method == "profile"


def test_icc_of_balanced_data_has_searles_interval() -> None:
    """Exact for equal sizes: F over its quantiles (Searle 1971, ch. 9)."""
    from scipy.stats import f, f_oneway

    rng = np.random.default_rng(5)
    cluster = np.repeat(np.arange(15), 4)
    data = pd.DataFrame({"y": rng.normal(size=15)[cluster] + rng.normal(size=60), "g": cluster})
    statistic = f_oneway(*(data["y"][data["g"] == level] for level in range(15))).statistic
    bounds = [statistic / f.ppf(q, 14, 45) for q in (0.975, 0.025)]
    agrees(
        ml.null_model("y", "g", data).levels[["ci_low", "ci_high"]].iloc[0],
        [(one - 1) / (one + 3) for one in bounds],
        1e-7,
    )


def test_explained_variance_within_and_between() -> None:
    golden, data = R["split"], read("exam")
    data["mean"] = data.groupby("school")["standLRT"].transform("mean")
    data["own"] = data["standLRT"] - data["mean"]
    fit = ml.fit(golden["formula"], data)
    found = ml.split_r_squared(fit)
    agrees(found.table["variance"], [golden[name] for name in ("f1", "f2", "v", "m", "residual")], 1e-4)
    within, between = golden["f1"] + golden["v"] + golden["residual"], golden["f2"] + golden["m"]
    agrees(found.share("within", "fixed_within"), golden["f1"] / within, 1e-4)
    agrees(found.share("within", "fixed_within", "slopes"), (golden["f1"] + golden["v"]) / within, 1e-4)
    agrees(found.share("between", "fixed_between"), golden["f2"] / between, 1e-4)
    agrees(found.share("total", "fixed_within"), golden["f1"] / (within + between), 1e-4)
    from isop_analysis.stats.multilevel.explained_variance import r_squared

    agrees(found.share("total", "fixed_within", "fixed_between"), r_squared(fit).marginal, 1e-9)


def test_explained_variance_over_three_levels(complete: pd.DataFrame) -> None:
    fit = ml.fit("y ~ dose + wave + (1 | site/team) + (1 | person) + (1 | role)", complete)
    by_team = ml.split_r_squared(fit, "team:site").table.set_index("source")["variance"]
    variance = fit.variances.set_index("group")["variance"]
    agrees(by_team["means"], variance["site"] + variance["team:site"])
    agrees(by_team["residual"], variance["person"] + variance["role"] + variance["Residual"])
    assert ml.split_r_squared(fit, "team:site").crossed == ("role",)
    assert ml.split_r_squared(fit, "site").crossed == ("role",)
