"""Patterns of missing variables and occasions, counted by hand; rare ones told as one."""

import numpy as np
import pandas as pd
import pytest

from isop_analysis.missingness import (
    MissingnessRefused,
    MissingPattern,
    OccasionPattern,
    kind_of,
    missing_patterns,
    occasion_patterns,
    rows_lost,
)
from isop_analysis.missingness.merging import rare


def frame(**patterns: int) -> pd.DataFrame:
    """Return rows with values where a pattern such as a101 has 1."""
    rows = [
        [1.0 if flag == "1" else np.nan for flag in key[1:]] for key, n in patterns.items() for _ in range(n)
    ]
    return pd.DataFrame(rows, columns=["x", "y", "z"])


def test_patterns_are_counted_the_most_frequent_first() -> None:
    assert missing_patterns(frame(a111=9, a101=12, a000=5)) == (
        MissingPattern(("x", "z"), ("y",), 12),
        MissingPattern(("x", "y", "z"), (), 9),
        MissingPattern((), ("x", "y", "z"), 5),
    )


def test_rare_patterns_are_told_as_one() -> None:
    found = missing_patterns(frame(a111=40, a110=9, a101=4, a011=3, a100=1), minimum=5)
    assert [(one.missing, one.count, one.patterns) for one in found] == [
        ((), 40, 1),
        (("z",), 9, 1),
        ((), 8, 3),
    ]
    assert sum(one.count for one in found) == 57


@pytest.mark.parametrize(
    ("counts", "together"),
    [
        ([40, 9, 8], set()),
        # Everyone minus 40 and 9 would tell of the 3: the 9 goes with it.
        ([40, 9, 3], {1, 2}),
        ([40, 9, 2, 2], {1, 2, 3}),
        ([40, 9, 3, 2], {2, 3}),
        ([40, 9, 5, 1], {2, 3}),
        ([3], {0}),
        ([], set()),
    ],
)
def test_what_everyone_minus_the_rest_would_tell_is_hidden(counts: list[int], together: set[int]) -> None:
    assert rare(counts, 5) == together


def test_nothing_to_count_is_refused() -> None:
    with pytest.raises(MissingnessRefused) as refusal:
        missing_patterns(frame())
    assert str(refusal.value) == "The data have 0 rows and 3 columns; expected at least one of each."


@pytest.mark.parametrize(
    ("answered", "kind"),
    [("111", "complete"), ("110", "left"), ("100", "left"), ("011", "late"), ("010", "late"),
     ("1", "complete"), ("101", "intermittent"), ("1011", "intermittent"), ("0101", "intermittent")],
)  # fmt: skip
def test_kinds_of_patterns_over_occasions(answered: str, kind: str) -> None:
    assert kind_of([flag == "1" for flag in answered]) == kind


def test_patterns_over_occasions() -> None:
    rows = ["111"] * 20 + ["100"] * 11 + ["110"] * 7 + ["001"] * 2 + ["101"] * 3 + ["000"] * 4
    answered = pd.DataFrame([[flag == "1" for flag in row] for row in rows], columns=["T0", "T1", "T2"])
    assert occasion_patterns(answered, minimum=5) == (
        OccasionPattern(("T0", "T1", "T2"), "complete", 20),
        OccasionPattern(("T0",), "left", 11),
        OccasionPattern(("T0", "T1"), "left", 7),
        OccasionPattern((), "several", 5, 2),
    )


def test_one_occasion_or_nobody_is_refused() -> None:
    with pytest.raises(MissingnessRefused) as refusal:
        occasion_patterns(pd.DataFrame({"T0": [True]}))
    assert str(refusal.value) == "The data have 1 occasion; expected two or more to tell who came back."
    with pytest.raises(MissingnessRefused) as refusal:
        occasion_patterns(pd.DataFrame({"T0": [False], "T1": [False]}))
    assert str(refusal.value) == "Nobody answered at any occasion; expected one person or more."


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
