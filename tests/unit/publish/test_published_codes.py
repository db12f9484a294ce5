"""Agreement and frequencies of codes as readers get them: bands of people, nothing of small groups."""

import pandas as pd
import pytest

from isop_analysis.base.reasons import read_reasons
from isop_analysis.publish.banding import Bands
from isop_analysis.publish.coded import MEASURES, agreement_rows, frequency_rows

BANDS = Bands(5, {})
Cell = tuple[str, str, int, int]
"""By, value, people and asked."""


def frequencies(*cells: Cell, code: str = "clear") -> pd.DataFrame:
    rows = [("roles", code, *cell) for cell in cells]
    return pd.DataFrame(rows, columns=["theme", "code", "by", "value", "people", "asked"])


def told(*cells: Cell) -> list[tuple[object, ...]]:
    rows = frequency_rows(frequencies(*cells), BANDS)
    return [(row["by"], row["value"], row["people"], row["asked"]) for row in rows]


def test_groups_of_twenty_up_are_told_in_bands() -> None:
    rows = frequency_rows(
        frequencies(
            ("all", "all", 36, 98),
            ("role", "facilitator", 5, 13),
            ("role", "future", 21, 56),
            ("role", "working", 10, 29),
            ("team", "A", 3, 25),
            ("wave", "c1", 30, 90),
            ("occasion", "T1", 35, 98),
        ),
        BANDS,
    )
    assert [(row["by"], row["value"], row["people"], row["asked"]) for row in rows] == [
        ("all", "all", "35-39", "95-99"),
        ("role", "future", "20-24", "55-59"),
        ("role", "working", "10-14", "25-29"),
        ("occasion", "T1", "35-39", "95-99"),
    ]
    assert rows[0]["share"] == pytest.approx(37 / 97)
    assert rows[2]["share"] == pytest.approx(12 / 27)


def test_of_open_answers_is_told_who_wrote_them_apart_from_who_was_interviewed() -> None:
    of_answers = ("kind", "answer", 21, 60)
    assert told(("all", "all", 36, 98), ("kind", "interview", 36, 98), of_answers) == [
        ("all", "all", "35-39", "95-99"),
        ("kind", "answer", "20-24", "60-64"),
    ]
    # Where few or none were interviewed, answers are told all the same; of few who wrote them nothing is.
    assert (
        told(("all", "all", 9, 19), of_answers) == told(of_answers) == [("kind", "answer", "20-24", "60-64")]
    )
    assert told(("kind", "answer", 9, 19)) == []


def test_fewer_than_twenty_are_told_nothing_of() -> None:
    assert told(("all", "all", 9, 19), ("role", "future", 9, 19)) == []


def test_a_division_by_role_that_bounds_a_small_group_is_left_out() -> None:
    """10 to 14 in all, 0 to 4 in each of two roles, at most 4 people of others: each is at least 2."""
    small = [("role", "future", 4, 30), ("role", "working", 3, 30), ("role", "facilitator", 3, 3)]
    assert told(("all", "all", 10, 63), *small) == [("all", "all", "10-14", "60-64")]
    # With more people of other roles each may be nobody.
    small[2] = ("role", "facilitator", 3, 13)
    assert [one[:3] for one in told(("all", "all", 10, 73), *small)[1:]] == [
        ("role", "future", "0-4"),
        ("role", "working", "0-4"),
    ]


def test_a_division_by_occasion_that_bounds_a_small_group_is_left_out() -> None:
    """5 to 9 in all, 0 to 4 at each of two occasions: somebody raised it at each."""
    small = [("occasion", "T0", 4, 40), ("occasion", "T1", 3, 40)]
    assert told(("all", "all", 7, 60), *small) == [("all", "all", "5-9", "60-64")]
    # The same people may have been asked twice.
    assert len(told(("all", "all", 4, 60), *small)) == 3


def agreement(people: int, below: bool = True) -> pd.DataFrame:
    row = {"code": "clear", "documents": people + 1, "people": people, "coders": 2}
    return pd.DataFrame([row | dict.fromkeys(MEASURES, 0.5) | {"below": below, "reason": None}])


def test_of_codes_that_few_raised_no_number_is_told() -> None:
    (row,) = agreement_rows(agreement(4), BANDS)
    assert (row["documents"], row["people"], row["coders"]) == ("5-9", "0-4", 2)
    assert [row[name] for name in MEASURES] == [None] * 9
    assert row["below"] is False
    assert [str(one) for one in read_reasons(row["reason"])] == [
        "fewer than 5 people raised the code in texts that two coders coded"
    ]


def test_of_codes_that_enough_raised_all_is_told() -> None:
    (row,) = agreement_rows(agreement(5), BANDS)
    assert (row["documents"], row["people"], row["below"], row["reason"]) == ("5-9", "5-9", True, None)
    assert [row[name] for name in MEASURES] == [0.5] * 9


def test_occasions_beside_one_of_which_nothing_is_told_are_left_out() -> None:
    """15 to 19 raised it, 10 to 14 of them at T1: who knows of four talks at T2 has one to four there."""
    cells = [("all", "all", 15, 103), ("occasion", "T1", 14, 99), ("occasion", "T2", 1, 4)]
    assert told(*cells) == [("all", "all", "15-19", "100-104")]
    assert len(told(*cells[:2])) == 2
