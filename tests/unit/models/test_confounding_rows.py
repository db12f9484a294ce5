"""Which indirect effects of a study's models are set against unmeasured causes, and what is written."""

import numpy as np
import pandas as pd
import pytest
from told_cells import told

from isop_analysis.models.structural.confounding_rows import confounding_rows
from isop_analysis.models.structural.syntax_problems import _unknown_paths
from isop_analysis.stats import structural
from isop_analysis.study.structural_refs import _sensitivity_problems
from isop_analysis.study.structural_settings import Structural
from isop_analysis.study.yaml_lines import Document

SYNTAX = "m ~ a*x + z\ny ~ b*m + c*x + z\nindirect := a*b\ntotal := c + a*b"
LEVELS = "level: 1\nm ~ aw*x\ny ~ bw*m\nlevel: 2\nm ~ ab*w\ny ~ bb*m\nwithin := aw*bw\nbetween := ab*bb"


def model(**changed: object) -> Structural:
    text = {"nl": "X", "en": "X"}
    settings = {"name": "m", "title": text, "question": text, "kind": "path", "syntax": SYNTAX}
    return Structural.model_validate(settings | changed)


def people(teams: int = 20, size: int = 8) -> pd.DataFrame:
    random = np.random.default_rng(2)
    team = np.repeat(np.arange(teams), size)
    w, u, v = random.normal(size=(3, teams))
    x, z = random.normal(size=(2, len(team)))
    m = 0.4 * x + 0.3 * z + 0.6 * w[team] + u[team] + random.normal(size=len(team))
    y = 0.4 * m + 0.3 * z + v[team] + random.normal(size=len(team))
    return pd.DataFrame({"team": team, "w": w[team], "x": x, "z": z, "m": m, "y": y})


def test_products_of_paths_are_asked_unless_config_wants_none():
    fitted = structural.fit(SYNTAX, people())
    rows = confounding_rows(model(), fitted, 7)
    (effect,) = rows.effects
    found = structural.confounding(fitted, ("x", "m", "y"), seed=7)[0]
    assert (effect["name"], effect["formula"], effect["predictor"]) == ("indirect", "a*b", "x")
    assert (effect["zero_at"], effect["open_at"]) == (found.curve.zero_at, found.curve.open_at)
    assert effect["zero_share"] == abs(found.curve.zero_at)
    assert effect["covariate"] == "z"
    assert len(rows.curve) == 19
    assert [(row["cause"], row["outcome"]) for row in rows.paths] == [("x", "m"), ("m", "y"), ("x", "y")]
    assert confounding_rows(model(sensitivity=[]), fitted, 7).effects == []


def test_declared_effects_need_no_label():
    fitted = structural.fit("m ~ x + z\ny ~ m + x", people())
    declared = [{"predictor": "x", "mediator": "m", "outcome": "y", "covariate": "z"}]
    (effect,) = confounding_rows(model(sensitivity=declared), fitted, 7).effects
    assert (effect["name"], effect["formula"], effect["covariate"]) == ("x → m → y", "*", "z")


def test_groups_are_told_apart():
    data = people(40).assign(g=lambda own: own.index % 2)
    text = "m ~ c(a1, a2)*x\ny ~ c(b1, b2)*m\none := a1*b1\nother := a2*b2"
    fitted = structural.fit(text, data.assign(g=data["g"].map({0: "k", 1: "l"})), group="g")
    rows = confounding_rows(model(group="g", syntax=text), fitted, 7)
    assert [(row["name"], row["group"]) for row in rows.effects] == [("one", "k"), ("other", "l")]
    assert {row["df"] for row in rows.paths} == {len(data) / 2 - 2}


def test_between_few_groups_nothing_is_asked():
    few = structural.fit(LEVELS, people(), cluster="team")
    of_levels = model(syntax=LEVELS, cluster="team")
    rows = confounding_rows(of_levels, few, 7)
    assert [(row["name"], row["level"]) for row in rows.effects] == [("within", 1)]
    many = structural.fit(LEVELS, people(40), cluster="team")
    rows = confounding_rows(of_levels, many, 7)
    assert [(row["name"], row["level"]) for row in rows.effects] == [("within", 1), ("between", 2)]


def test_a_covariance_in_the_model_is_told_as_the_reason():
    fitted = structural.fit(SYNTAX + "\nm ~~ 0*y", people())
    (effect,) = confounding_rows(model(), fitted, 7).effects
    assert effect["estimate"] is None
    assert effect["note"] == 'covariance_there {"first": "m", "second": "y"}'


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"mediator": "q"}, "the syntax has no path from 'x' to 'q'; add 'q ~ x'"),
        ({"covariate": "zz"}, "unknown covariate 'zz'; did you mean 'z'?"),
        ({}, None),
    ],
)
def test_declared_effects_are_checked_before_any_data(changed, message):
    declared = {"predictor": "x", "mediator": "m", "outcome": "y"} | changed
    found = _unknown_paths(Document("models.yaml", {}, {}), ("structural", 0), model(sensitivity=[declared]))
    messages = [problem.message for problem in found]
    assert messages == [] if message is None else message in messages


def test_an_effect_that_is_not_in_the_model_is_told():
    fitted = structural.fit(SYNTAX, people())
    declared = [{"predictor": "z", "mediator": "x", "outcome": "y"}]
    (effect,) = confounding_rows(model(sensitivity=declared), fitted, 7).effects
    assert (effect["note"], effect["estimate"]) == ('model_without_path {"path": "z → x → y"}', None)
    assert told(effect["note"]) == "The model has no path z → x → y"
    wrong = [{"predictor": "x", "mediator": "m", "outcome": "y", "covariate": "q"}]
    (effect,) = confounding_rows(model(sensitivity=wrong), fitted, 7).effects
    assert told(effect["note"]).startswith("'q' explains nothing that the effect runs through")


def test_ordered_answers_have_no_such_key():
    declared = [{"predictor": "x", "mediator": "m", "outcome": "y"}]
    own = model(sensitivity=declared, ordered="all")
    found = list(_sensitivity_problems(Document("models.yaml", {}, {}), ("structural", 0), own))
    assert found[0].message == "'sensitivity' is for kind path, with answers that are numbers; take it out"
