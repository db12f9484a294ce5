"""Rows of effects and of hypotheses from fits and effects made by hand."""

from functools import partial
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, read_reasons
from isop_analysis.language.told_reasons import tell
from isop_analysis.language.words import words_in
from isop_analysis.models import hypotheses
from isop_analysis.models.multilevel.effects import Spread, effect_rows, verdict_cells
from isop_analysis.models.multilevel.references import merged_level
from isop_analysis.models.tables import ModelTables

COEFFICIENTS = pd.DataFrame(
    {
        "term": ["(Intercept)", "time"],
        "estimate": [3.0, 0.5],
        "se": [0.1, 0.125],
        "df": [20.0, 30.0],
        "statistic": [30.0, 4.0],
        "p_value": [0.0, 0.001],
        "ci_low": [2.8, 0.25],
        "ci_high": [3.2, 0.75],
    }
)


USED = pd.DataFrame({"time": [0.0] * 5 + [1.0] * 15 + [2.0] * 5, "role": ["future"] * 25})


def outcome(*effects: Any, robust: Any = None, rows: Any = None, **changes: Any) -> Any:
    own: dict[str, Any] = {
        "model": SimpleNamespace(effects=list(effects)),
        "name": {"model": "m", "scale": "s"},
        "standing": {"status": "fitted", "reason": None},
        "record": {"n": 50, "clusters": 9, "converged": True, "singular": False},
        "fit": SimpleNamespace(coefficients=COEFFICIENTS),
        "used": USED,
        "robust": robust,
        "robust_rows": rows or {},
    }
    return SimpleNamespace(**own | changes)


def declared(term: str = "time", change: float = 2.0, smallest: float | None = 0.2) -> Any:
    return SimpleNamespace(term=term, change=change, smallest=smallest)


def robust(low: float, high: float) -> dict[str, Any]:
    own = {"se": 0.1, "df": 8.0, "p_value": 0.02, "ci_low": low, "ci_high": high}
    return {"robust": SimpleNamespace(clusters=9, reason=None), "rows": {"time": own}}


def test_an_effect_is_the_coefficient_times_the_change_in_sds_of_the_scale() -> None:
    found = effect_rows(outcome(declared()), Spread(2.0), "growth")
    assert found == [
        {
            "model": "m", "scale": "s", "term": "time", "chapter": "growth", "change": 2.0,
            "change_within": True, "smallest": 0.2, "sd_scale": 2.0,
            "status": "fitted", "reason": None, "n": 50, "clusters": 9, "converged": True,
            "singular": False, "estimate": 0.5, "se": 0.125, "df": 30.0, "statistic": 4.0, "p_value": 0.001,
            "ci_low": 0.25, "ci_high": 0.75, "effect": 0.5, "effect_low": 0.25, "effect_high": 0.75,
            "cr2_low": None, "cr2_high": None, "cr2_reason": None, "verdict": "matters", "depends": None,
            "excluded": None,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("term", "change", "within"),
    [
        ("time", 2.0, True),
        ("time", -2.0, True),
        ("time", 2.1, False),
        ("role", 1.0, None),
        ("x:time", 1.0, None),
    ],
)
def test_a_change_lies_within_what_eight_in_ten_rows_differ_by(
    term: str, change: float, within: bool | None
) -> None:
    """P10 of the 25 times is 0, P90 is 2; groups and interactions have no column of their own."""
    (row,) = effect_rows(outcome(declared(term, change)), Spread(2.0), "growth")
    assert row["change_within"] is within


def test_a_change_downwards_turns_the_interval_round() -> None:
    made = outcome(declared(change=-4.0), **robust(0.1, 0.9))
    (row,) = effect_rows(made, Spread(2.0), "growth")
    assert [row[name] for name in ("effect", "effect_low", "effect_high")] == [-1.0, -1.5, -0.5]
    assert [row["cr2_low"], row["cr2_high"]] == pytest.approx([-1.8, -0.2])
    # Cluster-robust the interval touches the bound: another row of the table.
    assert (row["verdict"], row["depends"], row["excluded"]) == ("matters", True, None)
    (same,) = effect_rows(outcome(declared(change=-4.0), **robust(0.2, 0.8)), Spread(2.0), "growth")
    assert same["depends"] is False


def test_without_spread_an_effect_has_points_and_no_sds() -> None:
    (row,) = effect_rows(outcome(declared(), **robust(0.1, 0.9)), Spread(None), "growth")
    assert [row[name] for name in ("estimate", "effect", "effect_low", "cr2_low", "cr2_high")] == [
        0.5,
        None,
        None,
        None,
        None,
    ]
    assert (row["verdict"], row["depends"], row["excluded"]) == ("goes_together", None, None)


def test_too_few_clusters_leave_their_reason() -> None:
    few = SimpleNamespace(clusters=3, reason=Reason("clusters", group="team", found=3, needed=5))
    (row,) = effect_rows(outcome(declared(), robust=few), Spread(2.0), "growth")
    assert (row["cr2_low"], row["cr2_high"]) == (None, None)
    assert read_reasons(row["cr2_reason"]) == [few.reason]


def test_a_term_that_the_fit_lacks_is_a_failure_with_the_terms_it_has() -> None:
    (row,) = effect_rows(outcome(declared("dose")), Spread(2.0), "growth")
    assert (row["status"], row["verdict"], row["estimate"], row["effect"]) == ("failed", "failed", None, None)
    assert read_reasons(row["reason"]) == [
        Reason("no_coefficient", term="dose", terms=["(Intercept)", "time"])
    ]


def test_a_group_that_counts_as_a_wider_one_is_named_and_the_model_did_not_fail() -> None:
    """One pupil nurse counts as 'other': said was that the model had failed to estimate 'functieleerling'."""
    wider = SimpleNamespace(name="leerling", parent="anders")
    functie = SimpleNamespace(name="functie", values=[wider, SimpleNamespace(name="arts", parent=None)])
    study: Any = SimpleNamespace(config=SimpleNamespace(attributes=[functie]))
    assert merged_level(study, "functiearts") is None
    term = "functieleerling"
    (row,) = effect_rows(outcome(declared(term)), Spread(2.0), "growth", partial(merged_level, study))
    assert (row["status"], row["verdict"], row["estimate"]) == ("refused", "refused", None)
    (reason,) = read_reasons(row["reason"])
    assert reason == Reason("merged_level", attribute="functie", value="leerling", into="anders")
    assert tell(reason, words_in("en")) == (
        "so few people, or none, have ‘leerling’ (functie) that it counts as ‘anders’"
    )
    assert tell(reason, words_in("nl")) == (
        "zo weinig mensen, of geen, hebben ‘leerling’ (functie) dat het meetelt bij ‘anders’"
    )


def test_a_refused_model_has_rows_without_numbers() -> None:
    refused = outcome(
        declared(), fit=None, standing={"status": "refused", "reason": "no_scores {}"},
        record={"n": 3, "clusters": 1, "converged": None, "singular": None},
    )  # fmt: skip
    (row,) = effect_rows(refused, Spread(2.0), "growth")
    assert (row["verdict"], row["estimate"], row["effect_low"], row["cr2_low"]) == ("refused",) + (None,) * 3
    assert (row["n"], row["sd_scale"], row["change"]) == (3, 2.0, 2.0)


CELLS: dict[str, Any] = {
    "status": "fitted", "converged": True, "smallest": 0.2, "change": 1.0, "ci_low": -0.1, "ci_high": 0.5,
    "effect_low": -0.1, "effect_high": 0.5, "cr2_low": 0.1, "cr2_high": 0.3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "verdict", "depends", "excluded"),
    [
        ({}, "open", True, "negative"),
        ({"cr2_low": None}, "open", None, "negative"),
        ({"smallest": None}, "open", True, None),
        ({"converged": False}, "failed", None, None),
        ({"converged": None}, "open", True, "negative"),
        ({"status": "refused"}, "refused", None, None),
        ({"effect_low": None}, "open", None, None),
        ({"effect_low": None, "ci_low": 0.1}, "goes_together", None, None),
        ({"ci_low": None}, "failed", None, None),
    ],
)
def test_what_may_be_said_of_an_effects_row(
    changes: dict[str, Any], verdict: str, depends: bool | None, excluded: str | None
) -> None:
    expected = {"verdict": verdict, "depends": depends, "excluded": excluded}
    assert verdict_cells(CELLS | changes) == expected


def test_the_spread_is_that_of_the_first_occasion_with_scores() -> None:
    waves = pd.DataFrame({"wave": ["w0", "w1", "w2"], "time": [0, 1, 2]})
    scores = pd.DataFrame(
        [("s", "w1", 1.0), ("s", "w1", 3.0), ("s", "w2", 9.0), ("other", "w0", 7.0), ("flat", "w0", 2.0),
         ("flat", "w0", 2.0), ("flat", "w1", 5.0)],
        columns=["scale", "wave", "score"],
    )  # fmt: skip
    empty = pd.DataFrame()
    tables = ModelTables(scores=scores, persons=empty, teams=empty, participation=empty, waves=waves)
    assert Spread.of(tables, "s").sd == pytest.approx(2**0.5, rel=1e-15)
    assert [Spread.of(tables, name).sd for name in ("other", "flat", "unknown")] == [None, None, None]


def hypothesis(
    name: str, family: str = "f", status: str = "confirmatory", direction: str = "positive"
) -> Any:
    return SimpleNamespace(
        name=name, family=family, status=status, direction=direction, model="m", term=f"{name}_term"
    )


def effect(name: str, scale: str, p: float | None = 0.01, **changes: Any) -> dict[str, Any]:
    own: dict[str, Any] = {
        "model": "m", "scale": scale, "term": f"{name}_term", "status": "fitted", "reason": None,
        "smallest": 0.2, "n": 50, "clusters": 9, "converged": True, "singular": False, "estimate": 0.5,
        "ci_low": 0.2, "ci_high": 0.8, "effect": 0.25, "effect_low": 0.1, "effect_high": 0.4, "df": 30.0,
        "p_value": p, "change": 1.0, "verdict": "may_be_too_small",
    }  # fmt: skip
    return own | changes


def test_tests_are_held_within_their_family_and_exploratory_ones_are_not() -> None:
    planned = [hypothesis("a"), hypothesis("b"), hypothesis("c", "g"), hypothesis("d", "e", "exploratory")]
    study: Any = SimpleNamespace(
        hypotheses=planned, tested_scales=lambda one: ("s", "t") if one.name == "a" else ("s",)
    )
    silent = effect("b", "s", 0.001, status="failed", verdict="failed", df=float("nan"))
    effects = [
        effect("a", "s", 0.04), effect("a", "t", 0.01), silent, effect("c", "s", 0.05), effect("d", "s", 0.01)
    ]  # fmt: skip
    rows = hypotheses.hypothesis_rows(study, effects)
    assert [(row["hypothesis"], row["scale"], row["family"], row["kind"]) for row in rows] == [
        ("a", "s", "f", "confirmatory"),
        ("a", "t", "f", "confirmatory"),
        ("b", "s", "f", "confirmatory"),
        ("c", "s", "g", "confirmatory"),
        ("d", "s", "e", "exploratory"),
    ]
    assert [row["p_value"] for row in rows] == [0.04, 0.01, None, 0.05, 0.01]
    # Three tests were planned in family f: 3 x 0.01, then 2 x 0.04; the one that failed is not rejected.
    assert [row["p_holm"] for row in rows] == [pytest.approx(0.08), pytest.approx(0.03), None, 0.05, None]
    assert [row["tests"] for row in rows] == [3, 3, 3, 1, None]
    # 0.05 itself does not hold: below the level is asked.
    assert [row["holds"] for row in rows] == [False, True, None, False, None]
    assert [row["estimate"] for row in rows] == [0.5, 0.5, None, 0.5, 0.5]
    assert rows[2]["df"] is None
    assert rows[0]["df"] == 30.0
    assert (rows[2]["status"], rows[2]["n"], rows[2]["verdict"]) == ("failed", 50, "failed")
    assert (rows[0]["direction"], rows[0]["model"], rows[0]["term"]) == ("positive", "m", "a_term")


@pytest.mark.parametrize(
    ("direction", "estimate", "change", "verdict", "expected"),
    [
        ("positive", 0.5, 1.0, "matters", True),
        ("positive", -0.5, 1.0, "matters", False),
        ("positive", -0.5, -1.0, "too_little", True),
        ("negative", -0.5, 1.0, "goes_together", True),
        ("negative", 0.5, 1.0, "may_be_too_small", False),
        ("negative", 0.5, -2.0, "matters", True),
        ("either", 0.5, 1.0, "matters", None),
        ("positive", 0.5, 1.0, "open", None),
        ("positive", 0.5, 1.0, "none_that_matters", None),
        ("positive", 0.5, 1.0, "refused", None),
    ],
)
def test_whether_an_effect_is_as_expected(
    direction: str, estimate: float, change: float, verdict: str, expected: bool | None
) -> None:
    own = effect("a", "s", estimate=estimate, change=change, verdict=verdict)
    assert hypotheses.Tested(hypothesis("a", direction=direction), "s", own).as_expected is expected


def test_a_p_value_that_is_no_number_is_none() -> None:
    assert hypotheses.Tested(hypothesis("a"), "s", effect("a", "s", float("nan"))).p_value is None
    assert hypotheses.Tested(hypothesis("a"), "s", effect("a", "s", None)).p_value is None
    assert hypotheses.Tested(hypothesis("a"), "s", effect("a", "s", 0.0)).p_value == 0.0
