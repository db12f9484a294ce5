"""What is computed after a fit, against lavaan and semTools (tests/golden/structural/diagnostics.json)."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from structural_reference import GOLDEN, assert_standardised_errors, data, reference

from isop_analysis.base.reasons import Refused
from isop_analysis.stats import structural

FOUND = json.loads((GOLDEN / "diagnostics.json").read_text())
DATA = {"HS": "holzinger_swineford_1939", "Hm": "holzinger_missing", "P": "political_democracy"}
FACTORS = {
    "visual": ["x1", "x2", "x3"],
    "textual": ["x4", "x5", "x6"],
    "speed": ["x7", "x8", "x9"],
}
CFA = reference()["cfa_ml"]["model"]


@pytest.mark.parametrize(
    ("name", "frame", "options"),
    [
        ("cfa_ml", "holzinger_swineford_1939", {}),
        ("political_democracy", "political_democracy", {}),
        ("twolevel", "demo_twolevel", {"cluster": "cluster"}),
        ("twolevel_mlr", "demo_twolevel", {"cluster": "cluster", "estimator": "MLR"}),
        ("twolevel_between_outcome", "demo_twolevel", {"cluster": "cluster"}),
    ],
)
def test_errors_of_the_standardised_solution(name, frame, options):
    fitted = structural.fit(reference()[name]["model"], data(frame), **options)
    assert_standardised_errors(reference()[name]["standardized"], fitted)


def test_interval_of_a_standardised_indirect_effect():
    model = reference()["political_democracy"]["model"]
    table = structural.fit(model, data("political_democracy")).parameters.set_index("label")
    assert table.loc["indirect", "std_all"] == pytest.approx(
        table.loc["a", "std_all"] * table.loc["b", "std_all"], rel=1e-12
    )
    expected = reference()["political_democracy"]["standardized"]
    at = expected["lhs"].index("indirect")
    low = expected["est.std"][at] - 1.959964 * expected["se"][at]
    assert table.loc["indirect", "std_ci_low"] == pytest.approx(low, abs=1e-4)


@pytest.mark.parametrize("name", FOUND["modification"])
def test_modification_indices(name):
    expected = FOUND["modification"][name]
    options = {key.replace(".", "_"): value for key, value in dict(expected["opts"]).items()}
    if "group_equal" in options:
        options["group_equal"] = [options["group_equal"]]
    fitted = structural.fit(expected["model"], data(DATA[expected["data"]]), **options)
    table = structural.modification_indices(fitted)
    groups = {label: place + 1 for place, label in enumerate(fitted.groups)}
    table["group"] = table["group"].map(groups).fillna(1).astype(int) if groups else 1
    ours = table.set_index(["lhs", "op", "rhs", "group"])
    theirs = pd.DataFrame(expected["mi"])
    theirs["group"] = theirs.get("group", 1)
    of_exogenous = theirs["lhs"].isin(["sex", "ageyr"])
    theirs = theirs[~of_exogenous].set_index(["lhs", "op", "rhs", "group"])
    assert set(theirs.index) == set(ours.index)
    ours = ours.loc[theirs.index]
    np.testing.assert_allclose(ours["mi"], theirs["mi"], rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(ours["epc"], theirs["epc"], rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(ours["epc_std"], theirs["sepc.all"], rtol=1e-3, atol=1e-5)
    assert ("mi_scaled" in ours) is ("mi.scaled" in theirs) or name == "robust"


def test_the_largest_modification_index_is_about_what_the_fit_gains():
    fitted = structural.fit(CFA, data("holzinger_swineford_1939"))
    first = structural.modification_indices(fitted).iloc[0]
    assert (first["lhs"], first["op"], first["rhs"]) == ("visual", "=~", "x9")
    freed = structural.fit(f"{CFA}\nvisual =~ x9", data("holzinger_swineford_1939"))
    gained = fitted.fit_indices["chi2"] - freed.fit_indices["chi2"]
    assert first["mi"] == pytest.approx(gained, rel=0.15)
    assert first["p_value"] < 1e-8


def test_a_saturated_model_leaves_nothing_to_free():
    fitted = structural.fit("x1 ~ x2 + x3", data("holzinger_swineford_1939"))
    assert structural.modification_indices(fitted).empty


def test_residual_correlations():
    expected = FOUND["modification"]["structural"]
    fitted = structural.fit(expected["model"], data("political_democracy"))
    table = structural.residual_correlations(fitted)
    names = ["x1", "x2", "x3", *(f"y{place}" for place in range(1, 9))]
    theirs = pd.DataFrame(FOUND["residual_correlations"], index=names, columns=names)
    assert len(table) == 55
    for row in table.itertuples():
        assert row.residual == pytest.approx(theirs.loc[row.first, row.second], abs=1e-5)
        assert row.sample - row.implied == row.residual


def test_residual_correlations_of_both_levels():
    fitted = structural.fit(reference()["twolevel"]["model"], data("demo_twolevel"), cluster="cluster")
    table = structural.residual_correlations(fitted)
    assert dict(table["level"].value_counts()) == {1: 15, 2: 10}
    assert table["residual"].abs().max() < 0.12


@pytest.mark.parametrize(
    ("name", "options"),
    [("geometric", {}), ("arithmetic", {"geometric": False}), ("incomplete", {"missing": "fiml"})],
)
def test_heterotrait_monotrait_ratio(name, options):
    frame = data("holzinger_missing" if name == "incomplete" else "holzinger_swineford_1939")
    table = structural.htmt(FACTORS, frame, **options)
    assert list(table.index) == list(table.columns) == list(FACTORS)
    np.testing.assert_allclose(table, FOUND["htmt"][name], atol=1e-5)


@pytest.mark.parametrize(
    ("factors", "sentence"),
    [
        ({"a": ["x1", "x2"]}, "HTMT compares factors, but 1 is given; expected two or more"),
        ({"a": ["x1", "x2"], "b": ["x3"]}, "Factor 'b' has 1 items; expected two or more for HTMT"),
        (
            {"a": ["x1", "x2"], "b": ["x2", "x3"]},
            "Item 'x2' belongs to 'a' and 'b'; expected every item once",
        ),
        ({"a": ["x1", "x2"], "b": ["x3", "x44"]}, "no column 'x44', did you mean 'x4'?"),
        (
            {"a": ["x1", "x2"], "b": ["x3", "one"]},
            "'one' has one value in all rows; expected items that vary",
        ),
    ],
)
def test_what_htmt_refuses(factors, sentence):
    with pytest.raises(Refused) as refusal:
        structural.htmt(factors, data("holzinger_swineford_1939").assign(one=1.0))
    assert sentence in str(refusal.value)


def test_reliability_and_variance_extracted_of_factors():
    fitted = structural.fit(CFA, data("holzinger_swineford_1939"), group="school")
    table = structural.factor_reliability(fitted).set_index(["factor", "group"])
    assert list(table["items"]) == [3] * 6
    columns = {"omega": "omega", "composite": "composite_reliability", "ave": "ave"}
    for theirs, ours in columns.items():
        for row in FOUND["reliability"][theirs]:
            for factor in FACTORS:
                assert table.loc[(factor, row["group"]), ours] == pytest.approx(row[factor], abs=1e-5)


def test_an_item_of_two_factors_has_no_variance_extracted():
    fitted = structural.fit(f"{CFA}\nvisual =~ x9", data("holzinger_swineford_1939"))
    table = structural.factor_reliability(fitted).set_index("factor")
    assert table["ave"].isna().to_dict() == {"visual": True, "textual": False, "speed": True}
    assert table["omega"].between(0, 1).all()


def test_a_fit_without_likelihood_is_refused():
    fitted = replace(structural.fit(CFA, data("holzinger_swineford_1939")), solved=None, estimator="WLSMV")
    for after in (
        structural.modification_indices,
        structural.residual_correlations,
        structural.factor_reliability,
    ):
        with pytest.raises(Refused, match="made by WLSMV, without a likelihood; expected one by ML"):
            after(fitted)
