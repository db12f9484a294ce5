"""Words that say what the code counts, in both languages."""

import pytest

from isop_analysis.language.numbers import Language
from isop_analysis.language.words import words_in


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "left out: answered less than 50% of the items of scales"),
        ("nl", "weggelaten: minder dan 50% van de vragen van schalen beantwoord"),
    ],
)
def test_whoever_is_unfinished_left_items_of_scales_open(language: Language, told: str) -> None:
    assert words_in(language)("methods.rules.unfinished", minimum_share="50%") == told
