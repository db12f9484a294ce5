"""Which questions people answered, of those they were asked: patterns, and how many people have each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from isop_analysis.base.reasons import Refused

Kind = Literal["complete", "left", "late", "intermittent"]
ANSWERED, ABSENT, NOT_ASKED = "1", "0", "-"


@dataclass(frozen=True)
class AnswerPattern:
    """People who answered the same.

    Attributes:
        marks: a mark a column: "1" answered, "0" not, "-" not asked.
        kind: "complete"; "left": from the first on until they left (monotone); "late": first seen later,
            without a gap after; "intermittent": with a gap; None where fewer than two were asked or none
            answered.
        count: number of people.
    """

    marks: str
    kind: Kind | None
    count: int


def answer_patterns(answered: pd.DataFrame) -> tuple[AnswerPattern, ...]:
    """Return the patterns of `answered` (n people × columns in order: true, false, or missing: not asked).

    The most frequent first; the counts add up to n.

    Raises:
        Refused: without rows or without columns.
    """
    if answered.empty:
        raise Refused("patterns_empty", rows=len(answered), columns=answered.shape[1])
    flags = answered.astype("boolean")
    marks = flags.apply(lambda own: own.map({True: ANSWERED, False: ABSENT}).fillna(NOT_ASKED)).agg(
        "".join, axis=1
    )
    counts = marks.value_counts()
    order = sorted(counts.index, key=lambda key: (-counts[key], key.count(ABSENT), key[::-1]))
    return tuple(AnswerPattern(key, kind_of(key), int(counts[key])) for key in order)


def kind_of(marks: Sequence[str]) -> Kind | None:
    """Return the kind of a pattern over occasions in their order; what was not asked is passed over."""
    asked = [mark for mark in marks if mark != NOT_ASKED]
    places = [place for place, mark in enumerate(asked) if mark == ANSWERED]
    if len(asked) < 2 or not places:
        return None
    if len(places) == len(asked):
        return "complete"
    if places[-1] - places[0] + 1 > len(places):
        return "intermittent"
    return "left" if places[0] == 0 else "late"
