"""The texts of both languages: the same keys, the same places, nothing left untranslated by accident."""

import re
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import yaml

import isop_analysis.language.words as catalogue
from isop_analysis.language.words import places, words_in

NL, EN = words_in("nl"), words_in("en")


def test_both_languages_have_the_same_keys() -> None:
    assert set(NL.texts) == set(EN.texts)


def test_every_text_has_the_same_places_in_both() -> None:
    different = [key for key in NL.texts if places(NL.texts[key]) != places(EN.texts[key])]
    assert different == []


def test_no_text_is_empty_or_says_significant() -> None:
    for words in (NL, EN):
        for key, text in words.texts.items():
            assert text, key
            assert not re.search(r"signific|leads to|leidt tot", text), key


def test_no_text_counts_on_a_space_at_its_ends_which_is_lost_when_it_is_read() -> None:
    for language in ("nl", "en"):
        text = files(catalogue).joinpath(f"{language}.yaml").read_text(encoding="utf-8")
        assert [key for key, one in _texts(yaml.safe_load(text), "") if one != one.strip()] == []


def _texts(tree: dict[str, Any], stem: str) -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _texts(value, f"{stem}{key}.")
        elif isinstance(value, str):
            yield f"{stem}{key}", value


def test_lists() -> None:
    assert EN.listed(["a", "b", "c"]) == "a, b and c"
    assert NL.listed(["a"]) == "a"
    assert NL.listed([]) == ""
