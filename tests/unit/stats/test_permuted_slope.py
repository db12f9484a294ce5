"""Slopes of few units against every order of them, a direct search for the interval, and statsmodels."""

from itertools import permutations

import numpy as np
import pytest

from isop_analysis.stats.permuted import permuted_slope

SEVEN = np.array([0.25, 0.5, 0.4, 0.75, 0.6, 0.8, 0.9])
SCORES = np.array([3.1, 3.4, 3.2, 3.9, 3.5, 4.2, 3.8])
LENGTHS = np.array([210.0, 340, 280, 260, 300, 240, 330])


def rests(values: np.ndarray) -> np.ndarray:
    design = np.column_stack([np.ones(len(values)), LENGTHS])
    return np.asarray(values - design @ np.linalg.lstsq(design, values, rcond=None)[0])


def p_of(slope: float) -> float:
    """The share of all 5,040 orders in which the slope of what is left is as far from the one tested."""
    y, x = rests(SEVEN - slope * SCORES), rests(SCORES)
    found = abs(x @ y)
    orders = np.array(list(permutations(range(7))))
    return float(np.mean(np.abs(y[orders] @ x) >= found - 1e-12))


def test_p_and_interval_are_those_of_every_order() -> None:
    found = permuted_slope(SEVEN, SCORES, LENGTHS, seed=1)
    assert found is not None
    exact = p_of(0)
    assert found.p_value == pytest.approx(exact, abs=4 * (exact * (1 - exact) / 10_000) ** 0.5)
    # At an end the exact test rejects at about the level, a little outside it does, a little inside not.
    width = found.high - found.low
    for end, away in ((found.low, -1), (found.high, 1)):
        assert p_of(end) == pytest.approx(0.05, abs=0.01)
        assert p_of(end + away * 0.05 * width) < 0.05 < p_of(end - away * 0.05 * width)


def test_the_estimate_is_that_of_least_squares_and_the_interval_near_it_with_many_units() -> None:
    import statsmodels.api as sm

    random = np.random.default_rng(3)
    length, score = random.normal(size=(2, 80))
    share = 0.2 * score + 0.3 * length + random.normal(size=80)
    found = permuted_slope(share, score, length, seed=2)
    fit = sm.OLS(share, sm.add_constant(np.column_stack([score, length]))).fit()
    assert found is not None
    assert found.estimate == pytest.approx(fit.params[1], abs=1e-12)
    assert [found.low, found.high] == pytest.approx(fit.conf_int()[1], abs=0.02)
    assert found.p_value == pytest.approx(fit.pvalues[1], abs=0.02)


def test_the_interval_excludes_zero_where_p_is_at_most_five_per_cent() -> None:
    random = np.random.default_rng(4)
    rejected = 0
    for seed in range(200):
        length, score = random.normal(size=(2, 11))
        share = random.binomial(4, 0.5, size=11) / 4 + 0.2 * score * (seed % 2)
        found = permuted_slope(share, score, length, seed, draws=199)
        assert found is not None
        assert (found.p_value <= 0.05) == (not found.low <= 0 <= found.high)
        rejected += found.p_value <= 0.05
    assert 20 < rejected < 180


def test_the_same_seed_gives_the_same_numbers_and_length_is_held_equal() -> None:
    one, same, other = (permuted_slope(SEVEN, SCORES, LENGTHS, seed) for seed in (1, 1, 2))
    assert one == same != other
    assert one is not None
    longer = permuted_slope(SEVEN + 0.01 * LENGTHS, SCORES, LENGTHS, 1)
    assert longer is not None
    assert longer.estimate == pytest.approx(one.estimate)


def test_without_anything_left_to_compare_there_is_no_slope() -> None:
    assert permuted_slope(np.full(7, 0.5), SCORES, LENGTHS, 1) is None
    assert permuted_slope(SEVEN, LENGTHS / 100, LENGTHS, 1) is None
    # Equal lengths hold nothing equal: the slope is the plain one.
    plain = permuted_slope(SEVEN, SCORES, np.zeros(7), 1)
    assert plain is not None
    assert plain.estimate == pytest.approx(float(np.polyfit(SCORES, SEVEN, 1)[0]))
