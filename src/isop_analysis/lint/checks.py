"""What a check of a study is, and what it found."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from isop_analysis.study.problems import Problem
from isop_analysis.study.study import Study

Severity = Literal["must", "should", "note"]
SEVERITIES: tuple[Severity, ...] = ("must", "should", "note")


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        key: its name.
        severity: must: the study can't be shown like this; should: readers will miss it; note: good to know.
        looks_at: what it wants, in a line.
        mend: how to mend what it finds.
        find: yields what is wrong, each with file, key and value; StudyError counts as found.
        after_run: whether it looks at what a run has written.
    """

    key: str
    severity: Severity
    looks_at: str
    mend: str
    find: Callable[[Study], Iterable[Problem]]
    after_run: bool = False


@dataclass(frozen=True)
class Group:
    """The checks of one subject."""

    title: str
    checks: tuple[Check, ...]
