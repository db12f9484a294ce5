"""What teams raised as variables of models: shares, teams that nobody asked, codes on which coders differ."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.integration.raised_variables import with_raised
from isop_analysis.models.frame import model_frame
from isop_analysis.models.tables import ModelTables
from isop_analysis.study.model_settings import Multilevel

TEXT = {"nl": "x", "en": "x"}
NAMES = ("clear", "blurred")


def model(formula: str, **settings: object) -> Multilevel:
    given = {"name": "m", "title": TEXT, "question": TEXT, "scales": ["skill"], "formula": formula}
    return Multilevel.model_validate(given | settings)


DOCUMENTS = pd.DataFrame(
    [
        ("d1", "T1", "p1", 100, "consensus"),
        ("d2", "T1", "p2", 100, "consensus"),
        ("d3", "T1", None, 100, "consensus"),
        ("d4", "T2", "p4", 100, "consensus"),
        ("d5", "T3", "p5", 100, None),
        ("a1", "T1", "p6", 20, "consensus"),
        ("a2", "T3", "p7", 20, "consensus"),
    ],
    columns=["document", "team", "person", "characters", "analysed"],
)
DOCUMENTS["kind"] = ["answer" if name.startswith("a") else "interview" for name in DOCUMENTS["document"]]
SEGMENTS = pd.DataFrame(
    [
        ("d1", "roles", "clear"),
        ("d1", "roles", "clear"),
        ("d3", "roles", "blurred"),
        ("d5", "roles", "clear"),
        ("a1", "roles", "clear"),
        ("a2", "roles", "clear"),
    ],
    columns=["document", "theme", "code"],
)
CODINGS = pd.DataFrame(
    [
        (document, document, coder, code, start, start + 10)
        for document in ("d1", "d2")
        for coder, codes in (("a", ("clear", "blurred")), ("b", ("clear", "clear")))
        for start, code in zip((0, 20), codes, strict=True)
    ],
    columns=["document", "person", "coder", "code", "start", "end"],
).assign(kind="text", characters=100)


def study(formula: str, allowed: bool = False, **settings: object) -> Any:
    codes = [SimpleNamespace(name=name, theme="roles") for name in NAMES]
    coded = SimpleNamespace(threshold=0.667, coefficient="alpha", disputed_in_models=allowed)
    tables = {"documents": DOCUMENTS, "segments": SEGMENTS, "codings": CODINGS}
    return SimpleNamespace(
        multilevel=[model(formula, **settings)],
        integration=SimpleNamespace(codes=codes, themes=[SimpleNamespace(name="roles")], coded=coded),
        config=SimpleNamespace(seed=1),
        table=lambda name: tables[name],
    )


@pytest.fixture
def tables() -> ModelTables:
    teams = ["T1", "T2", "T3", "none"]
    return ModelTables(
        scores=pd.DataFrame(
            {
                "person": ["p1", "p4", "p5", "p6"],
                "team": teams,
                "site": "S",
                "wave": "w0",
                "scale": "skill",
                "score": 3.0,
            }
        ),
        persons=pd.DataFrame({"person": ["p1", "p4", "p5", "p6"]}),
        teams=pd.DataFrame({"team": teams[:3], "members": [7, 6, 5]}),
        participation=pd.DataFrame({"person": [], "team": [], "wave": [], "dose": []}).astype(
            {"dose": "float64"}
        ),
        waves=pd.DataFrame({"wave": ["w0"], "occasion": ["T0"], "time": [0.0]}),
    )


def test_a_share_is_of_who_was_interviewed_and_a_team_that_nobody_asked_has_none(tables: ModelTables) -> None:
    asked = study("score ~ raised_clear + theme_roles + (1 | team)", allowed=True, rows="all")
    found = with_raised(asked, tables)
    frame = model_frame(found, asked.multilevel[0], "skill").set_index("person")
    # Of T1 three speak, one of them as a group: one raised the code, two the theme; of T2 the one did not.
    assert frame.loc[["p1", "p4"], "raised_clear"].tolist() == pytest.approx([1 / 3, 0])
    assert frame.loc[["p1", "p4"], "theme_roles"].tolist() == pytest.approx([2 / 3, 0])
    assert frame.loc[["p5", "p6"], ["raised_clear", "theme_roles"]].isna().all(axis=None)


def test_tables_stay_as_they_are_where_no_model_names_what_teams_raised(tables: ModelTables) -> None:
    assert with_raised(study("score ~ members + (1 | team)"), tables) is tables
    plain = study("score ~ raised_clear + (1 | team)")
    plain.integration = None
    assert with_raised(plain, tables) is tables


def test_a_centred_variable_counts_as_named(tables: ModelTables) -> None:
    own = study(
        "score ~ own + (1 | team)", centred=[{"name": "own", "of": "raised_clear", "between": ["team"]}]
    )
    found = with_raised(own, tables)
    assert "raised_clear" in found.teams
    assert "raised_blurred" not in found.teams


def test_a_model_of_a_code_on_which_coders_differ_is_refused_unless_the_config_allows_it(
    tables: ModelTables,
) -> None:
    formula = "score ~ raised_blurred + (1 | team)"
    found = with_raised(study(formula), tables)
    assert found.disputed == {"raised_blurred"}
    with pytest.raises(Refused) as refused:
        model_frame(found, model(formula), "skill")
    assert refused.value.reason.key == "variable_of_disputed_code"
    assert refused.value.reason.values == {"variable": "raised_blurred"}
    # A theme is no code, and another model is not touched.
    assert len(model_frame(found, model("score ~ members + (1 | team)"), "skill")) == 3
    allowed = with_raised(study(formula, allowed=True), tables)
    assert allowed.disputed == frozenset()
    assert model_frame(allowed, model(formula), "skill")["raised_blurred"].notna().sum() == 2
