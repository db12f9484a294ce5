import math

import pytest

from isop_analysis.opendata.published_values import Cell, municipality_code, read_column, school_code


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("538,636363636364", 538.636363636364),
        ("0", 0.0),
        ("1.234,5", 1234.5),
        ("12.5", 12.5),
        ("1 234", 1234.0),
    ],
)
def test_a_number_is_read_with_decimal_comma_or_point(text: str, value: float) -> None:
    (cell,) = read_column([text])
    assert isinstance(cell, Cell)
    assert (cell.status, cell.value, cell.low, cell.high) == ("known", value, value, value)


def test_a_suppressed_cell_is_the_interval_one_to_four() -> None:
    (cell,) = read_column(["<5"])
    assert isinstance(cell, Cell)
    assert (cell.status, cell.low, cell.high) == ("suppressed", 1.0, 4.0)
    assert math.isnan(cell.value)


@pytest.mark.parametrize("text", [" ", "", ".", "\xa0"])
def test_a_lone_space_is_unknown_and_not_zero(text: str) -> None:
    (cell,) = read_column([text])
    assert isinstance(cell, Cell)
    assert cell.status == "unknown"
    assert math.isnan(cell.low)


def test_words_are_no_cell() -> None:
    (said,) = read_column(["veel"])
    assert said == "is no number; a number, '<5' or a space was expected"


def test_codes_drift_between_files() -> None:
    assert municipality_code(" 637") == "0637"
    assert municipality_code("GM0114") == "0114"
    assert school_code("16AH", "00") == "16AH00"
    assert school_code("16AH", "16AH00") == "16AH00"
