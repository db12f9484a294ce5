"""Scores and reliability under permutation and reversal, for any answers (hypothesis, derandomised)."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as some

from isop_analysis.stats.scales import reverse_coded, score

NAMES = ["a", "b", "c", "d", "e"]
ANSWER = some.one_of(some.none(), some.integers(1, 5))
ROWS = some.lists(some.lists(ANSWER, min_size=5, max_size=5), min_size=1, max_size=8)
REVERSED = some.sets(some.sampled_from(NAMES))
few = settings(derandomize=True, max_examples=60, deadline=None)


def frame(rows: list[list[int | None]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=NAMES, dtype=float)


def scored(items: pd.DataFrame, turned: set[str], least: int, pomp: bool = False) -> pd.DataFrame:
    return score(items, reversed=turned, low=1, high=5, minimum_answered=least, pomp=pomp)


@few
@given(ROWS, REVERSED, some.integers(1, 5), some.permutations(NAMES))
def test_the_order_of_items_does_not_matter(rows, turned, least, order) -> None:  # type: ignore[no-untyped-def]
    items = frame(rows)
    one, other = scored(items, turned, least), scored(items[order], turned, least)
    np.testing.assert_allclose(one["score"], other["score"], rtol=1e-14)
    assert one[["n_answered", "status"]].equals(other[["n_answered", "status"]])


@few
@given(ROWS, REVERSED, some.integers(1, 5), some.randoms(use_true_random=False))
def test_a_row_has_its_score_wherever_it_stands(rows, turned, least, random) -> None:  # type: ignore[no-untyped-def]
    items = frame(rows)
    order = list(range(len(rows)))
    random.shuffle(order)
    assert scored(items, turned, least).iloc[order].equals(scored(items.iloc[order], turned, least))


@few
@given(ROWS, REVERSED, some.integers(1, 5))
def test_a_scale_turned_round_has_the_score_turned_round(rows, turned, least) -> None:  # type: ignore[no-untyped-def]
    """With every item's direction changed a score s becomes 6 − s, and 100 − s per cent."""
    items, others = frame(rows), set(NAMES) - turned
    np.testing.assert_allclose(
        scored(items, others, least)["score"], 6 - scored(items, turned, least)["score"], rtol=1e-14
    )
    np.testing.assert_allclose(
        scored(items, others, least, pomp=True)["score"],
        100 - scored(items, turned, least, pomp=True)["score"],
        atol=1e-12,
    )


@few
@given(ROWS, REVERSED)
def test_turning_round_twice_changes_nothing(rows, turned) -> None:  # type: ignore[no-untyped-def]
    items = frame(rows)
    assert reverse_coded(reverse_coded(items, turned, 1, 5), turned, 1, 5).equals(items)


@few
@given(ROWS, REVERSED, some.integers(1, 5))
def test_a_score_lies_within_its_answers_and_needs_enough_of_them(rows, turned, least) -> None:  # type: ignore[no-untyped-def]
    items = frame(rows)
    found, coded = scored(items, turned, least), reverse_coded(items, turned, 1, 5)
    enough = items.notna().sum(axis=1) >= least
    assert found["score"].notna().equals(enough)
    kept = found["score"][enough]
    assert (kept >= coded.min(axis=1)[enough] - 1e-12).all()
    assert (kept <= coded.max(axis=1)[enough] + 1e-12).all()
