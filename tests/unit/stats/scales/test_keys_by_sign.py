"""Reversed items by the sign of correlation: the authors' keys of bfi, and what signs can't decide."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from isop_analysis.stats.scales.keying import keys_by_sign

GOLDEN = Path(__file__).parents[3] / "golden/scales"


def invented(signs: list[int], n: int = 300, loading: float = 0.6) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    trait = rng.normal(size=n)
    noise = np.sqrt(1 - loading**2) * rng.normal(size=(n, len(signs)))
    answers = loading * trait[:, None] * np.array(signs) + noise
    return pd.DataFrame(answers, columns=[f"i{n}" for n in range(1, len(signs) + 1)])


def test_the_key_of_bfis_agreeableness_is_found() -> None:
    """Key: psych::bfi.keys (Revelle), where A1 alone is reversed."""
    items = pd.read_csv(GOLDEN / "bfi_agreeableness.csv")
    assert keys_by_sign(items).reversed == (items.columns[0],)


def test_a_scale_without_reversed_items_has_none() -> None:
    """bhr2000's leadership: eleven items, none reversed (Bliese, Halverson & Rothberg 2000)."""
    items = pd.read_csv(GOLDEN / "bhr2000_leadership.csv").filter(regex=r"^A[FPS]\d")
    assert keys_by_sign(items).reversed == ()


@pytest.mark.parametrize(
    ("signs", "reversed_items"),
    [
        ([1, 1, -1, 1], ("i3",)),
        ([-1, 1, 1, -1, 1], ("i1", "i4")),
        ([-1, -1, -1, 1], ("i4",)),  # the smaller side, whichever pole is the high one
        ([1, -1, 1, -1], ("i2", "i4")),  # of two equal sides the one without the first item
        ([-1, 1, -1, 1], ("i2", "i4")),
        ([1, 1, 1], ()),
    ],
)
def test_the_smaller_side_is_the_reversed_one(signs: list[int], reversed_items: tuple[str, ...]) -> None:
    assert keys_by_sign(invented(signs)).reversed == reversed_items


def test_an_item_that_goes_with_nothing_is_undecided() -> None:
    items = invented([1, 1, 1, -1])
    items["alone"] = np.random.default_rng(9).normal(size=len(items))
    items["flat"] = 3.0
    found = keys_by_sign(items)
    assert found.reversed == ("i4",)
    assert found.undecided == ("alone", "flat")


def test_two_items_decide_nothing() -> None:
    found = keys_by_sign(invented([1, -1]))
    assert (found.reversed, found.undecided) == ((), ("i1", "i2"))


def test_absent_answers_are_left_out_pair_by_pair() -> None:
    items = invented([1, -1, 1, 1], n=600)
    holes = np.random.default_rng(4).random(items.shape) < 0.4
    assert keys_by_sign(items.mask(holes)).reversed == ("i2",)
