"""The syntax file (.sps or .R) that LimeSurvey writes beside an export: names and labels by position.

Headings are held against the labels: a file whose columns were moved would exchange its questions unseen.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.answers.detect import encoding_of
from isop_analysis.answers.spelling import folded
from isop_analysis.study.problems import Problem, StudyError

SUFFIXES = (".sps", ".R", ".r")
SPSS_NAME = re.compile(r"RENAME\s+VARIABLES?\s*\(\s*V(\d+)\s*=\s*([^\s)]+)\s*\)", re.IGNORECASE)
SPSS_VARIABLE = re.compile(r"^\s*V(\d+)\s+[A-Z]+[\d.]*\s*$", re.MULTILINE)
SPSS_LABEL = re.compile(r"VARIABLE\s+LABELS\s+V(\d+)\s+\"((?:[^\"]|\"\")*)\"", re.IGNORECASE)
R_NAME = re.compile(r"names\(data\)\[(\d+)\]\s*(?:<-|=)\s*[\"']([^\"']+)[\"']")
R_VARIABLE = re.compile(r"data\[\s*,\s*(\d+)\s*\]")
R_LABEL = re.compile(r"variable\.labels\[(\d+)\]\s*(?:<-|=)\s*\"((?:[^\"\\]|\\.)*)\"")
WORD = re.compile(r"\w+")
TIME = re.compile(r"interviewtime|time\b|tijd\b|zeit\b", re.IGNORECASE)
"""Headings of the columns of times, which follow the answers and which no syntax file names."""
ALIKE = 0.8
"""Share of words in common from which a heading belongs to a label, if to no other one more."""


@dataclass(frozen=True)
class Syntax:
    """Names and labels of the variables by their place, from 1; `count` is how many are declared."""

    shown: str
    names: Mapping[int, str]
    labels: Mapping[int, str]
    count: int


def syntax_beside(export: Path) -> Path | None:
    """Return the syntax file with the export's stem, if there is one."""
    paths = (export.with_suffix(suffix) for suffix in SUFFIXES)
    return next((path for path in paths if path.is_file()), None)


def read_syntax(path: Path, shown: str) -> Syntax:
    """Read a syntax file.

    Raises
    ------
    StudyError
        When it names no variables.
    """
    text = path.read_text(encoding=encoding_of(path, shown))
    spss = path.suffix.lower() == ".sps"
    names = {int(place): name for place, name in (SPSS_NAME if spss else R_NAME).findall(text)}
    if not names:
        message = "names no variables (RENAME VARIABLE or names(data) were expected); export it again"
        raise StudyError([Problem(shown, message)])
    labels = {int(place): label for place, label in (SPSS_LABEL if spss else R_LABEL).findall(text)}
    declared = {int(place) for place in (SPSS_VARIABLE if spss else R_VARIABLE).findall(text)} | set(names)
    return Syntax(shown, names, labels, max(declared))


def names_by_position(syntax: Syntax, headings: Sequence[str], export: str) -> list[str]:
    """Return the name of each column; empty where the syntax file declares a variable without naming it.

    Raises
    ------
    StudyError
        When the export has another number of columns than the file has variables (times at the end count as
        none), or a heading that is another variable's label.
    """
    if len(headings) != syntax.count and not _only_times(headings[syntax.count :]):
        message = (
            f"has {syntax.count} variables, but the export has {len(headings)} columns; export both again "
            "together"
        )
        raise StudyError([Problem(syntax.shown, message)])
    if moved := _moved(syntax, headings[: syntax.count]):
        beside = syntax.shown.rpartition("/")[2]
        raise StudyError(
            [
                Problem(
                    export,
                    f"column {here} has the heading of variable {there} in {beside}; export both again "
                    "together",
                    1,
                )
                for here, there in moved
            ]
        )
    return [syntax.names.get(place, "") for place in range(1, len(headings) + 1)]


def _only_times(headings: Sequence[str]) -> bool:
    return bool(headings) and all(TIME.search(heading) for heading in headings)


def _moved(syntax: Syntax, headings: Sequence[str]) -> list[tuple[int, int]]:
    """Return columns whose heading says what the label of another variable says, and its own doesn't."""
    labels = {place: _words(label) for place, label in syntax.labels.items()}
    found = []
    for place, heading in enumerate(headings, start=1):
        words = _words(heading)
        own = _likeness(words, labels.get(place))
        if own == 1 or not words:
            continue
        best = max(labels, key=lambda other: _likeness(words, labels[other]), default=place)
        if _likeness(words, labels.get(best)) >= max(ALIKE, own + 1e-9):
            found.append((place, best))
    return found


def _words(text: str) -> Counter[str]:
    return Counter(WORD.findall(folded(text)))


def _likeness(one: Counter[str], other: Counter[str] | None) -> float:
    """Return the share (0–1) of the words of both that they have in common."""
    if not other:
        return 0.0
    return 2 * (one & other).total() / (one.total() + other.total())
