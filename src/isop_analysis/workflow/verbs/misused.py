"""What is said where the words typed after ``isop`` can't be understood."""

import sys
from collections.abc import Sequence
from typing import Any

from isop_analysis.base.nearest import nearest


def unknown_verb(command: Any, arguments: Sequence[str]) -> str | None:
    """Return a sentence on the first verb that isn't one; None where all are."""
    asked = "isop"
    for name in arguments:
        if name.startswith("-") or not hasattr(command, "commands"):
            return None
        if name not in command.commands:
            return _unknown(asked, "verb", name, list(command.commands))
        asked, command = f"{asked} {name}", command.commands[name]
    return None


def usage(error: Any) -> int:
    """Tell in a sentence what can't be understood; a verb that was asked for nothing shows its help.

    Typer's errors are known by their names: it carries its own copy of Click, or uses another one.
    """
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.ctx.get_help())
        return 0
    asked = error.ctx.command_path if error.ctx is not None else "isop"
    if type(error).__name__ == "NoSuchOption":
        known = [name for one in error.ctx.command.params for name in one.opts if not one.hidden]
        return tell([_unknown(asked, "option", error.option_name, [*known, "--help"])], 2)
    sentence = " ".join((error.message or error.format_message()).split()).rstrip(".")
    return tell([f"{asked}: {sentence[0].lower()}{sentence[1:]}"], 2)


def _unknown(asked: str, what: str, name: str, known: Sequence[str]) -> str:
    near = nearest(name, known)
    return f"{asked}: unknown {what} '{name}'; " + (
        f"did you mean '{near}'?" if near else f"there are {', '.join(known)}"
    )


def tell(sentences: Sequence[str], code: int) -> int:
    """Print each sentence as an error; return the exit code."""
    for sentence in sentences:
        print(f"ERROR {sentence}", file=sys.stderr)
    return code
