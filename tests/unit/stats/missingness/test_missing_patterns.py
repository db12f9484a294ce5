"""Patterns of what people answered, counted by hand; rare ones told as one; rows lost."""

import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.missingness import (
    AnswerPattern,
    answer_patterns,
    kind_of,
    rows_lost,
)

FLAGS = {"1": True, "0": False, "-": None}


def frame(**patterns: int) -> pd.DataFrame:
    """Return people: of a pattern such as a101 so many; _ for not asked."""
    rows = [[FLAGS[f] for f in key[1:].replace("_", "-")] for key, n in patterns.items() for _ in range(n)]
    return pd.DataFrame(rows, columns=["T0", "T1", "T2"], dtype="boolean")


def test_patterns_are_counted_the_most_frequent_first() -> None:
    assert answer_patterns(frame(a111=9, a101=12, a100=5)) == (
        AnswerPattern("101", "intermittent", 12),
        AnswerPattern("111", "complete", 9),
        AnswerPattern("100", "left", 5),
    )


def test_of_equally_frequent_patterns_those_who_answered_early_come_first() -> None:
    found = answer_patterns(frame(a011=3, a101=3, a110=3, a100=3))
    assert [one.marks for one in found] == ["110", "101", "011", "100"]


def test_one_person_is_a_pattern() -> None:
    found = answer_patterns(frame(a111=4, a101=1))
    assert [(one.marks, one.count) for one in found] == [("111", 4), ("101", 1)]


def test_what_a_cohort_was_not_asked_is_not_missing() -> None:
    assert answer_patterns(frame(a111=9, a11_=8, a10_=7, a1__=6, a_11=5)) == (
        AnswerPattern("111", "complete", 9),
        AnswerPattern("11-", "complete", 8),
        AnswerPattern("10-", "left", 7),
        AnswerPattern("1--", None, 6),
        AnswerPattern("-11", "complete", 5),
    )


def test_nothing_to_count_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        answer_patterns(frame())
    assert str(refusal.value) == "The data have 0 rows and 3 columns; expected at least one of each"


@pytest.mark.parametrize(
    ("answered", "kind"),
    [("111", "complete"), ("110", "left"), ("100", "left"), ("011", "late"), ("010", "late"),
     ("1", None), ("000", None), ("-0-", None),
     ("0111", "late"),
     ("-01", "late"), ("101", "intermittent"), ("1011", "intermittent"), ("0101", "intermittent")],
)  # fmt: skip
def test_kinds_of_patterns_over_occasions(answered: str, kind: str | None) -> None:
    assert kind_of(answered) == kind


def test_rows_are_lost_to_the_first_cause_and_to_any() -> None:
    missing = {
        "score": pd.Series([True, False, False, True, False, False]),
        "role": pd.Series([True, True, False, False, False, False]),
        "dose": pd.Series([False, True, True, False, False, False]),
    }
    found = rows_lost(missing, 6).set_index("variable")
    assert found.loc["all"].tolist() == [4, 4, 4]
    assert found.loc["score"].tolist() == [2, 2, 1]
    assert found.loc["role"].tolist() == [2, 1, 0]
    assert found.loc["dose"].tolist() == [2, 1, 1]
    assert rows_lost({}, 6).to_dict("records") == [
        {"variable": "all", "lost_any": 0, "lost_first": 0, "lost_only": 0}
    ]
    with pytest.raises(ValueError, match=r"^'score' has 6 rows; expected 5\.$"):
        rows_lost(missing, 5)
