"""Names that parts of a study use of each other: doubled or unknown ones, with their file, line and key."""

from collections.abc import Iterable, Iterator

from isop_analysis.base.nearest import meant
from isop_analysis.study.problems import Problem
from isop_analysis.study.yaml_lines import Document, Step, dotted


def problem(document: Document, steps: tuple[Step, ...], message: str) -> Problem:
    """Return a problem of the key that steps lead to, with its line."""
    return Problem(document.file, message, document.line(steps), dotted(steps))


def doubled(document: Document, key: str, names: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each name of a list of parts that stands there before."""
    seen: set[str] = set()
    for position, name in enumerate(names):
        if name in seen:
            yield problem(document, (key, position, "name"), f"name '{name}' is given twice; rename one")
        seen.add(name)


def unknown(
    document: Document, steps: tuple[Step, ...], what: str, name: str, known: list[str]
) -> Iterator[Problem]:
    """Yield a problem where a name is none of those known."""
    if name not in known:
        yield problem(document, steps, f"unknown {what} '{name}'{meant(name, known)}")
