"""What is said of a fit beside its estimates: robust errors, fallbacks, influence, means, groups."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from told_cells import told

from isop_analysis.contracts import by_name, conform
from isop_analysis.contracts.cells import read_mapping
from isop_analysis.models.multilevel.clusters import random_rows
from isop_analysis.models.multilevel.coefficients import coefficient_rows
from isop_analysis.models.multilevel.diagnosis import assumption_rows, influence_of, influence_rows
from isop_analysis.models.multilevel.effects import Spread, effect_rows
from isop_analysis.models.multilevel.fit_rows import fit_row
from isop_analysis.models.multilevel.margins import margin_rows
from isop_analysis.models.multilevel.outcomes import Outcome, fit_one
from isop_analysis.models.multilevel.variances import variance_rows
from isop_analysis.models.tables import ModelTables
from isop_analysis.stats import multilevel as ml
from isop_analysis.study import load
from isop_analysis.study.model_settings import Multilevel

ROOT = Path(__file__).resolve().parents[3]
STUDY = load(ROOT / "config/tiny/config.yaml")
TEXT = {"nl": "x", "en": "x"}
LEAST = 5
EFFECT = {"term": "dose", "title": TEXT, "unit": TEXT, "change": 2.0}


def model(**settings: object) -> Multilevel:
    given = {
        "name": "m",
        "title": TEXT,
        "question": TEXT,
        "scales": ["skill"],
        "formula": "score ~ dose + time + role + (1 | team) + (1 | person)",
        "effects": [EFFECT],
    }
    return Multilevel.model_validate(given | settings)


def tables(sizes: tuple[int, ...] = (6,) * 12, spread: float = 0.8) -> ModelTables:
    """People in teams at three times; the dose varies per person."""
    rng = np.random.default_rng(4)
    team = np.repeat([f"T{number:02d}" for number in range(len(sizes))], sizes)
    person = [f"p{number:03d}" for number in range(len(team))]
    waves = pd.DataFrame({"wave": ["w0", "w1", "w2"], "occasion": ["T0", "T1", "T2"], "time": [0, 1, 2]})
    frame = pd.DataFrame({"person": person, "team": team, "site": "S"}).merge(waves[["wave"]], how="cross")
    dose = dict(zip(person, rng.uniform(size=len(person)), strict=True))
    between = dict(zip(sorted(set(team)), spread * rng.normal(size=len(sizes)), strict=True))
    own = dict(zip(person, 0.5 * rng.normal(size=len(person)), strict=True))
    score = 3 + frame["team"].map(between) + frame["person"].map(own) + 0.5 * rng.normal(size=len(frame))
    participation = frame[["person", "team", "wave"]].assign(dose=frame["person"].map(dose))
    return ModelTables(
        scores=frame.assign(scale="skill", score=score + 0.8 * frame["person"].map(dose)),
        persons=pd.DataFrame({"person": person, "role": ["future", "working"] * (len(person) // 2)}),
        teams=pd.DataFrame({"team": sorted(set(team))}),
        participation=participation,
        waves=waves,
    )


def fitted(given: ModelTables | None = None, **settings: object) -> Outcome:
    outcome = fit_one(STUDY, given or tables(), model(**settings), "skill")
    assert outcome.status == "fitted"
    return outcome


def held(rows: list[dict[str, object]], table: str) -> pd.DataFrame:
    """Hold rows to their contract."""
    return conform(pd.DataFrame(rows), by_name(table))


def test_robust_errors_stand_beside_each_coefficient() -> None:
    outcome = fitted()
    assert outcome.fit is not None
    rows = held(coefficient_rows(outcome), "model_coefficients").set_index("term")
    expected = ml.cluster_robust(outcome.fit).table
    assert expected is not None
    assert rows["cr2_se"].tolist() == pytest.approx(expected["se"].tolist())
    assert rows["cr2_df"].tolist() == pytest.approx(expected["df"].tolist())
    assert set(rows["cr2_clusters"]) == {12}
    assert rows["cr2_reason"].isna().all()


def test_an_effect_has_its_robust_interval_in_sds() -> None:
    given = tables()
    outcome, spread = fitted(given), Spread.of(given, "skill")
    row = effect_rows(outcome, spread, "skill")[0]
    own = next(one for one in coefficient_rows(outcome) if one["term"] == "dose")
    assert spread.sd is not None
    assert row["cr2_low"] == pytest.approx(2 * own["cr2_low"] / spread.sd)
    assert row["cr2_high"] == pytest.approx(2 * own["cr2_high"] / spread.sd)
    turned = fitted(given, effects=[EFFECT | {"change": -2.0}])
    opposite = effect_rows(turned, spread, "skill")[0]
    assert (opposite["cr2_low"], opposite["cr2_high"]) == pytest.approx((-row["cr2_high"], -row["cr2_low"]))


def test_people_who_move_join_their_teams_until_there_are_too_few() -> None:
    """Seven teams; three people each join two of them, so that four independent groups are left."""
    given = tables((6,) * 7)
    scores, moved = given.scores.copy(), {"p000": "T01", "p012": "T03", "p024": "T05"}
    for person, team in moved.items():
        later = (scores["person"] == person) & (scores["wave"] == "w2")
        scores.loc[later, "team"] = team
    rows = scores[["person", "team", "wave"]].assign(
        dose=scores["person"].map(len) * 0.0 + np.arange(len(scores))
    )
    outcome = fitted(replace(given, scores=scores, participation=rows))
    row = coefficient_rows(outcome)[0]
    assert (row["cr2_se"], row["cr2_clusters"]) == (None, 4)
    assert row["cr2_reason"] == 'few_independent_clusters {"found": 4, "needed": 6}'
    effect = effect_rows(outcome, Spread.of(given, "skill"), "skill")[0]
    assert (effect["cr2_low"], effect["cr2_reason"]) == (None, row["cr2_reason"])


SINGULAR = "score ~ dose + (1 | team) + (1 | team:wave) + (1 | person)"


def flat() -> ModelTables:
    """Scores whose team × wave means don't differ beyond chance at all."""
    given = tables()
    scores = given.scores.copy()
    scores["score"] -= scores.groupby(["team", "wave"])["score"].transform("mean")
    return replace(given, scores=scores)


def test_a_singular_fit_is_reported_as_it_is() -> None:
    outcome = fitted(flat(), formula=SINGULAR)
    row = fit_row(outcome)
    assert (row["singular"], row["fallback"], row["formula"]) == (True, None, SINGULAR)
    assert row["notes"] == 'singular {"group": "team:wave"}\nsingular {"group": "team"}'


def test_the_named_fallback_is_fitted_instead() -> None:
    """The tiny study's `participation` is score ~ dose + occasion + (1 | team)."""
    outcome = fitted(flat(), formula=SINGULAR, singular="participation")
    row = fit_row(outcome)
    other = next(one for one in STUDY.multilevel if one.name == "participation")
    assert (row["model"], row["fallback"], row["formula"]) == ("m", "participation", other.formula)
    assert outcome.fit is not None
    assert outcome.fit.clusters == {"team": 12}
    assert effect_rows(outcome, Spread(1.0), "skill")[0]["status"] == "fitted"


def test_a_fit_that_is_not_singular_has_no_fallback() -> None:
    assert fit_row(fitted(singular="participation"))["fallback"] is None


def test_what_a_fit_explains_and_its_coefficients_in_sds() -> None:
    outcome = fitted()
    assert outcome.fit is not None
    whole, split = ml.r_squared(outcome.fit), ml.split_r_squared(outcome.fit, "team")
    row = fit_row(outcome)
    assert (row["r2_marginal"], row["r2_conditional"]) == (whole.marginal, whole.conditional)
    assert row["r2_within"] == split.share("within", "fixed_within")
    assert row["r2_between"] == split.share("between", "fixed_between")
    assert row["r2_group"] == "team"
    rows = held(coefficient_rows(outcome), "model_coefficients").set_index("term")
    z_scores = ml.standardised(outcome.fit).set_index("term")
    assert rows["std_estimate"].drop("(Intercept)").tolist() == pytest.approx(z_scores["estimate"].tolist())
    assert rows["std_low"].drop("(Intercept)").tolist() == pytest.approx(z_scores["ci_low"].tolist())
    assert rows.loc["(Intercept)", ["std_estimate", "std_low", "std_high"]].isna().all()
    of_people = fit_row(fitted(formula="score ~ dose + time + (1 | person)"))
    assert of_people["r2_marginal"] is not None
    assert (of_people["r2_within"], of_people["r2_group"]) == (None, None)
    null = fit_row(fitted(formula="score ~ 1 + (1 | team)", effects=[]))
    assert (null["r2_marginal"], null["r2_within"], null["r2_between"]) == (0.0, 0.0, 0.0)


def test_an_interaction_without_its_main_effect_has_no_coefficients_in_sds() -> None:
    rows = coefficient_rows(fitted(formula="score ~ dose + dose:time + (1 | team)"))
    assert {row["std_estimate"] for row in rows} == {None}


def test_influence_leaves_out_each_team_that_may_be_shown() -> None:
    given = tables((6,) * 10 + (4, 2))
    outcome = fitted(given)
    assert outcome.fit is not None
    found = influence_of(outcome, LEAST)
    assert found is not None
    rows = held(influence_rows(outcome, found), "model_influence")
    assert rows["place"].tolist() == list(range(1, 11))
    assert rows["dfbetas"].is_monotonic_increasing
    assert not rows.astype(str).apply(lambda column: column.str.contains("T0")).any(axis=None)
    by_hand = ml.influence(outcome.fit, "team")
    own = by_hand.coefficients.query("term == 'dose' and level not in ['T10', 'T11']")
    assert rows["dfbetas"].tolist() == pytest.approx(sorted(own["dfbetas"]), abs=1e-4)
    assert rows["look_at"].iloc[0] == pytest.approx(2 / np.sqrt(12))


def test_a_model_without_declared_effects_is_not_refitted() -> None:
    assert influence_of(fitted(effects=[]), LEAST) is None


def test_people_are_never_left_out_one_by_one() -> None:
    outcome = fitted(formula="score ~ dose + time + (1 | person)")
    assert influence_of(outcome, LEAST) is None
    assert random_rows(outcome, LEAST) == []


def test_assumptions_are_about_declared_effects() -> None:
    outcome = fitted()
    rows = held(assumption_rows(outcome, influence_of(outcome, LEAST), LEAST), "model_diagnostics")
    own = rows[rows["assumption"] == "no_single_cluster"]
    assert own["about"].tolist() == ["dose"]
    assert rows.set_index(["assumption", "about"])["value"]["enough_clusters", "team"] == 12


def test_a_share_at_the_end_of_the_scale_tells_of_no_few() -> None:
    given = tables()
    four, five = given.scores.copy(), given.scores.copy()
    four.loc[four["score"].nlargest(4).index, "score"] = five.loc[
        five["score"].nlargest(5).index, "score"
    ] = 9.0
    shares = []
    for scores in (four, five):
        rows = assumption_rows(fitted(replace(given, scores=scores)), None, LEAST)
        shares += [
            row["value"]
            for row in rows
            if (row["assumption"], row["about"]) == ("room_on_the_scale", "highest")
        ]
    assert shares == [None, pytest.approx(5 / 216)]


def test_groups_stand_by_size_and_without_names() -> None:
    given = tables((6,) * 10 + (4, 2))
    outcome = fitted(given)
    rows = held(random_rows(outcome, LEAST), "model_random")
    assert outcome.fit is not None
    effects = outcome.fit.random_effects.query("group == 'team' and level not in ['T10', 'T11']")
    assert rows["value"].tolist() == pytest.approx(sorted(effects["value"]))
    assert set(rows["group"]) == {"team"}
    assert "level" not in rows
    assert (rows["ci_high"] - rows["value"]).tolist() == pytest.approx((1.959964 * rows["se"]).tolist())


def test_fewer_than_three_teams_are_not_shown() -> None:
    assert random_rows(fitted(tables((6, 6, *(4,) * 8))), LEAST) == []


MARGINS = [
    {"name": "lines", "title": TEXT, "by": ["role"], "at": {"time": [0, 2]}},
    {"name": "growth", "title": TEXT, "slope_of": "time", "by": ["role"]},
    {"name": "lost", "title": TEXT, "by": ["profession"]},
]


def test_declared_means_and_slopes() -> None:
    outcome = fitted(formula="score ~ time * role + (1 | team) + (1 | person)", margins=MARGINS, effects=[])
    rows = held(margin_rows(outcome), "model_means")
    assert outcome.fit is not None
    expected = ml.means(outcome.fit, "role", at={"time": [0, 2]})
    lines, growth, lost = (rows[rows["margin"] == name] for name in ("lines", "growth", "lost"))
    assert lines["point"].tolist() == [
        '{"role": "working", "time": 0}',
        '{"role": "working", "time": 2}',
        '{"role": "future", "time": 0}',
        '{"role": "future", "time": 2}',
    ]
    assert lines["estimate"].tolist() == pytest.approx(expected["estimate"].tolist())
    assert lines["ci_low"].tolist() == pytest.approx(expected["ci_low"].tolist())
    assert growth["kind"].tolist() == ["slope", "slope"]
    assert lost["status"].tolist() == ["refused"]
    assert "doesn't use 'profession'" in told(lost["reason"].iloc[0])
    assert lost["point"].tolist() == ["{}"]


def test_means_say_how_many_people_are_in_their_groups() -> None:
    given = tables()
    rare = given.persons["person"].isin(["p000", "p010", "p020", "p030"])
    persons = given.persons.assign(role=given.persons["role"].mask(rare, "coach"))
    outcome = fitted(
        replace(given, persons=persons), margins=[{"name": "roles", "title": TEXT, "by": ["role"]}]
    )
    rows = held(margin_rows(outcome), "model_means")
    rows = rows.set_index(rows["point"].map(lambda cell: read_mapping(cell)["role"]))
    assert rows["people"].to_dict() == {**persons.groupby("role").size().to_dict(), "coach": 4}
    assert (rows["status"] == "fitted").all()


def test_a_refused_model_has_its_margins_refused() -> None:
    outcome = fit_one(STUDY, tables((6,) * 4), model(margins=MARGINS[:1]), "skill")
    rows = margin_rows(outcome)
    assert [row["status"] for row in rows] == ["refused"]
    held(rows, "model_means")


def test_variances_are_tested_and_null_models_have_intervals() -> None:
    rows = held(variance_rows(fitted(formula="score ~ 1 + (1 | team)", effects=[]), 1), "model_variances")
    team = rows[rows["group"] == "team"].iloc[0]
    null = ml.null_model("score", "team", tables().scores).levels.iloc[0]
    assert (team["icc_low"], team["icc_high"]) == pytest.approx((null["ci_low"], null["ci_high"]))
    assert team["tested_by"] == "exact"
    assert team["p_value"] < 0.001 < 0.5
    assert rows[rows["group"] == "Residual"]["lr"].isna().all()
    with_dose = held(variance_rows(fitted(), 1), "model_variances")
    assert with_dose["icc_low"].isna().all()
    assert set(with_dose["tested_by"].dropna()) == {"approximate"}


def test_a_slope_is_tested_as_often_as_declared() -> None:
    formula = "score ~ time + (1 + time | team) + (1 | person)"
    rows = {
        draws: held(
            variance_rows(fitted(formula=formula, effects=[], slope_draws=draws), 1), "model_variances"
        )
        for draws in (0, 9)
    }
    slope = {draws: table.query("term == 'time' and term_2.isna()").iloc[0] for draws, table in rows.items()}
    assert (slope[0]["tested_by"], slope[9]["tested_by"]) == ("mixture", "bootstrap")
    assert slope[0]["p_value"] == slope[0]["p_mixture"] == slope[9]["p_mixture"]
    covariance = rows[9].query("term_2.notna()").iloc[0]
    assert pd.isna(covariance["lr"])
