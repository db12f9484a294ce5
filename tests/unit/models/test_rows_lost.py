"""Rows available, used and lost of multilevel and structural models, counted by hand."""

from pathlib import Path

import numpy as np
import pandas as pd

from isop_analysis.models.multilevel.outcomes import fit_one
from isop_analysis.models.rows_used import row_use_rows, structural_use_rows
from isop_analysis.models.tables import ModelTables
from isop_analysis.study import load
from isop_analysis.study.model_settings import Centred, Multilevel
from isop_analysis.study.structural_settings import Structural

ROOT = Path(__file__).resolve().parents[3]
TEXT = {"nl": "Een model", "en": "A model"}
KEYS = ("variable", "available", "used", "lost_any", "lost_first", "lost_only")


def tables() -> ModelTables:
    """Return 40 people in 8 teams; the first 3 have no dose, the second and third no age."""
    people = [f"p{number:02d}" for number in range(40)]
    random = np.random.default_rng(3)
    scores = pd.DataFrame(
        {"scale": "skill", "score": random.normal(3, 1, 40), "person": people, "site": "S1", "wave": "w0"}
    ).assign(team=[f"t{number % 8}" for number in range(40)])
    dose = random.random(40)
    dose[:3] = np.nan
    age = random.normal(30, 5, 40)
    age[1:3] = np.nan
    unscored = scores.tail(6).assign(score=np.nan, status="no_answers", team=["none"] * 2 + ["t1"] * 4)
    return ModelTables(
        scores=scores,
        persons=pd.DataFrame({"person": people, "age": age}),
        teams=pd.DataFrame({"team": [f"t{number}" for number in range(8)]}),
        participation=pd.DataFrame({"person": people, "team": scores["team"], "wave": "w0", "dose": dose}),
        waves=pd.DataFrame({"wave": ["w0"], "occasion": ["T0"], "time": [0.0]}),
        unscored=unscored,
    )


def told(rows: list[dict[str, object]]) -> list[tuple[object, ...]]:
    return [tuple(row[key] for key in KEYS) for row in rows]


def test_the_score_comes_first_and_a_centred_variable_goes_by_its_source() -> None:
    given = tables()
    model = Multilevel(
        name="m",
        title=TEXT,
        question=TEXT,
        scales=["skill"],
        formula="score ~ dose_team + dose_person + age + (1 | team)",
        centred=[
            Centred(name="dose_team", of="dose", between=["team"]),
            Centred(name="dose_person", of="dose", within=["team"]),
        ],
    )
    outcome = fit_one(load(ROOT / "config/tiny/config.yaml"), given, model, "skill")
    assert outcome.fit is not None
    assert outcome.fit.n == 37
    found = row_use_rows(outcome, given.without_score("skill", in_team=True))
    assert told(found) == [
        ("all", 44, 37, 7, 7, 7),
        ("score", 44, 37, 4, 4, 4),
        ("dose", 44, 37, 3, 3, 1),
        ("age", 44, 37, 2, 0, 0),
    ]
    assert given.without_score("skill", in_team=False) == 6
    assert given.without_score("transfer", in_team=False) == 0


def structural(missing: str = "listwise") -> Structural:
    return Structural(name="s", title=TEXT, question=TEXT, kind="path", missing=missing)


DATA = pd.DataFrame({"x": [1.0, 2, np.nan, 4], "y": [1.0, np.nan, np.nan, 3], "z": [np.nan] * 4})


def test_a_structural_model_loses_rows_to_its_variables_alone() -> None:
    found = structural_use_rows(structural(), "y ~ a*x", DATA, "refused", None)
    assert told(found) == [("all", 4, 2, 2, 2, 2), ("y", 4, 2, 2, 2, 1), ("x", 4, 2, 1, 0, 0)]


def test_full_information_loses_a_row_to_no_single_variable() -> None:
    found = structural_use_rows(structural("fiml"), "y ~ x", DATA, "fitted", 3)
    assert told(found) == [("all", 4, 3, 1, 1, 1)]
