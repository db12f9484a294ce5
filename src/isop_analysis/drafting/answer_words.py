"""Known answers of closed questions, and words that headings are made of (`answer_words.yaml`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from isop_analysis.answers.spelling import folded


@dataclass(frozen=True)
class KnownAnswer:
    """One answer in both languages, and every way to write it."""

    nl: str
    en: str
    spellings: frozenset[str]


@dataclass(frozen=True)
class KnownAnswers:
    """The answers of one kind of question, lowest first; `ordered` is False for groups such as gender."""

    name: str
    answers: tuple[KnownAnswer, ...]
    ordered: bool
    title: tuple[str, str] | None = None

    def place(self, word: str) -> int | None:
        """Return which answer a word is, counted from 0; None for none of them."""
        spelling = folded(word)
        return next((i for i, one in enumerate(self.answers) if spelling in one.spellings), None)


@cache
def _written() -> dict[str, Any]:
    import yaml

    text = files(__package__).joinpath("answer_words.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def known_answers() -> tuple[KnownAnswers, ...]:
    """Return the lists, those with the fewest answers first."""
    lists = [
        KnownAnswers(
            one["name"],
            tuple(_answer(value) for value in one["values"]),
            ordered,
            (one["title"]["nl"], one["title"]["en"]) if "title" in one else None,
        )
        for key, ordered in (("scales", True), ("groups", False))
        for one in _written()[key]
    ]
    return tuple(sorted(lists, key=lambda one: len(one.answers)))


def _answer(value: dict[str, Any]) -> KnownAnswer:
    words = (value["nl"], value["en"], *value.get("also", []))
    return KnownAnswer(value["nl"], value["en"], frozenset(folded(str(word)) for word in words))


def known_list(words: Iterable[str]) -> KnownAnswers | None:
    """Return the shortest list that holds all these words."""
    asked = list(words)
    if not asked:
        return None
    return next((one for one in known_answers() if all(one.place(word) is not None for word in asked)), None)


@cache
def _kinds_of_absence() -> dict[str, str]:
    return {folded(word): kind for kind, words in _written()["missing"].items() for word in words}


def absence(word: str) -> str | None:
    """Return the kind of absence that a word means, such as 'dont_know'; None for an answer."""
    return _kinds_of_absence().get(folded(word))


@cache
def _headings() -> dict[str, frozenset[str]]:
    return {kind: frozenset(map(str, words)) for kind, words in _written()["headings"].items()}


def heading_says(kind: str, heading: str) -> bool:
    """Whether a word of the heading belongs to the kind: person, consent, agreeing, team, site, wave, group.

    >>> heading_says("team", "COMPID"), heading_says("team", "Team naam"), heading_says("team", "steam")
    (True, True, False)
    """
    words = _headings()[kind]
    parts = re.findall(r"[a-zà-ÿ]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading).lower())
    every = [*parts, "".join(parts)]
    every += [bare for part in every if (bare := re.sub(r"(id|nr|num|code)$", "", part)) not in ("", part)]
    return any(part in words for part in every)
