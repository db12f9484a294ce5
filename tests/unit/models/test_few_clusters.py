"""Which degrees of freedom a model takes by itself, and rows that weigh differently."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason
from isop_analysis.models.multilevel.fit_rows import fit_row
from isop_analysis.models.multilevel.outcomes import fit_one
from isop_analysis.models.rows_used import row_use_rows
from isop_analysis.models.tables import ModelTables
from isop_analysis.stats.multilevel import fit
from isop_analysis.study import load
from isop_analysis.study.model_settings import Multilevel

ROOT = Path(__file__).resolve().parents[3]
TEXT = {"nl": "x", "en": "x"}


def model(**settings: object) -> Multilevel:
    given = {
        "name": "m",
        "title": TEXT,
        "question": TEXT,
        "scales": ["skill"],
        "formula": "score ~ 1 + (1 | team)",
    }
    return Multilevel.model_validate(given | settings)


def tables(teams: int) -> ModelTables:
    people = [f"p{number}" for number in range(6 * teams)]
    team = [f"T{number // 6:02d}" for number in range(6 * teams)]
    score = np.random.default_rng(3).normal(size=6 * teams) + np.repeat(np.arange(teams) % 3, 6)
    scores = pd.DataFrame(
        {"person": people, "team": team, "site": "S", "wave": "w0", "scale": "skill", "score": score}
    )
    return ModelTables(
        scores=scores,
        persons=pd.DataFrame({"person": people, "heavy": [1.0 + number % 2 for number in range(6 * teams)]}),
        teams=pd.DataFrame({"team": sorted(set(team))}),
        participation=pd.DataFrame({"person": people, "team": team, "wave": "w0", "dose": 1.0}),
        waves=pd.DataFrame({"wave": ["w0"], "occasion": ["T0"], "time": [0]}),
    )


@pytest.mark.parametrize(("teams", "method"), [(49, "kenward-roger"), (50, "satterthwaite")])
def test_fewer_than_fifty_clusters_take_kenward_roger(teams: int, method: str) -> None:
    outcome = fit_one(load(ROOT / "config/tiny/config.yaml"), tables(teams), model(), "skill")
    assert outcome.status == "fitted"
    assert fit_row(outcome)["df_method"] == method


def test_a_named_method_stays() -> None:
    outcome = fit_one(load(ROOT / "config/tiny/config.yaml"), tables(8), model(df="satterthwaite"), "skill")
    assert fit_row(outcome)["df_method"] == "satterthwaite"


def test_rows_weigh_as_declared() -> None:
    given = tables(8)
    outcome = fit_one(load(ROOT / "config/tiny/config.yaml"), given, model(weights="heavy"), "skill")
    frame = given.scores.merge(given.persons, on="person")
    expected = fit("score ~ 1 + (1 | team)", frame, weights="heavy")
    assert outcome.fit is not None
    assert outcome.fit.loglik == pytest.approx(expected.loglik, abs=1e-12)
    assert outcome.fit.loglik != pytest.approx(fit("score ~ 1 + (1 | team)", frame).loglik, abs=1e-3)


def refusal(teams: int, **settings: object) -> Reason | None:
    outcome = fit_one(load(ROOT / "config/tiny/config.yaml"), tables(teams), model(**settings), "skill")
    assert (outcome.status, outcome.fit) == ("refused", None)
    return outcome.reason


def test_fewer_clusters_than_the_model_needs() -> None:
    assert refusal(5) == Reason("clusters", group="team", found=5, needed=6)
    formula = "score ~ 1 + (1 | site/team)"
    assert refusal(8, formula=formula) == Reason("clusters", group="site", found=1, needed=6)


def test_a_scale_that_nobody_answered() -> None:
    outcome = fit_one(load(ROOT / "config/tiny/config.yaml"), tables(8), model(), "transfer")
    assert str(outcome.reason) == "no scores: nobody answered enough items of this scale"
    assert fit_row(outcome)["n"] == 0


def test_clusters_left_after_rows_with_gaps_are_dropped_count() -> None:
    """Eight teams answered, but the predictor is known of people in five of them."""
    given = tables(8)
    known = given.persons.assign(age=[30.0 + n % 3 if n < 30 else None for n in range(48)])
    formula = "score ~ age + (1 | team)"
    outcome = fit_one(
        load(ROOT / "config/tiny/config.yaml"), replace(given, persons=known), model(formula=formula), "skill"
    )
    row = fit_row(outcome)
    assert (row["status"], row["reason"]) == (
        "refused",
        'clusters {"found": 5, "group": "team", "needed": 6}',
    )


def test_what_was_refused_carries_its_rows_and_clusters() -> None:
    outcome = fit_one(load(ROOT / "config/tiny/config.yaml"), tables(5), model(), "skill")
    row = fit_row(outcome)
    assert (row["n"], row["clusters"], row["cluster_counts"]) == (30, 5, '{"team": 5}')


def test_rows_lost_are_told_with_their_cause() -> None:
    given = tables(8)
    given.persons.loc[:2, "heavy"] = float("nan")
    outcome = fit_one(
        load(ROOT / "config/tiny/config.yaml"), given, model(formula="score ~ heavy + (1 | team)"), "skill"
    )
    keys = ("available", "used", "variable", "lost_any", "lost_only")
    assert [[row[key] for key in keys] for row in row_use_rows(outcome)] == [
        [48, 45, "all", 3, 3],
        [48, 45, "heavy", 3, 3],
    ]
    whole = fit_one(load(ROOT / "config/tiny/config.yaml"), tables(8), model(), "skill")
    assert [[row[key] for key in keys] for row in row_use_rows(whole)] == [[48, 48, "all", 0, 0]]
