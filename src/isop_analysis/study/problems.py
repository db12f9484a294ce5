"""What is wrong with a study: each problem with file, line, key path, value and the way to mend it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from isop_analysis.base.nearest import shortened, visible

NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
QUOTED = re.compile(r"(?<!\w)'(.*?)'(?!\w)", re.DOTALL)
UNBROKEN = re.compile(r"\S{100,}")
"""A word that no line of a terminal holds; one of 80 signs with its quotes and brackets is none."""
SHOWN = 5
"""Rows that are told of what stands in many."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it stands, and what was expected."""

    file: str
    message: str
    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return visible(": ".join(filter(None, (place, shortened(self.path), _readable(self.message)))))


def _readable(message: str) -> str:
    """Return a message with what it quotes, and words without an end, at a length that can be read."""
    quoted = QUOTED.sub(lambda found: f"'{shortened(found[1])}'", message)
    return UNBROKEN.sub(lambda found: shortened(found[0]), quoted)


def grouped(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems with those of one cause in one: the first, with how many more and in which rows.

    Of one cause are problems of one file and key whose sentences differ in their numbers only.
    """
    causes: dict[tuple[str, str, str], list[Problem]] = {}
    for one in problems:
        causes.setdefault((one.file, one.path, NUMBER.sub("#", one.message)), []).append(one)
    return [_together(same) for same in causes.values()]


def _together(same: list[Problem]) -> Problem:
    first, rows = same[0], list(dict.fromkeys(one.line for one in same if one.line is not None))
    if len(same) == 1:
        return first
    shown = ", ".join(map(str, rows[1 : SHOWN + 1])) + (", …" if len(rows) > SHOWN + 1 else "")
    where = f" ({'row' if len(rows) == 2 else 'rows'} {shown})" if len(rows) > 1 else ""
    return replace(first, message=f"{first.message}; and {len(same) - 1} more like it{where}")


class StudyError(ValueError):
    """The study can't be used; every problem found is in `problems` and in the message, one a line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))
