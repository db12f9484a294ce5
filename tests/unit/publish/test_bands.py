"""Counts as bands, and what an outsider can work out of them: held to plain enumeration."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isop_analysis.contracts.cells import Count
from isop_analysis.publish.banding import Bands, block_of, share_of, shares_of
from isop_analysis.publish.bounds import Sum, gives_away, worked_out


@pytest.mark.parametrize(
    ("number", "width", "told"),
    [(0, 5, "0-4"), (4, 5, "0-4"), (5, 5, "5-9"), (87, 5, "85-89"), (12, 3, "12-14"), (25, 10, "20-29")],
)
def test_a_count_is_told_as_its_band(number: int, width: int, told: str) -> None:
    assert str(Count.banded(number, width)) == told
    assert Count.read(told) == Count.banded(number, width)


@pytest.mark.parametrize("cell", ["", "a", "5-", "9-5", "1.5", "-3", "5–9"])
def test_what_is_no_count_is_said(cell: str) -> None:
    with pytest.raises(ValueError, match="no count or band of counts"):
        Count.read(cell)


@given(st.lists(st.integers(0, 11), min_size=1, max_size=4), st.integers(0, 3))
def test_bounds_are_those_of_every_filling(numbers: list[int], slack: int) -> None:
    """All numbers that fit the bands and the total, one after another."""
    cells = [Count.banded(number, 5) for number in numbers]
    total = Count(sum(numbers) - slack, sum(numbers) + slack)
    fillings = [
        filling
        for filling in product(*(range(cell.low, cell.high + 1) for cell in cells))
        if total.low <= sum(filling) <= total.high
    ]
    found = worked_out(cells, [Sum(tuple(range(len(cells))), total)])
    assert found == [Count(min(own), max(own)) for own in zip(*fillings, strict=True)]


def test_bounds_of_one_sum_narrow_another() -> None:
    """b is 4, as c is nobody; so a is nobody too, which its own sum tells only then."""
    cells = [Count(0, 4), Count(0, 4), Count(0, 0)]
    sums = [Sum((0, 1), Count.exactly(4)), Sum((1, 2), Count.exactly(4))]
    assert worked_out(cells, sums) == [Count(0, 0), Count(4, 4), Count(0, 0)]


def test_an_exact_total_gives_a_small_cell_away() -> None:
    """40-44 + 35-39 + 0-4 are 76 people: the small cell holds at most one."""
    cells = [Count(40, 44), Count(35, 39), Count(0, 4)]
    assert gives_away(cells, [Sum((0, 1, 2), Count.exactly(76))], 5) == {2}
    assert gives_away(cells, [Sum((0, 1, 2), Count(75, 79))], 5) == frozenset()
    # 25 of 25-29 answered in two cells of which one has at most 24: the other has at least one.
    assert gives_away([Count(20, 24), Count(0, 4)], [Sum((0, 1), Count(25, 29))], 5) == {1}


def test_a_block_that_gives_a_cell_away_is_not_told() -> None:
    bands = Bands(5, {})
    assert block_of([24, 4], bands.total(28, "T0"), bands) is None
    told = block_of([21, 1], bands.total(22, "T0"), bands)
    assert told is not None
    assert [str(cell) for cell in told.cells] == ["20-24", "0-4"]
    # They add up to 22, the middle of 20-24: a quarter up in both bands.
    assert told.shares == pytest.approx((21 / 22, 1 / 22), abs=1e-12)


def test_those_who_did_not_answer_are_no_small_cell_with_narrow_bounds() -> None:
    """86 people were there: of '85-89' who answered at most one would not have.

    80 to 84 are told alike: beside these "80-89" would be 85 and 86.
    """
    bands = Bands(5, {"T0": 86})
    assert str(bands.total(85, "T0")) == "80-89"
    assert [str(bands.total(n, "T0")) for n in (89, 84, 80, 79, 90)] == ["80-89"] * 3 + ["75-79", "90-94"]
    assert str(bands.total(85, "T1")) == "85-89"


def test_shares_come_from_the_middles_of_the_bands() -> None:
    assert shares_of([Count(0, 4), Count(5, 9), Count(10, 14)]) == pytest.approx((2 / 21, 7 / 21, 12 / 21))
    # A total of other people than the cells': 40 and 20 up can't be 55.
    assert shares_of([Count(40, 44), Count(20, 24)], Count.exactly(55)) == pytest.approx((42 / 64, 22 / 64))
    assert share_of(Count(5, 9), Count(20, 24)) == pytest.approx(7 / 22)
    assert share_of(Count(25, 29), Count(20, 29)) == 1.0
