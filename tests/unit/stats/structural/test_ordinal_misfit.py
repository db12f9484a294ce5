"""Where models of ordered items miss the data, against lavaan (golden/structural/ordinal_misfit.json)."""

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest
from structural_reference import GOLDEN, data

from isop_analysis.base.reasons import Refused
from isop_analysis.stats import structural
from isop_analysis.stats.structural import Invariance, StructuralFit, chi_square_difference
from isop_analysis.stats.structural.invariance.suggestions import suggestions

FOUND = json.loads((GOLDEN / "ordinal_misfit.json").read_text())
MODELS = FOUND["modification"]
KEY = ["lhs", "op", "rhs", "group"]
FACTORS = {"A": ["a1", "a2", "a3", "a4"], "B": ["b1", "b2", "b3", "b4"]}
STEPS = {"thresholds": "thresholds", "metric": "loadings", "scalar": "intercepts", "strict": "residuals"}


@cache
def fitted_as(name: str) -> StructuralFit:
    given = dict(MODELS[name]["opts"])
    options = {key.replace(".", "_"): value for key, value in given.items()}
    return structural.fit(MODELS[name]["model"], data("likert"), **options)


def theirs(name: str, kind: str) -> pd.DataFrame:
    table = pd.DataFrame(MODELS[name][kind])
    return table.assign(group=table.get("group", 1)).set_index(KEY)


def ours(fitted: StructuralFit) -> pd.DataFrame:
    groups = {label: place + 1 for place, label in enumerate(fitted.groups)}
    table = structural.modification_indices(fitted)
    return table.assign(group=table["group"].map(groups) if groups else 1).set_index(KEY)


@pytest.mark.parametrize("name", MODELS)
def test_modification_indices(name):
    expected, found = theirs(name, "mi"), ours(fitted_as(name))
    assert set(found.index) == set(expected.index)
    assert found["p_value"].is_monotonic_increasing
    found = found.loc[expected.index]
    np.testing.assert_allclose(found["mi"], expected["mi"], rtol=1e-3, atol=2e-4)
    np.testing.assert_allclose(found["epc"], expected["epc"], rtol=1e-3, atol=2e-5)
    of_sizes = expected.index.get_level_values("op") == "~*~"
    compared = (found["epc_std"][~of_sizes], expected["sepc.all"][~of_sizes])
    np.testing.assert_allclose(*compared, rtol=1e-3, atol=2e-5)


@pytest.mark.parametrize("name", [name for name in MODELS if name != "unadjusted"])
def test_generalised_score_tests(name):
    from scipy.stats import chi2

    expected, found = theirs(name, "robust"), ours(fitted_as(name))
    both = found.index.intersection(expected.index)
    assert len(both) == len(found)
    np.testing.assert_allclose(
        found.loc[both, "mi_scaled"], expected.loc[both, "robust"], rtol=1e-3, atol=2e-4
    )
    np.testing.assert_allclose(found["p_value"], chi2.sf(found["mi_scaled"], 1), rtol=1e-12)


def test_without_robust_errors_there_is_one_test():
    table = structural.modification_indices(fitted_as("unadjusted"))
    assert "mi_scaled" not in table
    assert table["p_value"].iloc[0] == pytest.approx(0.002278, abs=1e-5)


def test_the_generalised_score_test_is_about_what_the_scaled_difference_is():
    fitted = fitted_as("three")
    first = structural.modification_indices(fitted).iloc[0]
    line = f"{first['lhs']} {first['op']} {first['rhs']}"
    items = [*FACTORS["A"], *FACTORS["B"], "c1", "c2", "c3", "c4"]
    freed = structural.fit(f"{fitted.syntax}\n{line}", data("likert"), ordered=items)
    gained = chi_square_difference(fitted, freed)
    assert first["mi_scaled"] == pytest.approx(gained.chi2, rel=0.15)
    row = freed.parameters.set_index(["lhs", "op", "rhs"]).loc[tuple(line.split())]
    assert first["epc"] == pytest.approx(row["estimate"], rel=0.15)


@pytest.mark.parametrize("name", MODELS)
def test_residual_correlations(name):
    table = structural.residual_correlations(fitted_as(name))
    compared = 0
    for label, expected in zip(fitted_as(name).groups or (None,), MODELS[name]["residuals"], strict=True):
        values = pd.DataFrame(expected["values"], index=expected["names"], columns=expected["names"])
        own = table if label is None else table[table["group"] == label]
        for row in own.itertuples():
            assert row.residual == pytest.approx(values.loc[row.first, row.second], abs=2e-5)
            compared += 1
    assert compared == len(table) > 20


def test_score_tests_of_equalities_without_robust_errors():
    """As lavTestScore gives them, which are chi-squares where weights are the inverse covariance."""
    equal = ("thresholds", "loadings")
    fitted = structural.fit(
        MODELS["scalar"]["model"],
        data("likert"),
        "DWLS",
        group="g",
        ordered="all",
        group_equal=equal,
        parameterization="theta",
    )
    found = pd.concat([suggestions(fitted, kind, {}) for kind in equal]).set_index("parameter")["chi2"]
    expected = pd.DataFrame(FOUND["score"]["scalar"])
    names = expected["lhs"] + " " + expected["op"] + " " + expected["rhs"]
    assert set(names) == set(found.index)
    np.testing.assert_allclose(found[names], expected["X2"], rtol=1e-3, atol=2e-4)


@cache
def steps(*partial: str) -> Invariance:
    return structural.invariance(FACTORS, data("likert"), group="g", ordered=True, partial=partial)


@pytest.mark.parametrize(
    ("step", "parameter"),
    [
        ("thresholds", "b2 | t1"),
        ("metric", "B =~ b3"),
        ("scalar", "b2 ~ 1"),
        ("scalar", "a1 ~ 1"),
        ("strict", "b4 ~~ b4"),
    ],
)
def test_what_is_suggested_is_about_the_scaled_difference(step, parameter):
    table = suggestions(steps().fits[step], STEPS[step], {}).set_index("parameter")
    difference = chi_square_difference(steps().fits[step], steps(parameter).fits[step])
    assert table.loc[parameter, "chi2"] == pytest.approx(difference.chi2, rel=0.05)
    assert table.loc[parameter, "df"] == difference.df == 1


def test_thresholds_that_cannot_be_told_from_the_scale_are_left_out():
    names = set(suggestions(steps().fits["thresholds"], "thresholds", {})["parameter"])
    assert {"a1 | t1", "a1 | t3", "b4 | t6"} < names
    assert not {"a3 | t1", "a3 | t2"} & names


def shifted() -> pd.DataFrame:
    """Answers to b2 that are higher in one group than what is behind them says, of three groups."""
    frame = data("likert").copy()
    frame.loc[frame.index[::3], "g"] = "c"
    higher = (frame["g"] == "c") & frame["b2"].between(2, 4) & (frame.index % 2 == 0)
    return frame.assign(b2=frame["b2"] + higher)


def test_what_differs_is_suggested_and_then_confirmed():
    found = structural.invariance(FACTORS, shifted(), group="g", ordered=True)
    assert found.reached == "metric"
    first = found.suggestions.iloc[0]
    assert (first["step"], first["parameter"], first["df"]) == ("scalar", "b2 ~ 1", 2)
    assert first["p_adjusted"] < 0.01
    assert len(found.suggestions) == 8
    confirmed = structural.invariance(
        FACTORS, shifted(), group="g", ordered=True, partial=[first["parameter"]]
    )
    assert confirmed.reached == "strict"
    assert confirmed.suggestions.empty


def test_suggestions_over_waves_bear_names_without_wave():
    likert = data("likert")
    bare = {f"{item}_{wave}": item for item in ("p1", "p2", "p3") for wave in "uv"}
    frame = pd.DataFrame({"p1_u": likert["a1"], "p1_v": 5 - likert["a4"]})
    frame = frame.assign(
        p2_u=likert["b1"],
        p2_v=likert["b2"],
        p3_u=likert["a2"],
        p3_v=likert["a2"].where(likert.index % 3 > 0, 6 - likert["b1"]),
    )
    found = structural.invariance({"F": ["p1", "p2", "p3"]}, frame, waves=["u", "v"], ordered=True)
    table = suggestions(found.fits["thresholds"], "thresholds", bare)
    assert set(table["parameter"]) == {
        *(f"p1 | t{k}" for k in (1, 2, 3)),
        *(f"{item} | t{k}" for item in ("p2", "p3") for k in (1, 2, 3, 4)),
    }


@pytest.mark.parametrize(
    ("partial", "ordered", "sentence"),
    [
        (
            ["a3 | t1"],
            True,
            "partial lets 1 of the 2 thresholds of 'a3' differ; expected at least 2 to stay equal, which set "
            "the scale of what is behind the answers",
        ),
        (
            ["a1 | t9"],
            True,
            "partial has 'a1 | t9', but 'a1' has 4 answers; expected one of 't1', 't2', 't3'",
        ),
        (
            ["a1 | t1"],
            False,
            "partial has 'a1 | t1', which no step holds equal; expected 'factor =~ item', 'item ~ 1' or "
            "'item ~~ item' with items among 'a1', 'a2', 'a3', 'a4', 'b1', 'b2' and 2 more",
        ),
        (
            ["a1 ~ x1"],
            True,
            "partial has 'a1 ~ x1', which no step holds equal; expected 'factor =~ item', 'item ~ 1', "
            "'item ~~ item' or 'item | t2' with items among 'a1', 'a2', 'a3', 'a4', 'b1', 'b2' and 2 more",
        ),
    ],
)
def test_partial_that_can_not_be(partial, ordered, sentence):
    with pytest.raises(Refused) as refusal:
        structural.invariance(FACTORS, data("likert"), group="g", ordered=ordered, partial=partial)
    assert str(refusal.value) == sentence
