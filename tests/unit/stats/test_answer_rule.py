"""Every multiset of verdicts and signs gets the answer of the table in words: held to an oracle in counts."""

from collections.abc import Iterator
from itertools import combinations_with_replacement
from typing import get_args

import pytest

from isop_analysis.stats.answer_rule import Answer, Read, along_of, answer_of
from isop_analysis.stats.verdicts import Verdict
from isop_analysis.study.question_settings import Answer as ConfiguredAnswer

KINDS = ("M+", "M-", "S+", "S-", "G+", "G-", "L+", "L-", "N", "O", "R", "F")
VERDICTS = {
    "M": Verdict.MATTERS,
    "S": Verdict.MAY_BE_TOO_SMALL,
    "G": Verdict.GOES_TOGETHER,
    "L": Verdict.TOO_LITTLE,
    "N": Verdict.NONE_THAT_MATTERS,
    "O": Verdict.OPEN,
    "R": Verdict.REFUSED,
    "F": Verdict.FAILED,
}


def read(kind: str, direction: str = "positive") -> Read:
    return Read(VERDICTS[kind[0]], not kind.endswith("-"), direction)  # type: ignore[arg-type]


def multisets(most: int) -> Iterator[tuple[str, ...]]:
    for size in range(1, most + 1):
        yield from combinations_with_replacement(KINDS, size)


def as_the_table_says(kinds: tuple[str, ...]) -> Answer:
    """The rows of the table, each a sentence about counts."""
    told = [kind for kind in kinds if kind[0] not in "RF"]
    beyond_along = sum(kind in ("M+", "S+", "G+") for kind in told)
    beyond_against = sum(kind in ("M-", "S-", "G-") for kind in told)
    opened, none = told.count("O"), told.count("N")
    little = sum(kind[0] == "L" for kind in told)
    if not told:
        return Answer.REFUSED
    if opened == len(told):
        return Answer.UNKNOWN
    if beyond_along and beyond_against:
        return Answer.DIFFERS
    if beyond_against == len(told):
        return Answer.AGAINST
    if beyond_against:
        return Answer.AGAINST_IN_PART
    if told.count("M+") == len(told):
        return Answer.YES
    if beyond_along and beyond_along + told.count("L+") == len(told):
        return Answer.SMALL_YES
    if little + none == len(told):
        return Answer.NO
    if beyond_along:
        return Answer.IN_PART
    return Answer.NONE_OR_UNKNOWN


def test_every_multiset_of_up_to_five_effects_gets_its_row() -> None:
    found = {kinds: answer_of([read(kind) for kind in kinds]) for kinds in multisets(5)}
    wrong = {kinds: answer for kinds, answer in found.items() if answer is not as_the_table_says(kinds)}
    assert wrong == {}
    assert len(found) == 6187
    assert set(found.values()) == set(Answer)


@pytest.mark.parametrize("kinds", [("M+", "O"), ("S-",), ("M-", "M-"), ("L+", "S+"), ("M+", "S-", "N")])
def test_a_negative_direction_turns_every_sign(kinds: tuple[str, ...]) -> None:
    turned = [kind.translate(str.maketrans("+-", "-+")) for kind in kinds]
    assert answer_of([read(kind, "negative") for kind in kinds]) is answer_of([read(kind) for kind in turned])


def test_either_direction_counts_the_found_sign_as_along() -> None:
    assert answer_of([read("S-", "either"), read("M-", "either"), read("O", "either")]) is Answer.IN_PART
    assert along_of([read("S-", "either"), read("O", "either")]) == [True, None]


def test_either_direction_with_both_signs_differs() -> None:
    assert answer_of([read("S-", "either"), read("S+", "either")]) is Answer.DIFFERS
    assert along_of([read("S-", "either"), read("S+", "either")]) == [False, True]


def test_uses_in_config_name_these_answers() -> None:
    assert get_args(ConfiguredAnswer) == tuple(str(one) for one in Answer)
