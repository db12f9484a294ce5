"""What is said of a figure of answers to someone who can't see it."""

from isop_analysis.contracts.cells import Count
from isop_analysis.figures.answer_bars import Item
from isop_analysis.figures.kinds.answers import seen_in
from isop_analysis.language.words import words_in

VALUES = (1.0, 2.0, 3.0, 4.0, 5.0)
SHOWN = {"scale": "Skill", "occasion": "T0", "low": "no", "high": "yes"}


def told(*shares: tuple[float, ...]) -> str:
    items = [Item(f"item {place}.", own, Count(40, 44)) for place, own in enumerate(shares, 1)]
    return seen_in(items, VALUES, words_in("en"), SHOWN)


def test_the_items_with_most_and_fewest_on_the_upper_side_are_named() -> None:
    said = told((0.1, 0.1, 0.3, 0.3, 0.2), (0.1, 0.5, 0.2, 0.2, 0.0), (0.1, 0.3, 0.2, 0.2, 0.2))
    assert said == (
        "3\u00a0items of Skill at T0. Most on the side of “yes”: about 50%, at “item 1.” "
        "Least: about 20%, at “item 2.”"
    )


def test_rounded_shares_need_not_add_up() -> None:
    assert "about 50%, at “item 1.”" in told((0.25, 0.26, 0.0, 0.25, 0.26), (0.5, 0.5, 0.0, 0.0, 0.0))


def test_one_item_is_compared_with_nothing() -> None:
    assert told((0.1, 0.1, 0.3, 0.3, 0.2)) == (
        "1\u00a0item of Skill at T0. About 50% are on the side of “yes”, at “item 1.”"
    )
