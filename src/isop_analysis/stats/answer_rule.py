"""From the verdicts on the effects that answer a question to one answer: the first row that fits wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from isop_analysis.stats.verdicts import SILENT, Verdict

Direction = Literal["positive", "negative", "either"]

BEYOND = (Verdict.MATTERS, Verdict.MAY_BE_TOO_SMALL, Verdict.GOES_TOGETHER)
FOUND = (*BEYOND, Verdict.TOO_LITTLE)


class Answer(StrEnum):
    """The answer to a question."""

    REFUSED = "refused"
    UNKNOWN = "unknown"
    DIFFERS = "differs"
    AGAINST = "against"
    AGAINST_IN_PART = "against_in_part"
    YES = "clear_yes"
    SMALL_YES = "small_yes"
    NO = "clear_no"
    IN_PART = "in_part"
    NONE_OR_UNKNOWN = "none_or_unknown"


@dataclass(frozen=True)
class Read:
    """An effect as the rule reads it: its verdict and, where its interval excludes zero, its sign."""

    verdict: Verdict
    positive: bool = True
    direction: Direction = "positive"

    @property
    def found(self) -> bool:
        """Whether its interval excludes zero."""
        return self.verdict in FOUND


def along_of(effects: Sequence[Read]) -> list[bool | None]:
    """Return per effect whether it is found as the question says (True), against it, or not found (None).

    With direction `either` the found sign counts as along, unless the signs differ: then positive does.
    """
    signs = {one.positive for one in effects if one.found and one.direction == "either"}
    told = []
    for one in effects:
        expected = one.direction != "negative"
        if one.direction == "either" and len(signs) == 1:
            expected = one.positive
        told.append(one.positive is expected if one.found else None)
    return told


def answer_of(effects: Sequence[Read]) -> Answer:
    """Return the answer that effects give; refused and failed ones are set apart first.

    A verdict without a smallest effect that matters ("goes together") counts as perhaps too small.
    """
    read = [(one, along) for one, along in zip(effects, along_of(effects), strict=True)]
    told = [(one.verdict, along) for one, along in read if one.verdict not in SILENT]
    if not told:
        return Answer.REFUSED
    return next(answer for answer, fits in _rows(told) if fits)


def _rows(told: Sequence[tuple[Verdict, bool | None]]) -> list[tuple[Answer, bool]]:
    verdicts = [verdict for verdict, _ in told]
    beyond = [along for verdict, along in told if verdict in BEYOND]
    ahead, back = any(beyond), any(along is False for along in beyond)
    return [
        (Answer.UNKNOWN, all(one is Verdict.OPEN for one in verdicts)),
        (Answer.DIFFERS, ahead and back),
        (Answer.AGAINST, back and len(beyond) == len(told)),
        (Answer.AGAINST_IN_PART, back),
        (Answer.YES, ahead and all(one is Verdict.MATTERS for one in verdicts)),
        (Answer.SMALL_YES, ahead and all(along for _, along in told)),
        (Answer.NO, all(one in (Verdict.TOO_LITTLE, Verdict.NONE_THAT_MATTERS) for one in verdicts)),
        (Answer.IN_PART, ahead),
        (Answer.NONE_OR_UNKNOWN, True),
    ]
