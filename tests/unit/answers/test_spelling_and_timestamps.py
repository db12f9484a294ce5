from datetime import datetime

import pytest

from isop_analysis.answers.detect import delimiter_of
from isop_analysis.answers.spelling import folded, key, number
from isop_analysis.answers.timestamps import between, is_moment, moment


@pytest.mark.parametrize(
    ("cell", "value"),
    [("4", 4.0), (" 4.0 ", 4.0), ("-99", -99.0), (".5", 0.5), ("1e3", 1000.0), ("+2", 2.0)],
)
def test_numbers(cell: str, value: float) -> None:
    assert number(cell) == value


@pytest.mark.parametrize("cell", ["4,0", "", "nan", "inf", "1_000", "4 5", "0x1", "vier", "1e999", "٣"])
def test_what_is_no_number(cell: str) -> None:
    assert number(cell) is None


def test_spellings_that_are_one() -> None:
    assert folded(" Mee\u00a0 EENS\n") == "mee eens"
    assert folded("cafe\u0301") == folded("Café")
    assert folded("pm\u2019er") == "pm'er"
    assert key("4.0") == key(" 4") == key("+4") == "4"
    assert key("-99.50") == "-99.5"


NINE = datetime(2024, 10, 1, 9, 5)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("2024-10-01 09:05:00", NINE),
        ("2024-10-01T09:05", NINE),
        ("1-10-2024 9:05", NINE),
        ("01/10/2024 09:05:00", NINE),
        ("01.10.24 09:05", NINE),
        ("1/10/2024 9:05 AM", NINE),
        ("1/10/2024, 9:05 p.m.", NINE.replace(hour=21)),
        ("45566.378472222", NINE),
        ("2024-10-01", datetime(2024, 10, 1)),
        ("31-11-2024", None),
        ("morgen", None),
        ("", None),
    ],
)
def test_moments(cell: str, found: datetime | None) -> None:
    assert moment(cell) == found


def test_the_month_may_stand_first() -> None:
    assert moment("1/10/2024", by_month=True) == datetime(2024, 1, 10)
    assert not is_moment("5")


def test_seconds_between_moments() -> None:
    assert between(NINE, NINE.replace(minute=6)) == 60.0
    assert between(NINE, NINE.replace(minute=4)) is None
    assert between(None, NINE) is None
    assert between(moment("2024-10-01T09:00:00Z"), NINE) is None


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("a;b;c\n1,5;2;3\n", ";"),
        ('"a, b","c; d"\n1,2\n', ","),
        ("a\tb, c; d\n1\t2\n", "\t"),
        ('a,b\n"x;y;z",1\n"x;y;z",2\n', ","),
    ],
)
def test_the_delimiter_is_what_divides_rows_alike(sample: str, delimiter: str) -> None:
    assert delimiter_of(sample) == delimiter
