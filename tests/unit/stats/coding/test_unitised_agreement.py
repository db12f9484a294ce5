"""alpha_U against Krippendorff's worked examples."""

import numpy as np
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.coding.unitised import together, unitised_alpha

# Krippendorff 2004, p. 254: a continuum of 300 from 150 on, two observers, categories c and k.
C_2004 = [[(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)]]
K_2004 = [[(30, 90), (150, 200)]] * 2
# Krippendorff 1995, p. 57: four pairs of observers on a continuum of 24.
A_1995 = [[(2, 10), (14, 20)], [(4, 8), (15, 17)]]
B_1995 = [[(0, 18)], [(0, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 9), (9, 10)]]
C_1995 = [[(2, 8), (10, 12), (14, 18), (20, 22)], [(0, 2), (4, 8), (10, 14), (16, 18), (20, 22)]]
D_1995 = [
    [(0, 2), (2, 10), (10, 14), (14, 20), (20, 24)],
    [(0, 4), (4, 8), (8, 15), (15, 17), (17, 24)],
]


def stretched(spans: list, times: int) -> list:
    return [[(begin * times, end * times) for begin, end in own] for own in spans]


def test_the_example_of_2004() -> None:
    c, k = unitised_alpha(C_2004, 300), unitised_alpha(K_2004, 300)
    assert [round(one, 4) for one in (c.observed, c.expected, c.alpha)] == [0.0144, 0.0532, 0.7286]
    assert [round(one, 4) for one in (k.observed, k.expected, k.alpha)] == [0.0, 0.0490, 1.0]
    assert round(1 - 0.0144 / (0.0532 + 0.0490), 4) == 0.8591  # as printed, from rounded parts
    assert together([c, k]) == pytest.approx(0.8591, abs=0.0005)


@pytest.mark.parametrize(("spans", "observed"), [
    (A_1995, 0.03125), (B_1995, 2.26736), (C_1995, 0.02777), (D_1995, 0.38715),
])  # fmt: skip
def test_observed_disagreement_of_1995(spans: list, observed: float) -> None:
    assert unitised_alpha(spans, 24).observed == pytest.approx(observed, abs=1e-5)


@pytest.mark.parametrize(
    ("spans", "alpha"), [(A_1995, 0.553), (B_1995, -0.926), (C_1995, 0.679), (D_1995, 0.066)]
)
def test_alphas_of_1995_on_a_fine_continuum(spans: list, alpha: float) -> None:
    """The expected disagreement was put right in 2004, which moves the second and third by up to .014."""
    assert unitised_alpha(stretched(spans, 50_000), 1_200_000).alpha == pytest.approx(alpha, abs=0.0145)


def test_equal_units_agree_and_order_of_coders_does_not_matter() -> None:
    assert unitised_alpha([C_2004[0]] * 3, 300).alpha == 1
    assert unitised_alpha(C_2004[::-1], 300) == unitised_alpha(C_2004, 300)


def test_overlapping_units_of_one_coder_are_one() -> None:
    overlapping = [[(75, 120), (100, 145), (220, 250)], C_2004[1]]
    assert unitised_alpha(overlapping, 300) == unitised_alpha(C_2004, 300)


def test_nothing_marked_and_one_coder_alone() -> None:
    assert np.isnan(unitised_alpha([[], []], 300).alpha)
    assert unitised_alpha([[(10, 20)], []], 300).alpha < 0
    with pytest.raises(Refused, match="at least two coders"):
        unitised_alpha([[(1, 2)]], 300)
    with pytest.raises(Refused, match="outside the continuum of 300"):
        unitised_alpha([[(1, 301)], []], 300)
