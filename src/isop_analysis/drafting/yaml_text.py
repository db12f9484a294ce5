"""Parts of YAML as a person would type them."""

import json
from collections.abc import Sequence

WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""Words that YAML takes for a truth value or nothing."""


def quoted(text: object) -> str:
    """Return a text in double quotes, on one line; YAML reads JSON's strings."""
    return json.dumps(" ".join(str(text).split()), ensure_ascii=False)


def both(nl: str, en: str | None = None) -> str:
    """Return a text in both languages; the one that was found stands for both until someone translates it."""
    return f"{{nl: {quoted(nl)}, en: {quoted(nl if en is None else en)}}}"


def name(text: str) -> str:
    """Return a name, quoted where YAML would take it for something else: yes, no, on, null."""
    return quoted(text) if text in WORDS else text


def plainly(value: float) -> str:
    """Return a number without a needless point."""
    return f"{value:g}"


def guessed(reason: str) -> str:
    """Return the comment behind a guess."""
    return f"  # guessed: {reason}; check"


def listed(names: Sequence[str]) -> str:
    """Return names as a list on one line."""
    return f"[{', '.join(map(name, names))}]"


def in_comment(lines: Sequence[str], indent: str = "") -> str:
    """Return lines as comments."""
    return "".join(f"{indent}# {line}\n" for line in lines)
