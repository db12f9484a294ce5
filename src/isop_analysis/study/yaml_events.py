"""What a YAML file may not hold, found before its values are made: it could cost all memory, or the program.

Looks at the file's events one after another, which no nesting and no alias can make more of.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from isop_analysis.study.problems import Problem

PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEPTH, VALUES = 50, 100_000
TOO_DEEP = f"is nested too deeply; at most {DEPTH} levels are read"
CONTROL = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PAIRS = {"“": "”", "„": "”", "‘": "’", "«": "»"}
"""Quotes of word processors, opening and closing."""


def first_problem(text: str, shown: str) -> Problem | None:
    """Return the first thing that keeps a file from being read; None where there is none.

    What is no YAML at all is left to the reader, whose sentence tells more.
    """
    if found := CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        return Problem(shown, f"holds the control sign U+{ord(found.group()):04X}; delete it", line)
    walk = _Walk()
    try:
        for event in yaml.parse(text, Loader=PARSER):
            if message := walk.note(event):
                return Problem(shown, message, event.start_mark.line + 1)
    except yaml.YAMLError:
        return None
    return None


@dataclass
class _Walk:
    """Where the walk through a file is: open collections with their anchors, and how many values each has."""

    anchors: list[str | None] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0])
    known: dict[str, int] = field(default_factory=dict)

    def note(self, event: Any) -> str | None:
        """Return what is wrong with an event."""
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor)
        if isinstance(event, yaml.NodeEvent) and event.tag is not None:
            return f"'{_as_written(event.tag)}' is no part of a config; leave it out"
        if isinstance(event, yaml.CollectionStartEvent):
            self.anchors.append(event.anchor)
            self.counts.append(1)
            return (
                f"is nested too deeply; at most {DEPTH} levels are read"
                if len(self.anchors) > DEPTH
                else None
            )
        if isinstance(event, yaml.CollectionEndEvent):
            return self._close()
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        return None

    def _alias(self, anchor: str) -> str | None:
        if anchor in self.anchors:
            return f"the alias '*{anchor}' stands within its own anchor; write out what is meant"
        return self._add(self.known.get(anchor, 1))

    def _close(self) -> str | None:
        anchor, count = self.anchors.pop(), self.counts.pop()
        if anchor is not None:
            self.known[anchor] = count
        return self._add(count)

    def _scalar(self, event: Any) -> str | None:
        if event.anchor is not None:
            self.known[event.anchor] = 1
        if event.implicit[0] and _typographic(event.value):
            return "begins with a typographic quote, which is a letter here; write \" or '"
        return self._add(1)

    def _add(self, count: int) -> str | None:
        self.counts[-1] += count
        if self.counts[-1] > VALUES:
            return f"its aliases stand for more than {VALUES:,} values; write out fewer"
        return None


def _as_written(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


def _typographic(value: str) -> bool:
    """Whether a plain value begins with a quote that was meant as such: closed at its end, or not at all."""
    closing = PAIRS.get(value[:1])
    return closing is not None and (value.endswith(closing) or closing not in value)
