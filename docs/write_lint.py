"""Write docs/lint.md, the checks of `isop lint`, from the checks: ``python docs/write_lint.py``."""

from pathlib import Path

from isop_analysis.lint.checks import Check
from isop_analysis.lint.every_check import CHECKS, GROUPS

PAGE = Path(__file__).with_name("lint.md")
HEAD = """# Before others see it: `isop lint`

Generated from the checks by `python docs/write_lint.py`; do not edit by hand.

`isop check` says what a run would stop at. `isop lint` says what a reader, a participant, a privacy
officer or a reviewer would miss: it goes through {count} checks of a study and tells what it found, where,
and how to mend it. It takes seconds, changes nothing, and works before a run; what looks at results then
"has not run yet". `--config` names another study, `--json` writes all that was found for tools.

A finding is one of three. **must**: the study can't be shown like this; the command ends with exit code
1. **should**: readers will miss it. **note**: good to know, and most often told by the report itself.

The demo has no must. What is found in it stays for a reason: its plan was frozen after its data were
invented, and the report says so; two scales and an interaction are told by the technical sentence, as in a
study whose authors have written no clauses for them; one pair of numbers and words waits for a judgement,
and the display shows it as open; sources that its programme names in short stand so among the references,
since nobody should invent the rest; its instruments are no one's validated ones.
"""
ROW = "| check | severity | looks at | how to mend |\n|---|---|---|---|"


def page() -> str:
    """Return the page."""
    parts = [f"## {group.title}\n\n{ROW}\n{_rows(group.checks)}\n" for group in GROUPS]
    return "\n".join([HEAD.format(count=len(CHECKS)), *parts])


def _rows(checks: tuple[Check, ...]) -> str:
    return "\n".join(_cells(check) for check in checks)


def _cells(check: Check) -> str:
    after = " (after a run)" if check.after_run else ""
    cells = (f"`{check.key}`", check.severity, check.looks_at + after, check.mend)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
