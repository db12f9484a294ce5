"""What a study's designs find: from planned and fitted spread, kept by content, refused with its reason."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from isop_analysis.base.reasons import Refused
from isop_analysis.contracts import by_name, conform
from isop_analysis.models.designs import detectable
from isop_analysis.models.designs.detectable import detectable_rows
from isop_analysis.models.designs.planned import planned_truth
from isop_analysis.models.designs.simulated import Simulations
from isop_analysis.models.tables import ModelTables
from isop_analysis.stats.multilevel import design_power, fit, power
from isop_analysis.study.config import PlannedSpread
from isop_analysis.study.loading import load
from isop_analysis.study.problems import StudyError
from isop_analysis.study.study import Study

CONFIG = """study: small
title: {nl: Klein, en: Small}
data_date: "2026-01-01"
seed: 7
raw: raw
instruments: [instrument.yaml]
models: [models.yaml]
waves: [{name: first, cohort: a, school_year: 2025-2026, occasion: T0, time: 0}]
privacy: {minimum_cell: 5, key: {file: key, public: true}}
planning: {icc: {team: 0.1}, residual_sd: 0.6, replications: 60}
"""
INSTRUMENT = """name: one
title: {nl: Een, en: One}
owner: nobody
kind: quantitative
validation: {status: none}
sources: [{name: plain, format: plain_csv}]
answer_scales: [{name: five, low: 1, high: 5}]
items: [{name: a, text: {nl: A, en: A}, answers: five}, {name: b, text: {nl: B, en: B}, answers: five}]
scales:
  - {name: skill, title: {nl: Vaardigheid, en: Skill}, items: [a], minimum_answered: 1}
  - {name: attitude, title: {nl: Houding, en: Attitude}, items: [b], minimum_answered: 1}
"""
MODELS = """multilevel:
  - name: dosage
    title: {nl: Deelname, en: Participation}
    question: {nl: "Hangt het samen?", en: "Does it go together?"}
    scales: all
    formula: score ~ dose + (1 | team)
    effects:
      - term: dose
        title: {nl: deelname, en: participation}
        unit: {nl: alles, en: all}
        change: -2
        smallest: 0.2
        source: Cohen (1988)
      - term: absent
        title: {nl: niets, en: nothing}
        unit: {nl: niets, en: nothing}
"""


def study_in(folder: Path, old: str = "", new: str = "") -> Study:
    (folder / "raw").mkdir(exist_ok=True)
    for name, text in (("config.yaml", CONFIG), ("instrument.yaml", INSTRUMENT), ("models.yaml", MODELS)):
        (folder / name).write_text(text.replace(old, new) if old else text)
    return load(folder / "config.yaml")


def tables(teams: int = 12, attitude_teams: int = 3) -> ModelTables:
    rng = np.random.default_rng(3)
    count = 6 * teams
    people, team = [f"p{i}" for i in range(count)], [f"T{i // 6:02d}" for i in range(count)]
    frame = pd.DataFrame({"person": people, "team": team, "site": "S", "wave": "first"})
    skill = 3 + 0.5 * rng.normal(size=count) + np.repeat(0.4 * rng.normal(size=teams), 6)
    scores = [frame.assign(scale="skill", score=skill), frame.assign(scale="attitude", score=skill)]
    scores[1] = scores[1][scores[1]["team"] < f"T{attitude_teams:02d}"]
    waves = pd.DataFrame({"wave": ["first"], "occasion": ["T0"], "time": [0]})
    return ModelTables(
        pd.concat(scores, ignore_index=True),
        pd.DataFrame({"person": people}),
        pd.DataFrame({"team": sorted(set(team))}),
        frame[["person", "team", "wave"]].assign(dose=rng.random(count)),
        waves,
    )


def simulations(study: Study) -> Simulations:
    planning = study.config.planning
    return Simulations(study.root / "designs", study.config.seed, planning.replications, planning.alpha)


def found(study: Study, given: ModelTables) -> pd.DataFrame:
    rows = detectable_rows(study, given, simulations(study))
    table = conform(pd.DataFrame(rows), by_name("detectable_effects"))
    return table.set_index(["scale", "term", "basis"])


def test_planned_variances_are_shares_of_all_variance() -> None:
    data = pd.DataFrame(
        {"site": np.arange(96) // 24, "team": np.arange(96) // 8, "person": np.arange(96) // 4}
    )
    data = data.astype(str).assign(time=np.arange(96) % 4.0, y=np.sin(np.arange(96.0)))
    layout = fit("y ~ time + (1 | site/team) + (1 + time | person)", data).solution.model.layout
    spread = PlannedSpread(
        icc={"site": 0.05, "team": 0.15, "person": 0.3}, residual_sd=0.5, slope_sd={"time": 0.2}
    )
    truth = planned_truth(layout, spread)
    assert truth.sigma2 == pytest.approx(0.25)
    by_group = dict(zip((block.group for block in layout.blocks), truth.relative, strict=True))
    assert by_group["person"] == pytest.approx(np.diag([0.3 / 0.5, 0.04 / 0.25]))
    assert by_group["team:site"][0, 0] == pytest.approx(0.15 / 0.5)
    assert by_group["site"][0, 0] == pytest.approx(0.05 / 0.5)


@pytest.mark.parametrize(
    ("spread", "sentence"),
    [
        ({"icc": {"team": 0.1}}, "the planning in the config has no residual_sd"),
        ({"residual_sd": 1.0}, "the planning in the config has no icc for 'team'"),
        (
            {"icc": {"team": 0.1}, "residual_sd": 1.0},
            "the planning in the config has no slope_sd for 'time' (over 'team')",
        ),
    ],
)
def test_what_a_plan_lacks_is_said(spread: dict[str, object], sentence: str) -> None:
    data = pd.DataFrame({"team": (np.arange(60) // 5).astype(str), "time": np.arange(60) % 5.0})
    layout = fit("y ~ time + (1 + time | team)", data.assign(y=np.sin(np.arange(60.0)))).solution.model.layout
    with pytest.raises(Refused) as refusal:
        planned_truth(layout, PlannedSpread.model_validate(spread))
    assert str(refusal.value) == sentence


def test_a_model_takes_its_own_plan_before_the_studys(tmp_path: Path) -> None:
    own = "planning: {icc: {team: 0.1}, residual_sd: 0.6, models: [{model: dosage, icc: {team: 0.3}}]}\n"
    study = study_in(tmp_path, CONFIG.splitlines(keepends=True)[-1], own)
    assert study.config.planning.spread_of("dosage").icc == {"team": 0.3}
    assert study.config.planning.spread_of("dosage").residual_sd == 0.6
    assert study.config.planning.spread_of("growth").icc == {"team": 0.1}


def test_what_is_wrong_with_a_plan_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="the shares in icc sum to 1 or more"):
        study_in(tmp_path, "icc: {team: 0.1}", "icc: {team: 0.6, person: 0.4}")
    with pytest.raises(StudyError, match="unknown model 'dosages'; did you mean 'dosage'"):
        study_in(tmp_path, "replications: 60", "models: [{model: dosages}]")


def test_effects_are_found_in_points_and_in_sds_from_both_spreads(tmp_path: Path) -> None:
    study, given = study_in(tmp_path), tables()
    table = found(study, given)
    frame = given.scores[given.scores["scale"] == "skill"].merge(given.participation)
    fitted = fit("score ~ dose + (1 | team)", frame)
    own = power(fitted.formula, frame, fitted.variances, seed=7, replications=60)["dose"]
    planned = power(fitted.formula, frame, {"team": 0.04, "Residual": 0.36}, seed=7, replications=60)["dose"]
    for basis, one in (("fitted", own), ("planned", planned)):
        row = table.loc["skill", "dose", basis]
        assert row["status"] == "simulated"
        assert row["detectable"] == pytest.approx(2 * one.smallest().effect, rel=1e-6)
        assert row["detectable_sd"] == pytest.approx(row["detectable"] / frame["score"].std(), rel=1e-12)
        assert row["monte_carlo_se"] == pytest.approx(2 * one.smallest().monte_carlo_se, rel=1e-4)
        assert row["chance_of_smallest"] == pytest.approx(
            one.chance(0.1 * frame["score"].std()).power, abs=1e-6
        )
        assert (row["n"], row["clusters"], row["replications"]) == (72, 12, 60)
    line = fitted.coefficients.set_index("term").loc["dose"]
    bloom = (t.ppf(0.975, line["df"]) + t.ppf(0.8, line["df"])) * line["se"]
    assert table.loc["skill", "dose", "fitted"]["closed_form"] == pytest.approx(2 * bloom, rel=1e-5)
    assert table.loc["skill", "dose", "fitted"]["detectable"] == pytest.approx(2 * bloom, rel=0.03)


def test_what_is_refused_keeps_its_reason(tmp_path: Path) -> None:
    table = found(study_in(tmp_path), tables())
    for basis in ("planned", "fitted"):
        refused = table.loc["attitude", "dose", basis]
        assert refused["status"] == "refused"
        assert refused["reason"] == 'clusters {"found": 3, "group": "team", "needed": 6}'
        assert (refused["n"], refused["clusters"], refused["replications"]) == (18, 3, 0)
        absent = table.loc["skill", "absent", basis]
        assert absent["status"] == "failed"
        assert absent["reason"] == 'no_coefficient {"term": "absent", "terms": ["(Intercept)", "dose"]}'
        assert pd.isna(absent["detectable"])


def test_without_a_plan_only_the_fitted_spread_is_used(tmp_path: Path) -> None:
    study = study_in(tmp_path, "icc: {team: 0.1}, residual_sd: 0.6, ", "")
    table = found(study, tables())
    assert table.loc["skill", "dose", "planned"]["reason"] == "no_residual_sd {}"
    assert table.loc["skill", "dose", "fitted"]["status"] == "simulated"


def test_a_design_is_simulated_once_and_again_when_anything_of_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []
    original = design_power.design_power

    def counted(*arguments: object, **settings: object) -> object:
        made.append(1)
        return original(*arguments, **settings)  # type: ignore[arg-type]

    monkeypatch.setattr(design_power, "design_power", counted)
    study = study_in(tmp_path)
    first = found(study, tables())
    assert len(made) == 2
    pd.testing.assert_frame_equal(found(study, tables()), first, check_exact=True)
    assert len(made) == 2
    found(study_in(tmp_path, "residual_sd: 0.6", "residual_sd: 0.7"), tables())
    assert len(made) == 3
    found(study_in(tmp_path, "seed: 7", "seed: 8"), tables())
    assert len(made) == 5
    found(study_in(tmp_path), tables(teams=13))
    assert len(made) == 7


def test_designs_that_are_no_longer_asked_for_are_removed(tmp_path: Path) -> None:
    study = study_in(tmp_path)
    found(study, tables())
    kept = simulations(study_in(tmp_path, "residual_sd: 0.6", "residual_sd: 0.7"))
    detectable_rows(study_in(tmp_path, "residual_sd: 0.6", "residual_sd: 0.7"), tables(), kept)
    assert len(list((tmp_path / "designs").iterdir())) == 3
    kept.forget_unused()
    assert {path.stem for path in (tmp_path / "designs").iterdir()} == kept.used
    assert len(kept.used) == 2


@pytest.mark.parametrize("part", ["_design", "fit_one"])
def test_a_design_that_breaks_is_failed_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], part: str
) -> None:
    study = study_in(tmp_path)
    whole, original = found(study, tables()), getattr(detectable, part)

    def broken(*given: Any) -> Any:
        of = given[3] if part == "fit_one" else given[1].scale
        if of == "attitude":
            raise ZeroDivisionError("person p007 answered 3")
        return original(*given)

    monkeypatch.setattr(detectable, part, broken)
    table = found(study, tables())
    pd.testing.assert_frame_equal(table.loc[["skill"]], whole.loc[["skill"]], check_categorical=False)
    failed = table.loc["attitude"]
    assert set(failed["status"]) == {"failed"}
    assert set(failed["reason"]) == {'crashed {"kind": "ZeroDivisionError"}'}
    said = capfd.readouterr().err
    assert "\nZeroDivisionError\n  models/designs/detectable.py:" in said
    assert "p007" not in said
