"""Rows that models lost: the difference of two numbers as they are told, and no others beside it."""

import pandas as pd
import pytest

from isop_analysis.publish.rows_left import RowsLeft
from isop_analysis.publish.sizes import Sizes


def rows(*cells: tuple[str, str, int, int, str, int]) -> pd.DataFrame:
    return pd.DataFrame(cells, columns=["model", "scale", "available", "used", "variable", "lost_first"])


def told(frame: pd.DataFrame, *beside: int) -> list[tuple[str, str, str]]:
    left = RowsLeft.of(frame)
    sizes = Sizes.of([*left.before, *left.after, *beside], 5, left.alike(5))
    own = left.told(sizes)
    used = [str(sizes.told(int(n))) for n in own["used"]]
    return list(zip(own["variable"], used, own["lost_first"], strict=True))


INGREDIENTS = [
    ("ingredients", "transfer", 211, 187, "all", 24),
    ("ingredients", "transfer", 211, 187, "score", 6),
    ("ingredients", "transfer", 211, 187, "role", 2),
    ("ingredients", "transfer", 211, 187, "preparation", 16),
]


def test_rows_left_follow_from_what_each_variable_takes_first() -> None:
    left = RowsLeft.of(rows(*INGREDIENTS, ("null", "transfer", 211, 205, "all", 6)))
    assert left.before == [211, 211, 205, 203, 211]
    assert left.after == [187, 205, 203, 187, 205]
    assert left.alike(5) == set()
    assert left.alike(7) == {211, 205}


def test_what_was_lost_is_the_difference_of_bands() -> None:
    """Left are 211, 205, 203 and 187: 205 and 203 lie in two bands, and any variable may have taken one."""
    assert told(rows(*INGREDIENTS), 212, 189) == [
        ("all", "185-189", "21-29"),
        ("score", "185-189", "1-9"),
        ("role", "185-189", "1-9"),
        ("preparation", "185-189", "11-19"),
    ]


def test_a_variable_that_takes_rows_within_a_band_has_no_row() -> None:
    own = rows(("m", "s", 214, 190, "all", 24), ("m", "s", 214, 190, "a", 4), ("m", "s", 214, 190, "b", 20))
    assert told(own, 191) == [("all", "190-194", "16-24"), ("b", "190-194", "16-24")]


def test_numbers_far_from_all_others_are_exact() -> None:
    own = rows(("m", "s", 300, 250, "all", 50), ("m", "s", 300, 250, "a", 50))
    assert told(own) == [("all", "250", "50"), ("a", "250", "50")]


@pytest.mark.parametrize("lost", [0, 1, 4])
def test_a_model_that_loses_few_or_none_is_told_in_bands(lost: int) -> None:
    """Exact where none is lost, and a band where one to four are, would tell these apart."""
    assert told(rows(("m", "s", 244, 244 - lost, "all", lost))) == [("all", "240-244", "0-4")]


def test_models_of_people_have_no_scale() -> None:
    own = rows(*INGREDIENTS).drop(columns="scale")
    assert RowsLeft.of(own).after == [187, 205, 203, 187]
