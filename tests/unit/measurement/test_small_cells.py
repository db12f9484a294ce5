"""Which cells of a row that adds up are hidden."""

import pandas as pd
import pytest

from isop_analysis.measurement.disclosure import small_cells


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"a": 9, "b": 8}, []),
        ({"a": 9, "b": 0}, []),
        ({"a": 9, "b": 3, "c": 20}, ["a", "b"]),
        ({"a": 4, "b": 3, "c": 20}, ["a", "b"]),
        ({"a": 1, "b": 2, "c": 20, "d": 7}, ["a", "b", "d"]),
        ({"a": 2, "b": 0, "c": 20}, ["a", "c"]),
        ({"a": 2}, ["a"]),
    ],
)
def test_hidden_cells_are_two_and_hold_the_minimum(counts: dict[str, int], hidden: list[str]) -> None:
    cells = small_cells(pd.Series(counts), 5)
    assert sorted(cells[cells].index) == hidden


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ({"education": 71, "care": 2, "welfare": 30, "unknown": 15}, ["care", "welfare"]),
        ({"education": 71, "welfare": 30, "unknown": 3}, []),
        ({"care": 2, "unknown": 15}, ["care", "unknown"]),
    ],
)
def test_a_cell_told_elsewhere_protects_no_other(counts: dict[str, int], hidden: list[str]) -> None:
    cells = small_cells(pd.Series(counts), 5, told_elsewhere=("unknown",))
    assert sorted(cells[cells].index) == hidden
