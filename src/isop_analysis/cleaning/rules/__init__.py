"""The rules, a file each: each looks at the responses still in and says which to leave out, and why."""

from collections.abc import Callable

from isop_analysis.cleaning.rules import (
    consent,
    duplicates,
    out_of_range,
    speeders,
    straight_liners,
    test_answers,
    unfinished,
    unknown_teams,
)
from isop_analysis.cleaning.rules.judgement import Evidence, Judgement, left_out, nothing

RULES: dict[str, Callable[..., Judgement]] = {
    "consent": consent.apply,
    "test_answers": test_answers.apply,
    "unknown_teams": unknown_teams.apply,
    "unfinished": unfinished.apply,
    "duplicates": duplicates.apply,
    "speeders": speeders.apply,
    "straight_liners": straight_liners.apply,
    "out_of_range": out_of_range.apply,
}

__all__ = ["RULES", "Evidence", "Judgement", "left_out", "nothing"]
