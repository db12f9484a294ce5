"""Each rule on its own: what it leaves out, what it stops at, and what it can't judge."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from isop_analysis.cleaning.ledger import Ledger, apply_rules, check_arithmetic
from isop_analysis.cleaning.rules import RULES, Evidence
from isop_analysis.study import StudyError
from isop_analysis.study.cleaning_rules import Cleaning

ROW: dict[str, Any] = {
    "instrument": "scan",
    "wave": "w0",
    "file": "scan.csv",
    "person": None,
    "team": "LT01",
    "unknown_team": None,
    "test": False,
    "started": None,
    "seconds": None,
    "refusal": None,
    "scale_items": 4,
    "by_team": False,
    "items": 4,
    "items_given": 4,
    "scale_answered": 4,
    "lowest": 1.0,
    "highest": 5.0,
    "reversed_given": 1,
    "straight_given": 3,
}


def evidence(*rows: dict[str, Any], outside: list[tuple[int, str, float]] = ()) -> Evidence:  # type: ignore[assignment]
    filled = [ROW | {"person": f"p{place}", "file_row": place + 1} | row for place, row in enumerate(rows, 1)]
    frame = pd.DataFrame(filled, index=pd.Index(range(1, len(rows) + 1), name="response"))
    cells = pd.DataFrame(outside, columns=["response", "item", "answer"])
    return Evidence(frame, cells, {"a1": (1, 5)}, ("LT01", "LT02"))


def left_out(rule: dict[str, Any], given: Evidence) -> list[int]:
    settings = Cleaning.model_validate({"steps": [rule]}).steps[0]
    return sorted(RULES[rule["rule"]](given, settings).reasons.index)


def test_an_unknown_team_stops_with_file_and_row_and_without_its_name() -> None:
    given = evidence({}, {"unknown_team": "LT1"})
    with pytest.raises(StudyError) as error:
        left_out({"rule": "unknown_teams"}, given)
    assert str(error.value) == (
        "scan.csv:3: the team of this row is not in the register; add it there, correct the answer, or set "
        "the rule unknown_teams to leave_out"
    )
    assert left_out({"rule": "unknown_teams", "action": "leave_out"}, given) == [2]


@pytest.mark.parametrize(("share", "expected"), [(0.0, []), (0.5, [3]), (0.75, [2, 3]), (1.0, [2, 3])])
def test_unfinished_counts_the_share_of_scale_items(share: float, expected: list[int]) -> None:
    given = evidence({}, {"scale_answered": 2}, {"scale_answered": 1})
    assert left_out({"rule": "unfinished", "minimum_share": share}, given) == expected


@pytest.mark.parametrize(
    ("keep", "expected"), [("most_complete", [1, 2]), ("first", [1, 2]), ("last", [1, 3])]
)
def test_of_duplicates_one_is_kept(keep: str, expected: list[int]) -> None:
    same = {"person": "ann"}
    given = evidence(
        same | {"scale_answered": 3, "started": "2023-10-02 09:00:00"},
        same | {"scale_answered": 4, "started": "2023-10-03 09:00:00"},
        same | {"scale_answered": 4, "started": "2023-10-01T09:00:00"},
        same | {"wave": "w1"},
        same | {"instrument": "srt"},
    )
    assert left_out({"rule": "duplicates", "keep": keep}, given) == expected


def test_answers_about_two_teams_are_no_duplicates() -> None:
    rows = [{"person": "ann", "by_team": True, "team": team} for team in ("LT01", "LT02", "LT01")]
    assert left_out({"rule": "duplicates"}, evidence(*rows)) == [3]


def test_duplicates_without_a_date_come_after_dated_ones() -> None:
    rows = [{"person": "ann"}, {"person": "ann", "started": "2023-10-01"}]
    assert left_out({"rule": "duplicates", "keep": "first"}, evidence(*rows)) == [1]


def test_speeders_are_judged_by_seconds_an_answered_item() -> None:
    given = evidence(
        {"seconds": 3.9}, {"seconds": 4.0}, {"seconds": None}, {"seconds": 0.0, "scale_answered": 0}
    )
    assert left_out({"rule": "speeders", "seconds_per_item": 1}, given) == [1]


def test_straight_liners_need_items_of_both_kinds() -> None:
    flat = {"lowest": 3.0, "highest": 3.0}
    given = evidence(
        flat,
        flat | {"reversed_given": 0},
        flat | {"straight_given": 0, "reversed_given": 4},
        flat | {"straight_given": 2},
        {"lowest": np.inf, "highest": -np.inf, "reversed_given": 0, "straight_given": 0},
    )
    assert left_out({"rule": "straight_liners", "minimum_items": 4}, given) == [1]


def test_numbers_outside_the_range_stop_with_file_row_item_value_and_range() -> None:
    given = evidence({}, {}, outside=[(2, "a1", 7.0)])
    with pytest.raises(StudyError) as error:
        left_out({"rule": "out_of_range"}, given)
    assert str(error.value).startswith("scan.csv:3: item 'a1' holds 7, outside 1–5; correct the export")


def test_many_cells_outside_the_range_are_counted() -> None:
    given = evidence({}, outside=[(1, "a1", 7.0)] * 25)
    with pytest.raises(StudyError, match="and 5 more cells outside their range"):
        left_out({"rule": "out_of_range"}, given)


def test_the_count_of_further_cells_stands_at_the_last_file_shown() -> None:
    given = evidence({}, {"file": "other.csv"}, outside=[(1, "a1", 7.0)] * 19 + [(2, "a1", 7.0)] * 3)
    with pytest.raises(StudyError, match=r"other\.csv: and 2 more cells outside their range"):
        left_out({"rule": "out_of_range"}, given)


def test_where_nobody_answered_twice_nothing_is_left_out() -> None:
    assert left_out({"rule": "duplicates"}, evidence({}, {}, {"wave": "w1"})) == []


def test_a_range_is_checked_even_where_no_rule_says_so() -> None:
    with pytest.raises(StudyError, match="item 'a1' holds 7"):
        apply_rules(evidence({}, outside=[(1, "a1", 7.0)]), Cleaning())


def test_cells_of_responses_that_are_out_already_do_not_stop() -> None:
    steps = [{"rule": "test_answers"}, {"rule": "out_of_range"}]
    ledger = apply_rules(
        evidence({"test": True}, {}, outside=[(1, "a1", 7.0)]), Cleaning.model_validate({"steps": steps})
    )
    assert ledger.kept.tolist() == [2]


def test_rules_apply_in_the_configs_order() -> None:
    rows = evidence({"unknown_team": "LT1", "refusal": "no consent on file"})
    for order in (["consent", "unknown_teams"], ["unknown_teams", "consent"]):
        steps = [
            {"rule": rule} | ({"action": "leave_out"} if rule == "unknown_teams" else {}) for rule in order
        ]
        ledger = apply_rules(rows, Cleaning.model_validate({"steps": steps}))
        assert ledger.exclusions["rule"].tolist() == [order[0]]
        assert ledger.flow["excluded"].tolist() == [0, 1, 0]


def test_tests_are_told_as_tests_though_nobody_agreed_for_them() -> None:
    rows = evidence({"test": True, "refusal": "no consent on file"}, {"refusal": "no consent on file"})
    ledger = apply_rules(
        rows, Cleaning.model_validate({"steps": [{"rule": "consent"}, {"rule": "test_answers"}]})
    )
    assert ledger.exclusions["rule"].tolist() == ["consent", "test_answers"]


def test_instruments_that_no_rule_applies_to_have_one_row_in_the_flow() -> None:
    rows = evidence({"test": True}, {"test": True, "instrument": "diary"})
    cleaning = Cleaning.model_validate(
        {"steps": [{"rule": "test_answers"}], "instruments_without": ["diary"]}
    )
    ledger = apply_rules(rows, cleaning)
    assert ledger.kept.tolist() == [2]
    assert ledger.flow[["instrument", "rule", "rows_in", "rows_out"]].to_numpy().tolist() == [
        ["diary", "received", 1, 1],
        ["scan", "received", 1, 1],
        ["scan", "test_answers", 1, 0],
    ]


def test_a_flow_that_does_not_add_up_is_an_error() -> None:
    rows = evidence({}, {"test": True})
    ledger = apply_rules(rows, Cleaning.model_validate({"steps": [{"rule": "test_answers"}]}))
    lost = Ledger(ledger.kept[:0], ledger.exclusions, ledger.flow)
    with pytest.raises(RuntimeError, match="2 responses received, 0 kept, 1 logged"):
        check_arithmetic(lost, rows.responses)


def test_nobody_answered() -> None:
    some = evidence({})
    ledger = apply_rules(replace(some, responses=some.responses.iloc[:0]), Cleaning())
    assert ledger.kept.empty
    assert ledger.flow.empty
