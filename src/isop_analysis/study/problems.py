"""What is wrong with a study: each problem with file, line, key path, value and the way to mend it."""

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, where it stands, and what was expected."""

    file: str
    message: str
    line: int | None = None
    path: str = ""

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class StudyError(ValueError):
    """The study can't be used; every problem found is in `problems` and in the message, one a line."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def meant(word: str, known: list[str]) -> str:
    """Return '; did you mean …?' with the nearest known word, or the list of known words if none is near.

    Words near in the same letters come first, then those near when capitals don't count.
    """
    small = {one.casefold(): one for one in known}
    near = get_close_matches(str(word), known, n=1, cutoff=0.6) or [
        small[one] for one in get_close_matches(str(word).casefold(), list(small), n=1, cutoff=0.6)
    ]
    if near:
        return f"; did you mean '{near[0]}'?"
    shown = ", ".join(sorted(known)[:12])
    return f"; known: {shown}" if shown else ""
