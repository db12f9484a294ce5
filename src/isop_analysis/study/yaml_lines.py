"""A YAML file with the line on which each key and list entry stands."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.yaml_events import first_problem
from isop_analysis.study.yaml_words import PLAIN, QUICK

Step = str | int
NAMED = re.compile(r"(alias|anchor|tag) '.*'")
TAB = re.compile(r"character '\\t'")
STRING = "tag:yaml.org,2002:str"
MERGE = "tag:yaml.org,2002:merge"
UNREADABLE = "can't be opened: a folder, a name too long, or a file that may not be read; correct the path"


@dataclass(frozen=True)
class Document:
    """The contents of a YAML file and the line of every node."""

    file: str
    content: Any
    lines: dict[tuple[Step, ...], int]

    def line(self, steps: tuple[Step, ...]) -> int | None:
        """Return the line of the node at these steps, or of the nearest node above it."""
        for length in range(len(steps), -1, -1):
            if steps[:length] in self.lines:
                return self.lines[steps[:length]]
        return None


def read_document(path: Path, shown: str) -> Document:
    """Read a YAML file.

    Raises StudyError when the file is missing, empty, no YAML, or holds a key twice.
    """
    text = _text(path, shown)
    if problem := first_problem(text, shown):
        raise StudyError([problem])
    try:
        return _read(text, shown, QUICK)
    except yaml.YAMLError:
        pass
    try:
        # Once more by the loader written in Python, whose sentence on what is wrong is the clearer one.
        return _read(text, shown, PLAIN)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        said = NAMED.sub(r"\1", str(error.problem))
        message = f"is no valid YAML: {said}"
        if TAB.search(said):
            message = "a tab stands where spaces belong; indent by spaces"
        raise StudyError([Problem(shown, message, line)]) from None


def _text(path: Path, shown: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise StudyError([Problem(shown, "file is missing; create it or correct the path")]) from None
    except UnicodeDecodeError as error:
        raise StudyError(
            [Problem(shown, f"byte {error.start} is no UTF-8; save the file as UTF-8")]
        ) from None
    except (OSError, ValueError):
        raise StudyError([Problem(shown, UNREADABLE)]) from None


def _read(text: str, shown: str, loader_of: Any) -> Document:
    loader = loader_of(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise StudyError([Problem(shown, "is empty; a mapping of keys was expected")])
        lines: dict[tuple[Step, ...], int] = {}
        if problems := _collect_lines(node, (), lines, shown):
            raise StudyError(problems)
        content = loader.construct_document(node)
    finally:
        loader.dispose()
    return Document(shown, content, lines)


def _collect_lines(
    node: yaml.Node, steps: tuple[Step, ...], lines: dict[tuple[Step, ...], int], shown: str
) -> list[Problem]:
    lines.setdefault(steps, node.start_mark.line + 1)
    problems: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                message = "a key has to be a word, not a list or a mapping"
                problems.append(Problem(shown, message, key.start_mark.line + 1))
                continue
            if key.tag != MERGE:
                key.tag = STRING  # yes, no, 1 and null are words where they stand as keys
            here = (*steps, str(key.value))
            if key.value in seen:
                line = key.start_mark.line + 1
                problems.append(Problem(shown, "key stands twice; keep one", line, dotted(here)))
            seen.add(key.value)
            lines[here] = key.start_mark.line + 1
            problems += _collect_lines(value, here, lines, shown)
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            problems += _collect_lines(value, (*steps, position), lines, shown)
    return problems


def dotted(steps: tuple[Step, ...]) -> str:
    """Return steps as a key path: ``scales[0].items[2]``."""
    path = ""
    for step in steps:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path
