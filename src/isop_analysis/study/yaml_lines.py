"""A YAML file with the line on which each key and list entry stands."""

import re
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from isop_analysis.study.problems import Problem, StudyError

Step = str | int
NAMED = re.compile(r"(alias|anchor|tag) '.*'")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, where it was built in: it reads the same in an eighth of the time."""


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
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise StudyError([Problem(shown, "file is missing; create it or correct the path")]) from None
    except UnicodeDecodeError as error:
        raise StudyError(
            [Problem(shown, f"byte {error.start} is no UTF-8; save the file as UTF-8")]
        ) from None
    try:
        return _read(text, shown, LOADER)
    except yaml.YAMLError:
        pass
    try:
        # Once more by the loader written in Python, whose sentence on what is wrong is the clearer one.
        return _read(text, shown, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        said = NAMED.sub(r"\1", str(error.problem))
        raise StudyError([Problem(shown, f"is no valid YAML: {said}", line)]) from None


def _read(text: str, shown: str, loader_of: Any) -> Document:
    loader = loader_of(text)
    try:
        node = loader.get_single_node()
        if node is None:
            raise StudyError([Problem(shown, "is empty; a mapping of keys was expected")])
        lines: dict[tuple[Step, ...], int] = {}
        doubled = _collect_lines(node, (), lines, shown)
        content = loader.construct_document(node)
    finally:
        loader.dispose()
    if doubled:
        raise StudyError(doubled)
    return Document(shown, content, lines)


def _collect_lines(
    node: yaml.Node, steps: tuple[Step, ...], lines: dict[tuple[Step, ...], int], shown: str
) -> list[Problem]:
    lines.setdefault(steps, node.start_mark.line + 1)
    problems: list[Problem] = []
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key, value in node.value:
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
