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


@pytest.mark.parametrize(
    ("language", "key", "one", "several"),
    [
        ("en", "report.instruments.fit", "We fitted 1 model of", "We fitted 3 models of"),
        ("nl", "report.instruments.fit", "We schatten 1 model van", "We schatten 3 modellen van"),
        ("en", "diagnostics.robust.none", "For 1 estimate the verdict", "For 3 estimates the verdict"),
        ("nl", "diagnostics.robust.none", "Voor 1 schatting blijft", "Voor 3 schattingen blijft"),
    ],
)
def test_one_of_something_is_no_several(language: Language, key: str, one: str, several: str) -> None:
    words = words_in(language)
    for count, told in ((1, one), (3, several)):
        given = {
            "models": words.counted("units.model", count),
            "total": words.counted("units.estimate", count),
        }
        assert told in words(key, good="", more="", **given).replace("\u00a0", " ")
