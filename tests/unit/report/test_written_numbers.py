"""Numbers as readers see them, in both languages."""

import math

import pandas as pd
import pytest

from isop_analysis.contracts.cells import Count
from isop_analysis.language.numbers import Numbers, rounded

NL, EN = Numbers("nl"), Numbers("en")


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (0.125, 2, "0.13"),  # halves away from zero, not to the even digit (0.12)
        (-0.125, 2, "-0.13"),
        (2.675, 2, "2.68"),  # as written, not as stored (2.67499…)
        (0.005, 2, "0.01"),
        (-0.004, 2, "0.00"),  # no negative zero
        (1e-9, 2, "0.00"),
        (2.5, 0, "3"),
        (1234567.891, 1, "1234567.9"),
    ],
)
def test_rounding(value: float, digits: int, shown: str) -> None:
    assert str(rounded(value, digits)) == shown


def test_decimals() -> None:
    assert EN.decimal(0.314) == "0.31"
    assert NL.decimal(0.314) == "0,31"
    assert EN.decimal(-0.314) == "−0.31"
    assert EN.decimal(-0.001) == "0.00"
    assert EN.decimal(0.8149, bounded=True) == ".81"
    assert NL.decimal(-0.8149, bounded=True) == "−,81"
    assert EN.decimal(1.0, bounded=True) == "1.00"
    assert EN.decimal(12345.6) == "12,345.60"
    assert NL.decimal(12345.6) == "12\u202f345,60"
    assert EN.signed(0.2) == "+0.20"
    assert EN.signed(-0.001) == "0.00"


def test_whole_numbers() -> None:
    assert (NL.integer(5400), EN.integer(5400)) == ("5\u202f400", "5,400")
    assert EN.integer(168.0) == "168"


@pytest.mark.parametrize(
    ("p", "en", "nl"),
    [
        (0.0004, "<\u00a0.001", "<\u00a0,001"),
        (0.0005, "=\u00a0.001", "=\u00a0,001"),
        (0.0124, "=\u00a0.012", "=\u00a0,012"),
        (0.9996, ">\u00a0.999", ">\u00a0,999"),
        (0.0, "<\u00a0.001", "<\u00a0,001"),
    ],
)
def test_p_values(p: float, en: str, nl: str) -> None:
    assert (EN.p_value(p), NL.p_value(p)) == (en, nl)


def test_intervals() -> None:
    assert EN.interval(0.12, 0.48) == "[0.12,\u00a00.48]"
    assert NL.interval(0.12, 0.48) == "[0,12;\u00a00,48]"
    assert NL.interval(-0.05, 0.48, bounded=True) == "[−,05;\u00a0,48]"
    assert EN.interval(None, 0.48) == "–"


def test_percentages_and_parts_of_a_whole() -> None:
    assert NL.percentage(12.5) == "13%"
    assert EN.percentage(None) == "–"
    assert EN.out_of(7, 16) == "7\u00a0of\u00a016"
    assert NL.out_of(7, 16) == "7\u00a0van\u00a016"


def test_counts_and_bands() -> None:
    assert EN.count(1234) == EN.count(Count.exactly(1234)) == "1,234"
    assert NL.count(Count(1235, 1239)) == "1\u202f235–1\u202f239"
    assert (EN.aloud(Count(85, 89)), NL.aloud(Count(85, 89))) == ("85 to 89", "85 tot 89")
    assert EN.aloud(142) == "142"


@pytest.mark.parametrize("absent", [None, math.nan, math.inf, pd.NA, "text"])
def test_what_is_no_number_is_shown_as_absent(absent: object) -> None:
    assert EN.decimal(absent) == "–"
    assert EN.p_value(absent) == "–"
