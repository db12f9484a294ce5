"""The frame of a model: who is in it, what is merged, how predictors are centred."""

import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.models.frame import centre, grouping_factors, model_frame
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Centred, Multilevel

TEXT = {"nl": "x", "en": "x"}


def model(formula: str, **settings: object) -> Multilevel:
    return Multilevel.model_validate(
        {"name": "m", "title": TEXT, "question": TEXT, "scales": ["skill"], "formula": formula} | settings
    )


@pytest.fixture
def tables() -> ModelTables:
    score = [
        ("a", "T1", "w0", "skill", 3.0),
        ("a", "T1", "w1", "skill", 4.0),
        ("b", "none", "w0", "skill", 2.0),
    ]
    quality = [("a", "T1", "w0", "quality", 2.0), ("a", "T2", "w0", "quality", 4.0)]
    scores = pd.DataFrame([*score, *quality], columns=["person", "team", "wave", "scale", "score"])
    return ModelTables(
        scores=scores.assign(site="S1"),
        persons=pd.DataFrame(
            {"person": ["a", "b"], "cohort": ["2023", "2023"], "role": ["future", "working"]}
        ),
        teams=pd.DataFrame({"team": ["T1", "T2"], "site": ["S1", "S1"], "members": [7, 6]}),
        participation=pd.DataFrame(
            {"person": ["a", "a"], "team": ["T1", "T1"], "wave": ["w0", "w1"], "dose": [0.5, 0.75]}
        ),
        waves=pd.DataFrame(
            {"wave": ["w0", "w1"], "cohort": ["2023", "2023"], "occasion": ["T0", "T1"], "time": [0.0, 1.0]}
        ),
    )


def test_participants_have_their_team_dose_and_attributes(tables: ModelTables) -> None:
    frame = model_frame(tables, model("score ~ dose + role + members + (1 | team)"), "skill")
    assert frame["person"].tolist() == ["a", "a"]
    assert frame["dose"].tolist() == [0.5, 0.75]
    assert frame["role"].tolist() == ["future", "future"]
    assert frame["members"].tolist() == [7, 7]
    assert frame["occasion"].tolist() == ["T0", "T1"]


def test_people_without_a_team_are_a_cluster_of_their_own_with_dose_zero(tables: ModelTables) -> None:
    frame = model_frame(tables, model("score ~ dose + (1 | team)", rows="all"), "skill")
    alone = frame[frame["person"] == "b"]
    assert alone["team"].tolist() == ["none_b"]
    assert alone["dose"].tolist() == [0.0]


def test_another_scale_is_the_persons_mean_at_the_same_wave(tables: ModelTables) -> None:
    frame = model_frame(tables, model("score ~ quality + (1 | team)"), "skill")
    assert frame["quality"].tolist()[0] == 3.0
    assert frame["quality"].isna().tolist() == [False, True]


def test_centring_splits_a_variable_into_parts_that_add_up() -> None:
    frame = pd.DataFrame(
        {
            "team": ["T", "T", "T", "U"],
            "person": ["a", "a", "b", "c"],
            "dose": [0.2, 0.4, 0.9, 0.5],
        }
    )
    team = centre(frame, Centred(name="t", of="dose", between=["team"]))
    person = centre(frame, Centred(name="p", of="dose", between=["person"], within=["team"]))
    occasion = centre(frame, Centred(name="o", of="dose", within=["person"]))
    assert team.tolist() == pytest.approx([0.0, 0.0, 0.0, 0.0])
    assert person.tolist() == pytest.approx([-0.2, -0.2, 0.4, 0.0])
    assert occasion.tolist() == pytest.approx([-0.1, 0.1, 0.0, 0.0])
    grand = centre(frame, Centred(name="g", of="dose"))
    assert (team + person + occasion).tolist() == pytest.approx(grand.tolist())
    assert grand.tolist() == pytest.approx([-0.3, -0.1, 0.4, 0.0])


def test_the_mean_of_others_leaves_out_ones_own_rows() -> None:
    """Team T at w0: a 2, b 4, c 6; at w1: a 1 and a 3, b 5, c none. U: d alone. Grand mean 27 / 7."""
    rows = [
        *(("T", "w0", "a", 2.0), ("T", "w0", "b", 4.0), ("T", "w0", "c", 6.0)),
        *(("T", "w1", "a", 1.0), ("T", "w1", "a", 3.0), ("T", "w1", "b", 5.0), ("T", "w1", "c", None)),
        ("U", "w0", "d", 6.0),
    ]
    frame = pd.DataFrame(rows, columns=["team", "wave", "person", "quality"])
    others = centre(frame, Centred(name="o", of="quality", between=["team", "wave"], others=True))
    expected = [5.0, 4.0, 3.0, 5.0, 5.0, 2.0, 3.0]
    assert (others[:7] + 27 / 7).tolist() == pytest.approx(expected)
    assert others.isna().tolist() == [False] * 7 + [True]
    over_time = centre(frame, Centred(name="o", of="quality", between=["team"], others=True))
    assert (over_time + 27 / 7).tolist()[:2] == pytest.approx([(4 + 6 + 5) / 3, (2 + 6 + 1 + 3) / 4])
    from_team = centre(
        frame, Centred(name="o", of="quality", between=["team", "wave"], within=["team"], others=True)
    )
    assert from_team.tolist()[0] == pytest.approx(5.0 - 21 / 6)


def test_centring_by_a_column_that_is_not_there() -> None:
    frame = pd.DataFrame({"team": ["T", "U"], "dose": [0.2, 0.4]})
    with pytest.raises(Refused) as refused:
        centre(frame, Centred(name="t", of="doze", between=["team"]))
    assert str(refused.value) == "'t' is centred by 'doze', which the data do not have, did you mean 'dose'?"


@pytest.mark.parametrize(
    ("formula", "factors"),
    [
        ("score ~ dose + (1 | team)", [["team"]]),
        ("score ~ 1 + (1 + time | person) + (1 | site/team)", [["person"], ["site"], ["site", "team"]]),
        ("score ~ 1 + (1 | site:team) + (time || team)", [["site", "team"], ["team"]]),
    ],
)
def test_grouping_factors_of_a_formula(formula: str, factors: list[list[str]]) -> None:
    assert grouping_factors(formula) == factors
