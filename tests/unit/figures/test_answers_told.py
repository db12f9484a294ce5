"""What is said of a figure of answers to someone who can't see it."""

from isop_analysis.figures.answer_bars import Item
from isop_analysis.figures.answers import seen_in
from isop_analysis.language.words import words_in

VALUES = (1.0, 2.0, 3.0, 4.0, 5.0)
SHOWN = {"scale": "Skill", "occasion": "T0", "low": "no", "high": "yes"}


def told(*counts: tuple[int | None, ...]) -> str:
    items = [Item(f"item {place}", own, 40) for place, own in enumerate(counts, 1)]
    return seen_in(items, VALUES, words_in("en"), SHOWN)


def test_hidden_cells_are_not_counted_as_nobody() -> None:
    told_of = told((5, 5, 10, 10, 10), (5, 15, 10, 10, 0), (5, 25, 10, None, None))
    assert "Most on the side of “yes”: 50%, at “item 1” Least: 25%, at “item 2”" in told_of


def test_where_cells_are_hidden_nothing_is_said_of_shares() -> None:
    told_of = told((5, 25, 10, None, None), (5, 15, 10, 10, 0))
    assert told_of.endswith("so that it can’t be said at which item most are on the side of “yes”.")
    assert "%" not in told_of
