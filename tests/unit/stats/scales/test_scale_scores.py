import numpy as np
import pandas as pd
import pytest

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.scales import reverse_coded, score

ANSWERS = pd.DataFrame(
    {
        "q1": [1, 5, np.nan, np.nan, 3],
        "q2": [2, 4, 4, np.nan, 3],
        "q3": [5, 1, np.nan, np.nan, 3],
    },
    index=[10, 11, 12, 13, 14],
)


def test_mean_of_answered_items_after_reverse_coding() -> None:
    scored = score(ANSWERS, reversed=("q3",), low=1, high=5, minimum_answered=2)
    assert list(scored.columns) == ["score", "n_items", "n_answered", "status"]
    assert list(scored.index) == [10, 11, 12, 13, 14]
    np.testing.assert_allclose(scored["score"], [4 / 3, 14 / 3, np.nan, np.nan, 3], rtol=1e-15)
    assert list(scored["n_answered"]) == [3, 3, 1, 0, 3]
    assert set(scored["n_items"]) == {3}
    assert list(scored["status"]) == ["scored", "scored", "too_few_answers", "no_answers", "scored"]


def test_pomp_maps_the_range_to_0_and_100() -> None:
    ends = pd.DataFrame({"a": [1, 7, 4, 2.5], "b": [1, 7, 4, 2.5]})
    scored = score(ends, low=1, high=7, minimum_answered=2, pomp=True)
    np.testing.assert_allclose(scored["score"], [0, 100, 50, 25], rtol=1e-15)


def test_pomp_with_a_range_from_zero() -> None:
    scored = score(pd.DataFrame({"a": [0, 3]}), reversed=["a"], low=0, high=4, minimum_answered=1, pomp=True)
    np.testing.assert_allclose(scored["score"], [100, 25])


def test_reverse_coding_twice_is_the_identity() -> None:
    once = reverse_coded(ANSWERS, ["q1"], 1, 5)
    pd.testing.assert_frame_equal(reverse_coded(once, ["q1"], 1, 5), ANSWERS)
    assert list(once["q1"].dropna()) == [5, 1, 3]


def test_nullable_integers_and_objects_with_numbers_are_accepted() -> None:
    nullable = pd.DataFrame(
        {"a": pd.array([1, None], dtype="Int64"), "b": pd.Series([3, None], dtype=object)}
    )
    scored = score(nullable, low=1, high=5, minimum_answered=1)
    assert scored["score"].iloc[0] == 2
    assert list(scored["status"]) == ["scored", "no_answers"]


def test_no_rows_give_no_rows() -> None:
    assert score(ANSWERS.iloc[:0], low=1, high=5, minimum_answered=1).empty


@pytest.mark.parametrize(
    ("items", "arguments", "sentence"),
    [
        (
            ANSWERS.assign(q2=[2, 4, 9, 9, 3]),
            {},
            "item 'q2' holds 9 in row 12 (2 such answers); expected 1 to 5: mend low and high, or code what "
            "is no answer as missing",
        ),
        (
            ANSWERS.assign(q2=["2", "4", None, "x", "3"]),
            {},
            "item 'q2' holds '2' in row 10; expected a number: map answers to numbers by the codebook, and "
            "what is no answer to missing",
        ),
        (
            ANSWERS.assign(q2=pd.Categorical([1, 2, 3, 4, 5])),
            {},
            "item 'q2' holds categories, not numbers; map its answers to numbers by the codebook",
        ),
        (
            ANSWERS.assign(q2=[np.inf, 1, 1, 1, 1]),
            {},
            "item 'q2' holds an infinite number; expected answers or missing cells",
        ),
        (
            ANSWERS,
            {"reversed": ["q4"]},
            "reversed item 'q4' is not in the scale; its items are 'q1', 'q2', 'q3'",
        ),
        (
            ANSWERS,
            {"minimum_answered": 4},
            "minimum_answered is 4; expected a whole number from 1 to the scale's 3 items",
        ),
        (ANSWERS, {"low": 5, "high": 1}, "the range runs from 5 to 1; expected low below high, both finite"),
        (
            ANSWERS.set_axis(["q1", "q1", "q3"], axis=1),
            {},
            "item 'q1' stands there twice; each item is expected once",
        ),
        (
            ANSWERS[[]],
            {},
            "0 items (none) given where at least 1 are needed; add items to the scale or leave this out",
        ),
        (
            ANSWERS["q1"],
            {},
            "items are a Series; expected a pandas frame with one column an item",
        ),
    ],
)
def test_what_cannot_be_scored_is_refused(items: pd.DataFrame, arguments: dict, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        score(items, **({"low": 1, "high": 5, "minimum_answered": 1} | arguments))
    assert str(refusal.value) == sentence
