"""Verdicts, row by row: an interval against zero and the smallest effect that matters."""

import math

import pytest

from isop_analysis.stats.verdicts import (
    Interval,
    Verdict,
    depends_on_method,
    excluded_direction,
    interval_of,
    sign_of,
    verdict_of,
    verdict_of_fit,
)

SMALLEST = 0.2


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.21, 0.4, "matters"),
        (-0.4, -0.21, "matters"),
        (0.2, 0.4, "may_be_too_small"),  # touches the bound: reaches it
        (0.05, 0.4, "may_be_too_small"),
        (-0.4, -0.05, "may_be_too_small"),
        (0.05, 0.2, "may_be_too_small"),
        (0.05, 0.19, "too_little"),
        (-0.19, -0.05, "too_little"),
        (-0.1, 0.19, "none_that_matters"),
        (-0.19, 0.1, "none_that_matters"),
        (0.0, 0.1, "none_that_matters"),  # touches zero: reaches it
        (-0.1, 0.0, "none_that_matters"),
        (-0.1, 0.2, "open"),
        (-0.2, 0.1, "open"),
        (0.0, 0.3, "open"),
        (-0.5, 0.5, "open"),
    ],
)
def test_verdicts_with_a_smallest_effect(low: float, high: float, verdict: str) -> None:
    assert verdict_of(Interval(low, high), SMALLEST) == verdict
    assert verdict_of(Interval(-high, -low), SMALLEST) == verdict


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.01, 0.1, "goes_together"),
        (-0.1, -0.01, "goes_together"),
        (0.0, 0.1, "open"),
        (-0.1, 0.0, "open"),
        (-0.1, 0.1, "open"),
    ],
)
def test_without_a_smallest_effect_there_are_two_verdicts(low: float, high: float, verdict: str) -> None:
    assert verdict_of(Interval(low, high), None) == verdict
    assert sign_of(low, high) == verdict
    assert isinstance(sign_of(low, high), str)


def test_an_interval_of_cells_has_its_low_end_first_and_both_ends() -> None:
    assert interval_of(1, "2.5") == Interval(1.0, 2.5)
    assert interval_of(0.1, 0.3, -2) == Interval(-0.6, -0.2)
    assert interval_of(0.1, 0.3, 2) == Interval(0.2, 0.6)
    for absent in (None, math.nan):
        assert interval_of(absent, 1.0) is None
        assert interval_of(1.0, absent) is None
        assert sign_of(absent, 1.0) is None


def test_a_fit_is_judged_in_sds_and_without_them_by_its_sign_alone() -> None:
    points, sds = Interval(0.1, 0.5), Interval(0.3, 0.9)
    assert verdict_of_fit("fitted", points, sds, SMALLEST) is Verdict.MATTERS
    assert verdict_of_fit("fitted", points, None, SMALLEST) is Verdict.GOES_TOGETHER
    assert verdict_of_fit("fitted", points, sds, None) is Verdict.GOES_TOGETHER
    assert verdict_of_fit("fitted", Interval(-0.1, 0.5), None, SMALLEST) is Verdict.OPEN
    assert verdict_of_fit("fitted", None, sds, SMALLEST) is Verdict.FAILED
    assert verdict_of_fit("failed", points, sds, SMALLEST) is Verdict.FAILED
    assert verdict_of_fit("refused", None, None, SMALLEST) is Verdict.REFUSED
    assert verdict_of_fit("refused", points, sds, SMALLEST) is Verdict.REFUSED


@pytest.mark.parametrize(
    ("low", "high", "excluded"),
    [
        (-0.19, 0.5, "negative"),
        (0.0, 0.5, "negative"),
        (-0.5, 0.19, "positive"),
        (-0.5, 0.0, "positive"),
        (-0.2, 0.5, None),
        (-0.5, 0.2, None),
        (-0.1, 0.1, None),  # not open
        (0.1, 0.5, None),
    ],
)
def test_an_open_interval_may_exclude_one_direction(low: float, high: float, excluded: str | None) -> None:
    assert excluded_direction(Interval(low, high), SMALLEST) == excluded
    assert excluded_direction(Interval(low, high), None) is None


def test_it_depends_where_another_interval_gives_another_verdict() -> None:
    own, same, other = Interval(0.3, 0.9), Interval(0.25, 1.0), Interval(0.1, 1.1)
    assert depends_on_method(own, (other,), SMALLEST)
    assert depends_on_method(own, (same, other), SMALLEST)
    assert not depends_on_method(own, (same,), SMALLEST)
    assert not depends_on_method(own, (), SMALLEST)
    assert not depends_on_method(own, (other,), None)
