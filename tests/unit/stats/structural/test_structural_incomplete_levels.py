"""The likelihood of incomplete clusters and its derivatives, against whole clusters' normal vectors."""

from typing import Any

import numpy as np
import pytest
from whole_clusters import Array, Moments, WholeClusters, differences

from isop_analysis.stats.structural.incomplete_levels import sums
from isop_analysis.stats.structural.incomplete_levels.cluster_patterns import (
    ClusterPatterns,
    cluster_patterns,
)
from isop_analysis.stats.structural.incomplete_levels.curvature import Curvature
from isop_analysis.stats.structural.incomplete_levels.evaluation import BothLevels, evaluated
from isop_analysis.stats.structural.incomplete_levels.slopes import LevelSlopes, cluster_slopes, slopes
from isop_analysis.stats.structural.incomplete_levels.triangle import Triangle

P, K, J = 3, 2, 9
LOWER, JOINT = Triangle.of(P), Triangle.of(P + K)
COLUMNS = np.array([0, 1, 3, 4])


def small() -> WholeClusters:
    """Clusters of one to five rows; of the fifth y2 is never seen, of the sixth nothing at level 1."""
    random = np.random.default_rng(1)
    sizes = random.integers(1, 6, J)
    sizes[:3] = 3
    codes = np.repeat(np.arange(J), sizes)
    lower, upper = random.normal(5, 1, (len(codes), P)), random.normal(-3, 1, (J, K))
    lower[random.random(lower.shape) < 0.3] = np.nan
    upper[random.random(upper.shape) < 0.3] = np.nan
    lower[:9], upper[:3] = 5 + random.normal(size=(9, P)), -3 + random.normal(size=(3, K))
    lower[codes == 4, 1], lower[codes == 5] = np.nan, np.nan
    upper[5] = [-3.5, np.nan]
    return WholeClusters(lower, upper, codes)


def start() -> Array:
    random = np.random.default_rng(2)
    roots = [random.normal(size=(size, size + 2)) / 2 for size in (P, len(COLUMNS))]
    between = np.zeros((P + K, P + K))
    between[np.ix_(COLUMNS, COLUMNS)] = 0.3 * roots[1] @ roots[1].T
    mean = np.concatenate([np.full(P, 5.2), np.full(K, -2.9)])
    return np.concatenate([LOWER.entries(roots[0] @ roots[0].T), JOINT.entries(between), mean])


def moments(numbers: Array) -> Moments:
    ends = (LOWER.count, LOWER.count + JOINT.count)
    return Moments(
        numbers[: ends[0]][LOWER.index], numbers[ends[0] : ends[1]][JOINT.index], numbers[ends[1] :]
    )


def cells(weights: Array | None = None) -> ClusterPatterns:
    whole = small()
    found = cluster_patterns(whole.lower, whole.upper, whole.codes, COLUMNS)
    return found if weights is None else found.weighted(weights)


def at(numbers: Array, weights: Array | None = None) -> Any:
    own = moments(numbers)
    return evaluated(cells(weights), BothLevels(own.within, own.between, own.mean))


def entries(found: LevelSlopes) -> Array:
    return np.concatenate([LOWER.spread(found.within), JOINT.spread(found.between), found.mean], axis=-1)


def test_the_likelihood_is_that_of_whole_clusters():
    logliks = small().logliks(moments(start()))
    assert at(start()).loglik == pytest.approx(logliks.sum(), abs=1e-10)
    weights = np.array([0, 2, 1, 1, 3, 1, 0, 1, 2.0])
    assert at(start(), weights).loglik == pytest.approx(weights @ logliks, abs=1e-10)


def test_clusters_with_the_same_patterns_share_their_matrices():
    assert len(cells().seen) == 6
    assert cells().kinds.count == 7
    assert list(cells().kinds.of[:3]) == [0, 0, 0]


def test_scores_are_those_of_whole_clusters():
    expected = differences(lambda numbers: small().logliks(moments(numbers)), start())
    found = entries(cluster_slopes(at(start())))
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-6 * np.abs(expected).max())
    np.testing.assert_allclose(entries(slopes(at(start()))), found.sum(axis=0), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("largest", [1, 10**6])
@pytest.mark.parametrize("weights", [None, np.array([0, 2, 1, 1, 3, 1, 0, 1, 2.0])])
def test_second_derivatives(weights, largest, monkeypatch):
    monkeypatch.setattr(sums, "LARGEST", largest)
    found = Curvature(at(start(), weights), np.eye(LOWER.count)).matrix(observed=True)
    expected = -differences(lambda numbers: entries(slopes(at(numbers, weights))), start())
    np.testing.assert_allclose(found, expected, atol=1e-7 * np.abs(expected).max())


def test_the_expected_information():
    found = Curvature(at(start()), np.eye(LOWER.count)).matrix(observed=False)
    directions = [moments(own) for own in np.eye(len(start()))]
    expected = small().expected_information(moments(start()), directions)
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9 * np.abs(expected).max())
