"""Type III F tests of designs with empty cells, cells of one row and aliased columns, as R's lmerTest.

lmerTest's own F depends on the reference level for some terms: those that can't be estimated as a whole, and
the first factor of a model without an intercept. They are held to what does not depend on it.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import isop_analysis as isop
from isop_analysis.base.reasons import Reason

GOLDEN = Path(__file__).parents[3] / "golden" / "multilevel"
DESIGNS = json.loads((GOLDEN / "cells_r.json").read_text())["designs"]
METHODS = ("satterthwaite", "kenward_roger")


def rows_of(golden: dict) -> pd.DataFrame:
    """The invented rows without those of the cells that a design leaves out, all but the first few."""
    data = pd.read_csv(GOLDEN / "cells.csv")
    gone = np.zeros(len(data), dtype=bool)
    for one in golden.get("out", []):
        hit = np.logical_and.reduce([data[name] == value for name, value in one["where"].items()])
        gone[np.flatnonzero(hit)[one["left"] :]] = True
    data = data[~gone]
    return data.assign(x10=10 * data["x"] + 3, xc=data["x"] - data["x"].mean(), one=1.0)


def anova(golden: dict, references: dict[str, str], df: str = "kenward_roger") -> pd.DataFrame:
    fitted = isop.multilevel.fit(
        golden["formula"],
        rows_of(golden),
        df=df.replace("_", "-"),
        references=references,
        weights=golden.get("weights"),
    )
    return fitted.anova()


def moving(golden: dict) -> set[str]:
    """The terms whose F lmerTest lets depend on the reference levels."""
    tables = [test["satterthwaite"] for test in golden["tests"]]
    values = np.array([table["statistic"] for table in tables], dtype=float)
    return {
        term
        for term, own in zip(tables[0]["term"], values.T, strict=True)
        if np.ptp(own) > 1e-4 * np.abs(own).max()
    }


def named(name: str) -> dict:
    return next(golden for golden in DESIGNS if golden["name"] == name)


def test_lmertest_depends_on_the_reference_in_four_designs_only() -> None:
    assert {golden["name"]: moving(golden) for golden in DESIGNS if moving(golden)} == {
        "level of one row": {"a"},
        "centred": {"a"},
        "three-way with slopes": {"a", "b", "a:b"},
        "no intercept": {"a"},
    }


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("golden", DESIGNS, ids=lambda golden: golden["name"])
def test_f_tests_are_those_of_r(golden: dict, place: int) -> None:
    test, own = golden["tests"][place], moving(golden)
    for df in METHODS:
        theirs = test[df]
        if theirs is None:  # pbkrtest ignores weights
            continue
        ours = anova(golden, test["references"], df)
        assert list(ours["term"]) == theirs["term"]
        held = ~ours["term"].isin(own).to_numpy()
        for mine, r, limit in (("statistic", "statistic", 1e-4), ("den_df", "den_df", 1e-3)):
            expected = np.array(theirs[r], dtype=float)
            np.testing.assert_allclose(ours[mine][held], expected[held], rtol=limit)
        expected = np.nan_to_num(np.array(theirs["num_df"], dtype=float))
        assert np.array_equal(ours["num_df"][held], expected[held])
        p, r_p = ours["p_value"][held].to_numpy(), np.array(theirs["p"], dtype=float)[held]
        assert np.nanmax(np.abs(np.log10(p) - np.log10(r_p))) < 0.01


@pytest.mark.parametrize("golden", DESIGNS, ids=lambda golden: golden["name"])
def test_f_tests_do_not_depend_on_the_reference(golden: dict) -> None:
    tables = [anova(golden, test["references"]) for test in golden["tests"]]
    for table in tables[1:]:
        np.testing.assert_allclose(table["statistic"], tables[0]["statistic"], rtol=1e-6)
        np.testing.assert_allclose(table["den_df"], tables[0]["den_df"], rtol=1e-5)
        assert list(table["num_df"]) == list(tables[0]["num_df"])
        assert list(table["note"]) == list(tables[0]["note"])


def seen(term: str) -> Reason:
    return Reason("f_test_over_seen_cells", term=term)


def partly(term: str, found: int, columns: int) -> Reason:
    return Reason("f_test_partly_estimable", term=term, found=found, columns=columns)


@pytest.mark.parametrize(
    ("name", "notes"),
    [
        ("all cells", {}),
        ("cell of one row", {}),
        ("empty cell", {"a": seen("a"), "b": seen("b"), "a:b": partly("a:b", 1, 2)}),
        ("two empty cells", {"a": seen("a"), "prog": seen("prog"), "a:prog": partly("a:prog", 2, 4)}),
        ("level of one row", {"x": seen("x"), "a": partly("a", 1, 2), "x:a": partly("x:a", 1, 2)}),
        ("aliased column", {"x10": Reason("f_test_not_estimable", term="x10")}),
        ("constant column", {"one": Reason("f_test_not_estimable", term="one")}),
        (
            "aliased column in interactions",
            {term: Reason("f_test_not_estimable", term=term) for term in ("x10", "x10:a")},
        ),
    ],
)
def test_the_table_says_what_is_not_estimable(name: str, notes: dict[str, Reason]) -> None:
    table = anova(named(name), {"a": "q"}).set_index("term")
    assert {term: note for term, note in table["note"].items() if note is not None} == notes
    none = table[table["num_df"] == 0]
    assert none[["statistic", "den_df", "p_value"]].isna().all(axis=None)
    assert list(none.index) == [term for term, note in notes.items() if note.key == "f_test_not_estimable"]


def test_notes_are_told() -> None:
    assert str(partly("a:b", 1, 2)) == (
        "'a:b' is tested by 1 of its 2 columns: the others follow from the rest of the design or have no data"
    )


@pytest.mark.parametrize("extra", ["x10", "one"])
@pytest.mark.parametrize("formula", ["y ~ x + a * b{} + (1 | team)", "y ~ 0 + a * b + x{} + (1 | team)"])
def test_a_dropped_term_leaves_the_others_as_they_were(formula: str, extra: str) -> None:
    data = rows_of(named("all cells"))
    plain = isop.multilevel.fit(formula.format(""), data).anova()
    more = isop.multilevel.fit(formula.format(f" + {extra}"), data).anova().set_index("term")
    np.testing.assert_allclose(
        more.loc[plain["term"], ["statistic", "num_df", "den_df"]],
        plain[["statistic", "num_df", "den_df"]],
        rtol=1e-9,
    )


def test_a_predictor_of_clusters_beside_its_factor_has_no_test_of_its_own() -> None:
    """The factor takes all that its levels' predictor could explain; SAS gives such a term 0 df too."""
    data = rows_of(named("all cells"))
    data["of_prog"] = data["prog"].map({"A": 1.0, "B": 2.5, "C": 3.0})
    table = isop.multilevel.fit("y ~ of_prog + prog + x + (1 | team)", data).anova().set_index("term")
    assert table.loc["of_prog", "note"] == Reason("f_test_not_estimable", term="of_prog")
    assert table.loc["prog", "note"] == partly("prog", 1, 2)
    plain = isop.multilevel.fit("y ~ prog + x + (1 | team)", data).anova().set_index("term")
    assert table.loc["x", "statistic"] == pytest.approx(plain.loc["x", "statistic"], rel=1e-9)


def test_hypotheses_by_cells_are_those_by_contrasts_where_all_cells_are_seen() -> None:
    from isop_analysis.stats.multilevel.hypotheses import _estimable, term_hypotheses

    for fixed in ("a * b * c + x", "x * a + b", "a + a:b"):
        model = isop.multilevel.fit(f"y ~ {fixed} + (1 | team)", rows_of(named("all cells"))).solution.model
        by_cells = _estimable(model, np.array(model.fixed.design.term_of))
        for one, L in zip(term_hypotheses(model), by_cells, strict=True):
            np.testing.assert_allclose(L, one.L, atol=1e-9)
