"""Lines that a draft leaves to a person: where a config file says ``required``, something is to be filled in.

`isop new` never guesses who a person is or whether they agreed; until someone has written it there, nothing
runs.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from isop_analysis.study.problems import Problem
from isop_analysis.study.yaml_lines import Document, Step, dotted

REQUIRED = "required"
ASKED = {
    "consent": "write how people agreed (asked, or file and purposes), or null where nobody was asked",
    "email": "name the column that tells who somebody is, or write null where none does",
}
"""By the keys that may say it how to mend the line."""


def unfilled(document: Document) -> list[Problem]:
    """Return a problem for each line that still says ``required``."""
    return [
        Problem(document.file, _message(steps), document.line(steps), dotted(steps))
        for steps in _required(document.content, ())
    ]


def _message(steps: tuple[Step, ...]) -> str:
    return f"still says '{REQUIRED}'; {ASKED[str(steps[-1])]}"


def _required(content: Any, steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    if content == REQUIRED and steps and steps[-1] in ASKED:
        yield steps
    elif isinstance(content, Mapping):
        for key, value in content.items():
            yield from _required(value, (*steps, str(key)))
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from _required(value, (*steps, place))
