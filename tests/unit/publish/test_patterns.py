"""Patterns of answering: those of few people are told with others, and no sum tells them apart again."""

import pandas as pd
import pytest

from isop_analysis.contracts.cells import Count
from isop_analysis.contracts.table import Row
from isop_analysis.publish.banding import Bands
from isop_analysis.publish.bounds import Sum
from isop_analysis.publish.patterns import Seen, pattern_rows
from isop_analysis.publish.sizes import Sizes

BANDS = Bands(5, {})
OCCASIONS = ("T0", "T1", "T2")
NOTHING = Seen(OCCASIONS, {}, {})


def of_occasions(people: dict[str, int], of: str = "occasions") -> pd.DataFrame:
    rows = [{"of": of, "occasion": "all", "pattern": name, "people": n} for name, n in people.items()]
    return pd.DataFrame(rows).assign(kind=None)


def told(people: dict[str, int], seen: Seen, of: str = "occasions") -> dict[str, str]:
    return {
        str(row["pattern"]): str(row["people"]) for row in pattern_rows(of_occasions(people, of), BANDS, seen)
    }


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ([30, 9, 3, 1], {"111": "30-34", "rest": "10-14"}),
        ([30, 9, 3, 2], {"111": "30-34", "110": "5-9", "rest": "5-9"}),
        ([30, 9, 6, 5], {"111": "30-34", "110": "5-9", "101": "5-9", "011": "5-9"}),
        ([19, 1, 0, 0], {"rest": "20-24"}),
    ],
)
def test_patterns_of_few_people_are_told_with_others(people: list[int], told: dict[str, str]) -> None:
    """Three and one are four: with the next rarest they are thirteen."""
    rows = of_occasions(dict(zip(("111", "110", "101", "011"), people, strict=True)))
    found = pattern_rows(rows, BANDS, NOTHING)
    assert {str(row["pattern"]): row["people"] for row in found} == told
    assert sum(float(str(row["share"])) for row in found) == pytest.approx(1)


TWO = {"11": 38, "10": 7, "01": 2}


def test_a_pattern_that_is_told_as_those_who_left_tells_no_other_one() -> None:
    """7 left and 2 came late: with them told as 5-9, and 45-49 at T0, from 6 left; 3 came late at most."""
    everyone = Seen(("T0", "T1"), {"T0": Count(45, 49), "T1": Count(40, 44)}, {("T0", "T1"): Count(5, 9)})
    assert told(TWO, Seen(("T0", "T1"), {}, {})) == {"11": "35-39", "rest": "5-9"}
    assert told(TWO, everyone) == {"rest": "45-49"}
    assert told(TWO, everyone, "instruments") == {"11": "35-39", "rest": "5-9"}


def test_a_rest_that_nothing_bounds_stays() -> None:
    people = {"111": 52, "100": 46, "110": 37, "101": 12, "011": 3, "010": 3, "001": 2}
    seen = Seen(OCCASIONS, {"T0": Count(140, 149), "T1": Count(95, 99)}, {("T1", "T2"): Count(40, 44)})
    assert told(people, seen)["rest"] == "5-9"
    assert set(told(people, seen)) == {"111", "100", "110", "101", "rest"}


def test_what_other_tables_tell_are_sums_of_patterns() -> None:
    leaving: list[Row] = [
        {
            "from_occasion": "T0",
            "to_occasion": "T1",
            "attribute": "all",
            "people": "140-144",
            "left": "55-59",
        },
        {"from_occasion": "T1", "to_occasion": "T2", "attribute": "role", "people": "30-34", "left": "5-9"},
    ]
    tests = pd.DataFrame(
        [("scales", "T0", 141), ("scales", "T1", 97), ("scales", "T2", None), ("occasions", "all", 143)],
        columns=["of", "occasion", "n"],
    )
    seen = Seen.of(["T0", "T1", "T0", "T1", "T2"], leaving, tests, Sizes.of([97, 98], 5))
    assert seen == Seen(
        OCCASIONS, {"T0": Count(140, 144), "T1": Count(95, 99)}, {("T0", "T1"): Count(55, 59)}
    )
    assert seen.sums(["111", "100", "011", "101"]) == [
        Sum((0, 1, 3), Count(140, 144)),
        Sum((0, 2), Count(95, 99)),
        Sum((1, 3), Count(55, 59)),
    ]


def test_rest_is_three_patterns_at_least() -> None:
    """5 and 3 of two patterns alone: neither could be nobody, else the other had a row of its own."""
    people = {"111": 50, "110": 11, "101": 10, "011": 7, "100": 40, "010": 5, "001": 3}
    assert set(told(people, NOTHING)) == {"111", "110", "101", "100", "rest"}
