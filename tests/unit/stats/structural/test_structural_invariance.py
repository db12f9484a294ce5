"""Measurement invariance over groups and waves against lavaan (tests/golden/structural/invariance.json)."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from structural_reference import GOLDEN, data

from isop_analysis.base.reasons import Refused
from isop_analysis.stats import structural
from isop_analysis.stats.structural import Criteria, Invariance, chi_square_difference
from isop_analysis.stats.structural.invariance.longitudinal import longitudinal_syntax
from isop_analysis.stats.structural.invariance.suggestions import suggestions

FOUND = json.loads((GOLDEN / "invariance.json").read_text())
FACTORS = {
    "visual": ["x1", "x2", "x3"],
    "textual": ["x4", "x5", "x6"],
    "speed": ["x7", "x8", "x9"],
}
WAVES = ["t1", "t2", "t3"]
STEPS = ["configural", "metric", "scalar", "strict"]


def wide() -> pd.DataFrame:
    """The items y1t1 … y3t3 as <item>_<wave>."""
    return data("ex_long").rename(
        columns={f"y{i}{wave}": f"y{i}_{wave}" for i in (1, 2, 3) for wave in WAVES}
    )


@cache
def found(over: str, estimator: str) -> Invariance:
    if over == "groups":
        return structural.invariance(
            FACTORS, data("holzinger_swineford_1939"), group="school", estimator=estimator
        )
    return structural.invariance({"f": ["y1", "y2", "y3"]}, wide(), waves=WAVES, estimator=estimator)


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
@pytest.mark.parametrize("over", ["groups", "waves"])
def test_steps(over, estimator):
    theirs = FOUND[over if estimator == "ML" else f"{over}_mlr"]
    table = found(over, estimator).table
    names = {"df": "df", "srmr": "srmr"}
    if estimator == "ML":
        names |= {"chisq": "chi2", "cfi": "cfi", "rmsea": "rmsea"}
    else:
        names |= {"chisq.scaled": "chi2", "cfi.robust": "cfi", "rmsea.robust": "rmsea"}
    assert list(table["step"]) == STEPS
    for place, step in enumerate(STEPS):
        for their_name, our_name in names.items():
            assert table.loc[place, our_name] == pytest.approx(theirs["fit"][step][their_name], rel=1e-3)
    difference = theirs["difference"]
    np.testing.assert_allclose(table["chi2_difference"][1:], difference["chisq"], rtol=1e-3)
    assert table["df_difference"][1:].tolist() == difference["df"]
    np.testing.assert_allclose(table["p_difference"][1:], difference["p"], rtol=5e-3)
    changes = np.diff([theirs["fit"][step][names_of(names, "cfi")] for step in STEPS])
    np.testing.assert_allclose(table["cfi_change"][1:], changes, atol=1e-5)


def names_of(names: dict[str, str], ours: str) -> str:
    return next(theirs for theirs, name in names.items() if name == ours)


@pytest.mark.parametrize(("over", "counts"), [("groups", (156, 145)), ("waves", (200, 200, 200))])
def test_what_is_reached_and_suggested(over, counts):
    result = found(over, "ML")
    assert (result.over, result.reached, result.counts) == (over, "metric", counts)
    assert result.table["holds"].tolist() == [True, True, False, True]
    first = result.suggestions.iloc[0]
    assert (first["step"], first["parameter"]) == ("scalar", "x3 ~ 1" if over == "groups" else "y3 ~ 1")
    assert first["p_adjusted"] == pytest.approx(first["p_value"] * len(result.suggestions))
    assert result.suggestions["p_adjusted"].is_monotonic_increasing


@pytest.mark.parametrize(
    ("step", "kind", "name"), [("scalar", "intercepts", "score"), ("metric", "loadings", "score_loadings")]
)
def test_score_tests_of_equalities(step, kind, name):
    theirs = FOUND["groups"][name]
    table = suggestions(found("groups", "ML").fits[step], kind, {}).set_index("parameter")
    assert len(table) == len(theirs["X2"])
    for lhs, op, rhs, statistic in zip(*(theirs[key] for key in ("lhs", "op", "rhs", "X2")), strict=True):
        parameter = f"{lhs} ~ 1" if op == "~1" else f"{lhs} {op} {rhs}"
        assert table.loc[parameter, "chi2"] == pytest.approx(statistic, rel=1e-3)
        assert table.loc[parameter, "df"] == 1


def test_a_parameter_that_differs_over_four_groups():
    frame = data("holzinger_swineford_1939")
    frame = frame.assign(part=frame["school"] + " " + frame["sex"].astype(str))
    model = "\n".join(f"{factor} =~ {' + '.join(items)}" for factor, items in FACTORS.items())
    fitted = structural.fit(model, frame, group="part", group_equal=("loadings", "intercepts"))
    table = suggestions(fitted, "intercepts", {}).set_index("parameter")
    assert table.loc["x3 ~ 1", "chi2"] == pytest.approx(FOUND["four"]["X2"], rel=1e-3)
    assert table.loc["x3 ~ 1", "df"] == FOUND["four"]["df"] == 3


def test_partial_invariance_that_config_confirms():
    theirs = FOUND["groups"]["partial"]
    result = structural.invariance(
        FACTORS, data("holzinger_swineford_1939"), group="school", partial=["x3 ~ 1", "x7~1"]
    )
    scalar = result.table.set_index("step").loc["scalar"]
    assert scalar["chi2"] == pytest.approx(theirs["chisq"], rel=1e-5)
    assert scalar["df"] == theirs["df"]
    assert result.partial == ("x3 ~ 1", "x7 ~ 1")
    assert result.reached == "strict"
    assert result.suggestions.empty


def test_partial_invariance_over_waves():
    factors = {"f": ["y1", "y2", "y3"]}
    result = structural.invariance(factors, wide(), waves=WAVES, partial=["y3 ~ 1", "f =~ y2", "y1 ~~ y1"])
    assert result.table["df"].tolist() == [15, 17, 19, 23]
    assert result.reached == "strict"


def test_the_syntax_of_three_waves():
    text = longitudinal_syntax({"f": ["a", "b"]}, ["1", "2", "3"], ("loadings", "intercepts"))
    assert text.splitlines()[:5] == [
        "f_1 =~ a_1 + l.f.b*b_1",
        "f_2 =~ a_2 + l.f.b*b_2",
        "f_3 =~ a_3 + l.f.b*b_3",
        "a_1 ~ i.a*1",
        "a_1 ~~ a_1",
    ]
    assert text.splitlines()[-3:] == ["f_1 ~ 0*1", "f_2 ~ NA*1", "f_3 ~ NA*1"]
    assert "a_1 ~~ a_3" in text.splitlines()


def test_waves_with_persons_missing():
    frame = wide()
    frame.loc[:70, [f"y{i}_t3" for i in (1, 2, 3)]] = np.nan
    result = structural.invariance({"f": ["y1", "y2", "y3"]}, frame, waves=WAVES, missing="fiml")
    assert result.counts == (200, 200, 129)
    assert result.table["df"].tolist() == [15, 19, 23, 29]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({}, "Invariance is over groups or over waves; expected either group= or waves="),
        ({"group": "school", "waves": ["a", "b"]}, "expected either group= or waves="),
        ({"waves": ["a"]}, "Invariance over waves needs two or more different ones; 'a' is given"),
        (
            {"group": "school", "criteria": Criteria(minimum_n=150)},
            "Too few rows to compare measurement: group 'Grant-White' has 145; expected at least "
            "150 a group: join "
            "groups, leave some out, or lower minimum_n (in config: minimum_group)",
        ),
        (
            {"group": "school", "partial": ["visual =~ x1"]},
            "'x1' is the first item of 'visual', whose loading is 1",
        ),
        (
            {"group": "school", "partial": ["visual ~~ textual"]},
            "partial has 'visual ~~ textual', which no step holds equal; expected 'factor =~ "
            "item', 'item ~ 1' or "
            "'item ~~ item' with items among 'x1', 'x2'",
        ),
        ({"group": "scool"}, "The data have no column 'scool', did you mean 'school'?"),
        ({"waves": ["1", "2"]}, "The data have no column 'x1_1', did you mean 'x1'?"),
    ],
)
def test_what_is_refused(options, sentence):
    with pytest.raises(Refused) as refusal:
        structural.invariance(FACTORS, data("holzinger_swineford_1939"), **options)
    assert sentence in str(refusal.value)


def test_the_difference_that_is_always_positive():
    fits = found("groups", "MLR").fits
    for place, (restricted, free) in enumerate(
        [("metric", "configural"), ("scalar", "metric"), ("strict", "scalar")]
    ):
        difference = chi_square_difference(fits[restricted], fits[free], strictly_positive=True)
        assert difference.method == "Satorra–Bentler 2010"
        theirs = FOUND["groups_mlr"]["difference_2010"]
        assert difference.chi2 == pytest.approx(theirs["chisq"][place], rel=1e-3)
        assert difference.p_value == pytest.approx(theirs["p"][place], rel=5e-3)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"n": 200}, "The models were fitted to 301 and 200 rows; expected the same rows"),
        ({"estimator": "MLR"}, "The models were fitted by ML and MLR; expected the same estimator"),
    ],
)
def test_differences_that_are_refused(other, sentence):
    from dataclasses import replace

    fits = found("groups", "ML").fits
    with pytest.raises(Refused, match=sentence):
        chi_square_difference(fits["metric"], replace(fits["configural"], **other))
    with pytest.raises(Refused, match=r"has 48 degrees of freedom, the free one 54; expected more"):
        chi_square_difference(fits["configural"], fits["metric"])


def test_models_of_the_same_df_have_no_difference():
    fitted = found("groups", "ML").fits["metric"]
    difference = chi_square_difference(fitted, fitted)
    assert difference.df == 0
    assert np.isnan([difference.chi2, difference.p_value]).all()
