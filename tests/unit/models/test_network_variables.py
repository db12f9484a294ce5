"""Measures of networks as variables of models: by their names, and fitted as a frame made by hand."""

import pandas as pd
import pytest
from demo_study import Demo

import isop_analysis as isop
from isop_analysis.models.frame import model_frame
from isop_analysis.models.networks import person_networks, team_networks
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Multilevel

TEXT = {"nl": "x", "en": "x"}
EGOS = pd.DataFrame(
    {
        "person": ["a", "a", "b"],
        "wave": ["w0", "w0", "w0"],
        "content": ["all", "works_with", "all"],
        "named": [3, 2, 0],
        "blau": [0.6, 0.5, None],
        "ei": [1.0, 0.0, None],
    }
)
TEAMS = pd.DataFrame(
    {"team": ["T", "U"], "wave": ["w0", "w0"], "content": ["all", "all"], "density": [0.5, None]}
).assign(reciprocity=1.0, centralisation_in=0.0, centralisation_out=0.25)


def tables() -> ModelTables:
    scores = pd.DataFrame(
        [("a", "T", "w0", 3.0), ("a", "T", "w1", 4.0), ("b", "U", "w0", 2.0), ("c", "none", "w0", 2.5)],
        columns=["person", "team", "wave", "score"],
    )
    return ModelTables(
        scores=scores.assign(site="S", scale="skill"),
        persons=pd.DataFrame({"person": ["a", "b", "c"]}),
        teams=pd.DataFrame({"team": ["T", "U"]}),
        participation=pd.DataFrame({"person": ["a"], "team": ["T"], "wave": ["w0"], "dose": [0.5]}),
        waves=pd.DataFrame({"wave": ["w0", "w1"], "occasion": ["T0", "T1"], "time": [0.0, 1.0]}),
        person_networks=person_networks(EGOS),
        team_networks=team_networks(TEAMS),
    )


def test_a_person_and_a_team_have_their_measures_at_the_wave_they_are_of() -> None:
    model = {"name": "m", "title": TEXT, "question": TEXT, "scales": ["skill"], "rows": "all"}
    settings = Multilevel.model_validate(model | {"formula": "score ~ network_named + (1 | team)"})
    frame = model_frame(tables(), settings, "skill")
    assert frame["network_named"].fillna(-1).tolist() == [3, -1, 0, -1]
    assert frame["works_with_named"].fillna(-1).tolist() == [2, -1, -1, -1]
    assert frame["network_ei"].fillna(-9).tolist() == [1.0, -9, -9, -9]
    assert frame["network_density"].fillna(-1).tolist() == [0.5, -1, -1, -1]
    assert frame["network_centralisation_out"].fillna(-1).tolist() == [0.25, -1, 0.25, -1]


def test_a_study_without_networks_has_none_of_their_variables() -> None:
    assert list(person_networks(EGOS.head(0))) == ["person", "wave"]


def test_the_demos_model_is_the_fit_of_a_frame_made_by_hand(demo_run: Demo) -> None:
    """Scores, egos, persons and participation joined here; estimates, errors and rows are the pipeline's."""
    study = demo_run.study
    scores, egos, persons, doses = (
        study.table(name) for name in ("scale_scores", "network_egos", "persons", "participation")
    )
    own = scores[(scores["scale"] == "roles_tasks") & (scores["status"] == "scored")]
    own = own[own["team"] != "none"].astype({"person": "str", "team": "str", "wave": "str"})
    egos = egos[egos["content"] == "all"].astype({"wave": "str"})
    frame = (
        own[["person", "team", "wave", "score"]]
        .merge(egos[["person", "wave", "named"]], on=["person", "wave"], how="left")
        .merge(persons[["person", "role"]].astype("str"), on="person")
        .merge(
            doses[["person", "team", "wave", "dose"]].astype({"wave": "str"}), on=["person", "team", "wave"]
        )
    )
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    frame = frame.assign(occasion=frame["wave"].map(occasions), named=frame["named"].astype("float64"))
    formula = "score ~ named + dose + occasion + role + (1 | team) + (1 | person)"
    fit = isop.multilevel.fit(formula, frame, references={"occasion": "T0", "role": "working"})
    expected = fit.coefficients.set_index("term").loc["named"]
    found = study.table("model_coefficients")
    found = found[(found["model"] == "named_professions") & (found["term"] == "network_named")].iloc[0]
    assert found["estimate"] == pytest.approx(expected["estimate"], rel=1e-6)
    assert found["se"] == pytest.approx(expected["se"], rel=1e-6)
    rows = study.table("model_rows")
    rows = rows[rows["model"] == "named_professions"].set_index("variable")
    assert int(rows.loc["all", "used"]) == fit.n
    lost = int(frame["named"].isna().sum())
    assert lost == 0 or int(rows.loc["network_named", "lost_any"]) == lost
