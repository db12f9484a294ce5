"""The parts of the one-factor search, each against its closed form, finite differences or a plain loop."""

import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.answers import check_confidence, check_range
from isop_analysis.stats.scales import one_factor as search
from isop_analysis.stats.scales.description import _counts, _described
from isop_analysis.stats.scales.internal_consistency import _omega
from isop_analysis.stats.scales.omega import omega_total

LOADINGS = np.array([0.8, 0.7, 0.6, 0.5])
S = np.outer(LOADINGS, LOADINGS) + np.diag(1 - LOADINGS**2)
BEST = np.r_[LOADINGS, 1 - LOADINGS**2]
LOWEST = float(np.linalg.slogdet(S)[1]) + 4
FAR = np.r_[0.1, 0.9, -0.2, 0.3, 0.9, 0.4, 0.2, 0.5]


def discrepancy(parameters: np.ndarray) -> float:
    implied = np.outer(parameters[:4], parameters[:4]) + np.diag(parameters[4:])
    return float(np.log(np.linalg.det(implied)) + np.trace(S @ np.linalg.inv(implied)))


def halved(parameters: np.ndarray, step: np.ndarray) -> np.ndarray | None:
    """The plain loop: the longest of 40 halves that does not raise the discrepancy."""
    for halving in range(40):
        moved = parameters + step / 2**halving
        moved[4:] = np.maximum(moved[4:], search.FLOOR)
        if discrepancy(moved) <= discrepancy(parameters) + 1e-14 * abs(discrepancy(parameters)):
            return moved
    return None


def test_starts_are_the_principal_axis_and_each_item_as_the_factor() -> None:
    values, vectors = np.linalg.eigh(S)
    axis = vectors[:, 3] * np.sqrt(values[3] - 1)
    capped = np.where(np.eye(4, dtype=bool), 0.9, S)
    expected = np.vstack([axis, capped])
    found = search._starts(S)
    np.testing.assert_allclose(found[:, :4], expected, rtol=1e-12)
    np.testing.assert_allclose(found[:, 4:], 1 - expected**2, rtol=1e-12)
    # Items that hang together little: the axis is no shorter than sqrt(0.2).
    weak = np.eye(4) + 0.01 * (1 - np.eye(4))
    np.testing.assert_allclose((search._starts(weak)[0, :4] ** 2).sum(), 0.2, rtol=1e-12)
    against = search._starts(np.array([[1.0, -0.95], [-0.95, 1.0]]))
    assert against[1, :2].tolist() == [0.9, -0.9]


def test_the_discrepancy_and_its_gradient_are_those_of_the_formula() -> None:
    assert float(search._discrepancy(S, FAR)) == pytest.approx(discrepancy(FAR), rel=1e-12)
    assert float(search._discrepancy(S, BEST)) == pytest.approx(LOWEST, rel=1e-12)
    gradient, information = search._derivatives(S, FAR)
    h = 1e-6
    by_differences = [(discrepancy(FAR + h * e) - discrepancy(FAR - h * e)) / (2 * h) for e in np.eye(8)]
    np.testing.assert_allclose(gradient, by_differences, rtol=1e-6, atol=1e-8)
    implied = np.outer(FAR[:4], FAR[:4]) + np.diag(FAR[4:])
    V = np.linalg.inv(implied)
    slopes = [np.outer(e, FAR[:4]) + np.outer(FAR[:4], e) for e in np.eye(4)]
    slopes += [np.diag(e) for e in np.eye(4)]
    expected = [[np.trace(V @ one @ V @ other) for other in slopes] for one in slopes]
    np.testing.assert_allclose(information, expected, rtol=1e-10, atol=1e-12)


def test_all_starts_come_to_rest_at_the_one_maximum() -> None:
    ends, settled = search._climbed(S, search._starts(S))
    assert settled.tolist() == [True] * 5
    signs = np.sign(ends[:, :1])
    np.testing.assert_allclose(ends[:, :4] * signs, np.tile(LOADINGS, (5, 1)), atol=1e-8)
    np.testing.assert_allclose(ends[:, 4:], np.tile(1 - LOADINGS**2, (5, 1)), atol=1e-8)
    _, early = search._climbed(S, search._starts(S), limit=1)
    assert early.tolist() == [False] * 5
    _, at_once = search._climbed(S, BEST[None], limit=1)
    assert at_once.tolist() == [True]


@pytest.mark.parametrize("length", [1.0, 3.0, 20.0, 1e4])
def test_a_step_is_halved_until_it_does_not_raise_the_discrepancy(length: float) -> None:
    step = length * (BEST - FAR)
    expected = halved(FAR, step)
    assert expected is not None
    moved, improved = search._halved(S, np.vstack([FAR, FAR, FAR]), np.vstack([step, step * np.nan, step]))
    assert improved.tolist() == [True, False, True]
    np.testing.assert_allclose(moved, [expected, FAR, expected], rtol=1e-12)
    up, none = search._halved(S, FAR[None], search._derivatives(S, FAR)[0][None])
    assert none.tolist() == [False]
    np.testing.assert_array_equal(up, FAR[None])


def test_one_scoring_step_is_the_solution_halved() -> None:
    gradient, information = search._derivatives(S, FAR)
    free = np.ones(8, dtype=bool)
    found = search._improve(S, FAR, gradient, information, free)
    np.testing.assert_allclose(found, halved(FAR, np.linalg.solve(information, -gradient)), rtol=1e-9)
    assert search._improve(S, FAR, -gradient, information, free) is None
    held = free & (np.arange(8) != 6)
    some = search._improve(S, FAR, gradient, information, held)
    step = np.zeros(8)
    step[held] = np.linalg.solve(information[np.ix_(held, held)], -gradient[held])
    np.testing.assert_allclose(some, halved(FAR, step), rtol=1e-9)
    np.testing.assert_allclose(
        search._steps(gradient[None], information[None], held[None])[0], step, rtol=1e-9, atol=1e-14
    )
    singular = np.ones((1, 8, 8))
    assert np.isnan(search._steps(gradient[None], singular, free[None])).all()


def test_a_uniqueness_at_its_floor_moves_only_up() -> None:
    floor = search.FLOOR
    own = np.r_[0.5, 0.5, 0.5, floor, floor, 0.5]
    assert search._free(own, np.r_[1.0, 1, 1, 1, -1, 1]).tolist() == [True, True, True, False, True, True]
    assert search._free(own, np.r_[0.0, 0, 0, 0, 0, 0]).all()


def test_a_search_and_a_descent_end_at_the_maximum() -> None:
    found = search._search(S, FAR)
    assert found.gradient < 1e-9
    assert 0 < found.iterations < 60
    assert found.discrepancy == pytest.approx(LOWEST, rel=1e-12)
    np.testing.assert_allclose(np.abs(found.parameters[:4]), LOADINGS, atol=1e-7)
    at_rest = search._search(S, BEST)
    assert at_rest.iterations <= 1
    assert discrepancy(search._descend(S, FAR)) == pytest.approx(LOWEST, abs=1e-9)
    np.testing.assert_allclose(search._descend(S, BEST), BEST, atol=1e-7)
    slow = search._search(S, FAR, rounds=2, limit=1)
    assert slow.discrepancy == pytest.approx(LOWEST, rel=1e-8)


def test_the_lowest_of_several_ends_is_taken() -> None:
    found = search._lowest(S, np.vstack([FAR, BEST, search._starts(S)]))
    assert found.discrepancy == pytest.approx(LOWEST, rel=1e-12)
    assert found.gradient < 1e-9


def test_the_first_answer_out_of_range_is_told() -> None:
    with pytest.raises(Refused) as refusal:
        check_range(pd.DataFrame({"a": [1.0, 2.0], "b": [9.0, 7.0]}, index=["r", "s"]), 1, 5)
    assert refusal.value.reason.values == {
        "item": "b", "value": 9.0, "row": "r", "count": 2, "low": 1, "high": 5,
    }  # fmt: skip


def test_omega_needs_three_items_more_rows_and_items_that_differ() -> None:
    rows = pd.DataFrame({"a": [1.0, 2, 3, 5], "b": [2.0, 1, 4, 4], "c": [1.0, 3, 2, 5]})
    assert _omega(rows[["a", "b"]], 0.95) == Reason("omega_items", found=2)
    assert _omega(rows.head(3), 0.95) == Reason("omega_rows", found=3, items=3)
    assert _omega(rows.assign(b=2.0), 0.95) == Reason("omega_constant", names=["b"], rows=4)
    assert not isinstance(_omega(rows, 0.95), Reason)


def test_derivatives_of_several_are_those_of_each() -> None:
    several = search._derivatives(S, np.vstack([FAR, BEST]))
    for place, own in enumerate((FAR, BEST)):
        alone = search._derivatives(S, own)
        np.testing.assert_allclose(several[0][place], alone[0], rtol=1e-10, atol=1e-13)
        np.testing.assert_allclose(several[1][place], alone[1], rtol=1e-10, atol=1e-13)


def test_weak_loadings_have_the_sign_of_their_sum() -> None:
    weak = np.array([0.2, 0.25, 0.3, 0.2])
    covariance = np.outer(weak, weak) + np.diag(1 - weak**2)
    np.testing.assert_allclose(search.fit_one_factor(covariance).loadings, weak, atol=1e-6)


def test_omega_has_a_95_per_cent_interval_unless_told() -> None:
    rows = np.random.default_rng(1).multivariate_normal(np.zeros(4), S, size=200)
    assert omega_total(rows).interval == omega_total(rows, 0.95).interval
    assert omega_total(rows).interval is not None


@pytest.mark.parametrize("confidence", [0.0, 1.0, 1.5, -0.5])
def test_a_confidence_lies_between_nought_and_one(confidence: float) -> None:
    with pytest.raises(Refused) as refusal:
        check_confidence(confidence)
    assert refusal.value.reason == Reason("confidence", given=confidence)


def test_three_answers_of_two_kinds_have_a_skewness() -> None:
    found = _described(pd.DataFrame({"a": [1.0, 1.0, 2.0], "b": [1.0, 1.0, 1.0]}), 1, 5, "item")
    assert found["skewness"].iloc[0] == pytest.approx(3**0.5, rel=1e-12)
    assert np.isnan(found["skewness"].iloc[1])


def test_the_first_answer_that_is_not_listed_is_told() -> None:
    with pytest.raises(Refused) as refusal:
        _counts(pd.Series([1.0, 7.0, 8.0], index=["r", "s", "t"], name="a"), [1.0, 2.0])
    assert refusal.value.reason.values == {"item": "a", "value": 7.0, "row": "s", "expected": "1, 2"}
