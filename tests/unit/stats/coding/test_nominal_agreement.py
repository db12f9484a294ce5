"""Agreement on nominal values against published worked examples and independent programs."""

import doctest
import importlib

import numpy as np
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats import coding
from isop_analysis.stats.coding.tallies import Ratings

N = None
# Krippendorff 2011, section C: four observers, twelve units, values missing; alpha = .743.
REPORTED = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
# Krippendorff 2011, section A: two observers, ten units; alpha = .095.
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
# Fleiss 1971, table 1: 30 patients, 6 psychiatrists, 5 diagnoses; kappa = .430.
FLEISS = [
    *[[0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0], [2, 0, 4, 0, 0]],
    *[[0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6], [1, 0, 0, 5, 0], [1, 1, 0, 4, 0]],
    *[[0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1], [0, 0, 5, 0, 1], [3, 0, 0, 1, 2], [5, 1, 0, 0, 0]],
    *[[0, 2, 0, 4, 0], [1, 0, 2, 0, 3], [0, 0, 0, 0, 6], [0, 1, 0, 5, 0], [0, 2, 0, 1, 3], [2, 0, 0, 4, 0]],
    *[[1, 0, 0, 4, 1], [0, 5, 0, 1, 0], [4, 0, 0, 0, 2], [0, 2, 0, 4, 0], [1, 0, 5, 0, 0], [0, 0, 0, 0, 6]],
]


@pytest.mark.parametrize(("values", "alpha"), [(REPORTED, 0.743), (BINARY, 0.095)])
def test_krippendorff_2011(values: list, alpha: float) -> None:
    assert round(coding.krippendorff_alpha(values), 3) == alpha


def test_fleiss_1971() -> None:
    assert round(coding.fleiss_kappa(FLEISS), 3) == 0.430


def test_fleiss_of_ratings_is_fleiss_of_counts() -> None:
    values = np.array([np.repeat(np.arange(5), row) for row in FLEISS]).T
    found = coding.coefficients(Ratings(values, np.ones(30)), draws=10)
    assert found.kappa == pytest.approx(coding.fleiss_kappa(FLEISS), abs=1e-12)
    assert found.percentage == pytest.approx(55.56, abs=0.01)  # Fleiss' mean P


def test_cohen_1960() -> None:
    # Cohen 1960, table 1: 200 patients in proportions, kappa = .492 (by (.70 − .41) / (1 − .41)).
    table = np.array([[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]])
    first, second = np.indices((3, 3)).reshape(2, -1)
    assert coding.cohen_kappa(first, second, table.ravel()) == pytest.approx(0.492, abs=0.0005)


def test_characters_of_the_issue() -> None:
    # 80 and 60 of 1,000 characters coded, 40 shared: (.94 − .8696) / (1 − .8696)
    first, second = np.zeros(1000, int), np.zeros(1000, int)
    first[:80] = second[40:100] = 1
    assert coding.cohen_kappa(first, second) == pytest.approx(0.0704 / 0.1304, abs=1e-12)
    assert round(coding.cohen_kappa(first, second), 2) == 0.54


# By the package krippendorff 0.9.0 (nominal), of values drawn as here.
ORACLE = {1: 0.329090909090909, 2: 0.2826342035787621, 3: 0.35692299527676064}


@pytest.mark.parametrize("seed", ORACLE)
def test_alpha_of_the_package_krippendorff(seed: int) -> None:
    assert coding.krippendorff_alpha(drawn(seed)) == pytest.approx(ORACLE[seed], abs=1e-10)


def drawn(seed: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 4, 40)
    values = np.where(chance.random((5, 40)) < 0.6, truth, chance.integers(0, 4, (5, 40))).astype(float)
    return np.where(chance.random((5, 40)) < 0.3, np.nan, values)


def test_weights_are_repeated_units() -> None:
    values, weights = np.array([[0, 0, 1, 1], [0, 1, 1, 0], [0, 0, 1, 1]]), [3, 1, 4, 2]
    again = np.repeat(values, weights, axis=1)
    for of in (coding.krippendorff_alpha, coding.percentage_agreement):
        assert of(values, weights) == pytest.approx(of(again), abs=1e-12)
    assert coding.cohen_kappa(values[0], values[1], weights) == pytest.approx(
        coding.cohen_kappa(again[0], again[1]), abs=1e-12
    )


def test_without_variation_there_is_no_coefficient() -> None:
    assert np.isnan(coding.krippendorff_alpha([["a", "a"], ["a", "a"]]))
    assert np.isnan(coding.cohen_kappa(["a", "a"], ["a", "a"]))
    assert np.isnan(coding.fleiss_kappa([[3, 0], [3, 0]]))
    assert coding.percentage_agreement([["a", "a"], ["a", "a"]]) == 100


def test_what_can_not_be_compared() -> None:
    with pytest.raises(Refused, match="values of 1 coder"):
        coding.krippendorff_alpha([["a", "b"]])
    with pytest.raises(Refused, match="values of 2 coders"):
        coding.cohen_kappa(["a"], ["a", "b"])
    with pytest.raises(Refused, match="none of 2 units has values of two"):
        coding.krippendorff_alpha([["a", None], [None, "b"]])
    with pytest.raises(Refused, match="same number of coders"):
        coding.fleiss_kappa([[3, 0], [2, 0]])


def test_intervals_cover_as_often_as_they_say() -> None:
    """Of 200 samples of 60 units from a known agreement, about 95 in 100 intervals hold its alpha."""
    chance = np.random.default_rng(3)
    # Two values, each half the time; the second coder repeats the first with probability .8: alpha = .6.
    held = 0
    for sample in range(200):
        first = chance.integers(0, 2, 60)
        second = np.where(chance.random(60) < 0.8, first, 1 - first)
        found = coding.coefficients(Ratings(np.array([first, second]), np.ones(60)), draws=300, seed=sample)
        held += found.alpha_ci_low <= 0.6 <= found.alpha_ci_high
    assert 180 <= held <= 198


def test_documents_are_drawn_whole() -> None:
    values = np.repeat(np.array([[0, 1, 0, 1, 0, 1, 1, 0], [0, 1, 1, 1, 0, 0, 1, 0]]), 50, axis=1)
    clusters = np.repeat(np.arange(8), 50)
    alone = coding.coefficients(Ratings(values, np.ones(400)), draws=400)
    whole = coding.coefficients(Ratings(values, np.ones(400), clusters), draws=400)
    assert whole.alpha == pytest.approx(alone.alpha)
    assert whole.drawn == 8
    assert whole.alpha_ci_high - whole.alpha_ci_low > 3 * (alone.alpha_ci_high - alone.alpha_ci_low)
    assert whole == coding.coefficients(Ratings(values, np.ones(400), clusters), draws=400)
    few = coding.coefficients(Ratings(values[:, :200], np.ones(200), clusters[:200]), draws=400)
    assert np.isnan(few.alpha_ci_low)
    assert np.isfinite(few.alpha)


@pytest.mark.parametrize("name", ["nominal", "intervals", "unitised"])
def test_examples(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"isop_analysis.stats.coding.{name}"))
    assert (found.failed, found.attempted > 0) == (0, True)


def test_every_name_of_the_face_is_what_it_says() -> None:
    assert [getattr(coding, name).__name__ for name in coding.__all__] == coding.__all__
