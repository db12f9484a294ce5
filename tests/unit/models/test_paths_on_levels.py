"""Path models of two levels and of groups from a study's tables, and the keys that go together."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.models.rows_used import structural_use_rows
from isop_analysis.models.structural.data import check_groups, check_people, path_frame
from isop_analysis.models.structural.fit_rows import fit_row, parameter_rows
from isop_analysis.models.tables import ModelTables
from isop_analysis.stats import structural
from isop_analysis.study.structural_settings import Structural

WAVES = pd.DataFrame({"wave": ["a"], "occasion": ["T0"], "time": [0.0]})
NO_ITEMS = SimpleNamespace(instruments=())
SYNTAX = "level: 1\nskill_T0 ~ attendance_T0\nlevel: 2\nskill_T0 ~ hours"


def model(**changed: object) -> Structural:
    text = {"nl": "X", "en": "X"}
    settings: dict[str, object] = {
        "name": "m",
        "title": text,
        "question": text,
        "kind": "path",
        "syntax": SYNTAX,
        "cluster": "team",
    }
    return Structural.model_validate(settings | changed)


def tables(teams: int = 40, size: int = 8) -> ModelTables:
    random = np.random.default_rng(4)
    team = np.repeat(np.arange(teams), size)
    hours = random.normal(10, 2, teams)
    attended = random.integers(1, 9, len(team)).astype(float)
    level = 0.3 * (hours - 10) + random.normal(0, 0.5, teams)
    score = 3 + level[team] + 0.1 * attended + random.standard_normal(len(team))
    people = [f"p{one:03d}" for one in range(len(team))]
    names = [f"t{one:02d}" for one in team]
    scores = pd.DataFrame({"person": people, "wave": "a", "scale": "skill", "score": score})
    sessions = pd.DataFrame(
        {"person": people, "team": names, "wave": "a", "offered": 8.0, "attended": attended}
    ).assign(dose=lambda own: own["attended"] / own["offered"])
    register = pd.DataFrame({"team": sorted(set(names)), "site": "s", "hours": hours})
    persons = pd.DataFrame(
        {"person": people, "role": np.where(np.arange(len(team)) % 3, "future", "working")}
    )
    return ModelTables(scores, persons, register, sessions, WAVES)


def frame(of: ModelTables, asked: Structural) -> pd.DataFrame:
    return path_frame(NO_ITEMS, of, pd.DataFrame(), asked)  # type: ignore[arg-type]


def test_a_person_belongs_to_the_team_with_most_sessions_attended():
    of = tables(3, 2)
    extra = pd.DataFrame(
        {
            "person": ["p000"],
            "team": ["t02"],
            "wave": ["a"],
            "offered": [20.0],
            "attended": [15.0],
            "dose": [0.75],
        }
    )
    of = ModelTables(of.scores, of.persons, of.teams, pd.concat([of.participation, extra]), WAVES)
    wide = frame(of, model())
    assert wide["team"].tolist() == ["t02", "t00", "t01", "t01", "t02", "t02"]
    assert wide["hours"].tolist()[0] == of.teams["hours"].tolist()[2]
    assert wide["role"].tolist()[:2] == ["working", "future"]


def test_two_levels_are_told_with_their_groups_and_parameters_between():
    data = frame(tables(), model())
    fitted = structural.fit(SYNTAX, data, cluster="team")
    row = fit_row(model(), fitted)
    assert (row["status"], row["n"], row["clusters"]) == ("fitted", 320, 40)
    # a slope, an intercept and a residual variance
    assert row["n_between"] == 3
    slopes = {
        (one["level"], one["rhs"]): one["estimate"]
        for one in parameter_rows(model(), fitted)
        if one["op"] == "~"
    }
    assert set(slopes) == {(1, "attendance_T0"), (2, "hours")}
    assert slopes[2, "hours"] == pytest.approx(0.3, abs=0.12)


def test_people_who_answered_in_part_stay_by_full_information():
    of = tables()
    trust = of.scores.assign(scale="trust", score=of.scores["score"] * 0.5 + np.sin(np.arange(320)))
    scores = pd.concat([of.scores[of.scores.index % 5 > 0], trust[trust.index % 4 > 0]])
    of = ModelTables(scores, of.persons, of.teams, of.participation, WAVES)
    syntax = "level: 1\ntrust_T0 ~ skill_T0\nskill_T0 ~ attendance_T0\nlevel: 2\ntrust_T0 ~ skill_T0"
    asked = model(missing="fiml", syntax=syntax)
    data = frame(of, asked)
    fitted = structural.fit(syntax, data, missing="fiml", cluster="team")
    row = fit_row(asked, fitted)
    assert (row["n"], row["n_dropped"], row["clusters"]) == (304, 0, 40)
    (use,) = structural_use_rows(asked, syntax, data, "fitted", fitted.n)
    assert (use["available"], use["used"], use["lost_any"]) == (304, 304, 0)
    complete = structural.fit(syntax, data, cluster="team")
    assert complete.n == 320 - 64 - 80 + 16
    gained = [one.parameters.query("level == 1 and op == '~'")["se"].to_numpy() for one in (fitted, complete)]
    assert (gained[0] < gained[1]).all()


def test_groups_are_told_apart():
    asked = model(cluster=None, group="role", syntax="skill_T0 ~ attendance_T0")
    data = frame(tables(), asked)
    check_groups(asked, data)
    fitted = structural.fit("skill_T0 ~ attendance_T0", data, group="role")
    rows = [one for one in parameter_rows(asked, fitted) if one["op"] == "~"]
    assert [one["group"] for one in rows] == ["working", "future"]
    alone = structural.fit("skill_T0 ~ attendance_T0", data[data["role"] == "working"])
    expected = alone.parameters.query("op == '~'")["estimate"].tolist()
    assert rows[0]["estimate"] == pytest.approx(expected[0], rel=1e-6)


def test_a_small_group_is_refused():
    asked = model(cluster=None, group="role", syntax="skill_T0 ~ attendance_T0", minimum_group=150)
    with pytest.raises(
        Refused, match=r"Too few people .* in 1 of 2 groups of 'role'; expected at least 150 in each"
    ):
        check_groups(asked, frame(tables(), asked))


def test_a_group_without_usable_people_is_counted_and_not_named():
    asked = model(cluster=None, group="role", syntax="skill_T0 ~ attendance_T0", minimum_group=20)
    data = frame(tables(), asked)
    data.loc[data["role"] == "working", "skill_T0"] = np.nan
    with pytest.raises(Refused, match="Too few people with answers to compare in 1 of 2 groups of 'role'"):
        check_groups(asked, data)


def answered(team: dict[str, str]) -> pd.DataFrame:
    """Return answers of people: two a response, so that rows are no measure of responses."""
    rows = [(who, where, place) for place, (who, where) in enumerate(team.items()) for _ in range(2)]
    return pd.DataFrame(rows, columns=["person", "team", "response"])


def test_a_team_that_only_the_export_holds_counts():
    of = tables(3, 2)
    none = of.participation.head(0)
    bare = ModelTables(of.scores, of.persons, of.teams, none, WAVES)
    said = answered({"p000": "t02", "p001": "none", "p002": "t01"})
    given = path_frame(NO_ITEMS, bare, said, model(syntax="skill_T0 ~ hours"))  # type: ignore[arg-type]
    assert given["team"].fillna("").tolist() == ["t02", "", "t01", "", "", ""]
    assert given["hours"].notna().tolist() == [True, False, True, False, False, False]


def test_sessions_attended_go_before_what_the_export_holds():
    of = tables(3, 2)
    given = path_frame(NO_ITEMS, of, answered({"p000": "t02"}), model())  # type: ignore[arg-type]
    assert given["team"].tolist() == ["t00", "t00", "t01", "t01", "t02", "t02"]


def test_that_nobody_is_in_a_team_is_the_reason_told():
    of = tables(3, 2)
    bare = ModelTables(of.scores, of.persons, of.teams, of.participation.head(0), WAVES)
    with pytest.raises(
        Refused, match="nobody who answered is known to be in a team; give it in the register"
    ):
        check_people(model(), frame(bare, model()), "T0")
