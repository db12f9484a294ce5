"""Panel models from the tables of a study: their columns, the fits they give, and what is refused."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError
from told_cells import told

from isop_analysis.models.structural.data import wide_frame
from isop_analysis.models.structural.fits import StructuralRows, fit_structural
from isop_analysis.models.tables import ModelTables
from isop_analysis.stats import structural
from isop_analysis.study.structural_settings import Panel

OCCASIONS = ("T0", "T1", "T2")
WAVES = pd.DataFrame({"wave": ["a", "b", "c"], "occasion": OCCASIONS, "time": [0.0, 1.0, 3.0]})


def tables(people: int = 220) -> ModelTables:
    random = np.random.default_rng(8)
    steady = random.standard_normal(people)
    scores, sessions = [], []
    deviation = random.standard_normal(people)
    for time, wave in zip((0, 1, 3), WAVES["wave"], strict=True):
        deviation = 0.4 * deviation + random.standard_normal(people)
        score = 3 + 0.2 * time + steady + 0.3 * deviation
        scores.append(pd.DataFrame({"person": range(people), "wave": wave, "scale": "skill", "score": score}))
        offered = random.integers(4, 9, people)
        attended = np.round(offered * random.uniform(0.2, 1.0, people))
        sessions.append(
            pd.DataFrame(
                {"person": range(people), "team": "t", "wave": wave, "offered": offered, "attended": attended}
            ).assign(dose=lambda own: own["attended"] / own["offered"])
        )
    frame = pd.concat(scores).assign(person=lambda own: own["person"].astype("str"))
    dose = pd.concat(sessions).assign(person=lambda own: own["person"].astype("str"))
    return ModelTables(frame, pd.DataFrame(), pd.DataFrame(), dose, WAVES)


def panel(**changed: object) -> Panel:
    text = {"nl": "X", "en": "X"}
    settings: dict[str, object] = {
        "name": "p",
        "title": text,
        "question": text,
        "kind": "cross_lagged",
        "variables": ["attendance", "skill"],
    }
    return Panel.model_validate(settings | changed)


def fitted(model: Panel, of: ModelTables) -> StructuralRows:
    study = SimpleNamespace(structural=(), panels=(model,))
    return fit_structural(study, of, pd.DataFrame())  # type: ignore[arg-type]


def test_attendance_is_over_all_teams_since_the_occasion_before():
    sessions = pd.DataFrame(
        {
            "person": ["p", "p", "p", "q"],
            "team": ["x", "y", "x", "x"],
            "wave": ["a", "a", "b", "a"],
            "offered": [4, 1, 5, 0],
            "attended": [2, 1, 4, 0],
            "dose": [0.5, 1.0, 0.6, np.nan],
        }
    )
    scores = pd.DataFrame(
        {"person": ["p", "q"], "wave": ["a", "a"], "scale": ["skill", "skill"], "score": [3.0, 4]}
    )
    wide = wide_frame(ModelTables(scores, pd.DataFrame(), pd.DataFrame(), sessions, WAVES))
    assert wide["attendance_T0"].tolist()[0] == pytest.approx(3 / 5)
    assert wide["attendance_T1"].tolist()[0] == pytest.approx(4 / 5)
    assert np.isnan(wide["attendance_T0"].tolist()[1])
    assert wide["dose_T0"].tolist()[0] == pytest.approx(0.75)


def test_a_cross_lagged_panel_is_ri_clpm_of_the_wide_rows():
    of = tables()
    rows = fitted(panel(), of)
    own = structural.ri_clpm(wide_frame(of), ["attendance", "skill"], OCCASIONS)
    assert rows.fits[0]["kind"] == "cross_lagged"
    assert rows.fits[0]["n"] == 220
    assert rows.fits[0]["loglik"] == pytest.approx(own.fit_indices["loglik"], rel=1e-9)
    lagged = [row for row in rows.parameters if row["op"] == "~"]
    assert len(lagged) == 8
    expected = own.parameters.query("op == '~'")["estimate"].tolist()
    assert [row["estimate"] for row in lagged] == pytest.approx(expected, rel=1e-6)
    assert rows.rows[0]["available"] == rows.rows[0]["used"] == 220


def test_a_growth_curve_steps_with_the_time_of_the_waves():
    of = tables()
    rows = fitted(panel(kind="growth_curve", variables=["skill"]), of)
    by_key = {(row["lhs"], row["op"], row["rhs"]): row["estimate"] for row in rows.parameters}
    assert (by_key["growth", "=~", "skill_T1"], by_key["growth", "=~", "skill_T2"]) == (1.0, 3.0)
    growth = next(row["estimate"] for row in rows.parameters if (row["lhs"], row["op"]) == ("growth", "~1"))
    assert growth == pytest.approx(0.2, abs=0.05)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (
            {"minimum_n": 500},
            "needs persons with two or more waves, here are 220 of 220; expected at least 500",
        ),
        ({"occasions": ["T0", "T1"]}, "needs three or more different waves, here are 2"),
    ],
)
def test_too_little_is_refused(changed: dict[str, object], reason: str):
    rows = fitted(panel(**changed), tables())
    assert rows.fits[0]["status"] == "refused"
    assert reason in told(rows.fits[0]["reason"])
    assert rows.parameters == []


def test_as_many_variables_as_the_kind_takes():
    with pytest.raises(ValidationError, match="a growth curve takes one variable, here are 2"):
        panel(kind="growth_curve")
    with pytest.raises(ValidationError, match="a cross-lagged panel takes two variables or more"):
        panel(variables=["skill", "skill"])
