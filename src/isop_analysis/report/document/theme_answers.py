"""Do teams with other scores raise other things? The answer in words, with how far it is unsure."""

from collections.abc import Sequence
from typing import Literal

from isop_analysis.language.numbers import ABSENT, is_number
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.document.cells import Record
from isop_analysis.report.document.writing import Writing

Answer = Literal["found", "maybe", "unknown", "alike", "refused"]
FOUND = ("matters", "may_be_too_small", "goes_together")
ALIKE = ("none_that_matters", "too_little")
HUNDRED = 100


def answer_of(rows: Sequence[Record]) -> Answer:
    """Return what theme_scores say together: what holds once all are counted, does not, is open, or small."""
    told = [row for row in rows if row["status"] == "fitted"]
    if not told:
        return "refused"
    found = [row for row in told if row["verdict"] in FOUND]
    if any(row["holds"] is True for row in found):
        return "found"
    if found:
        return "maybe"
    return "unknown" if any(row["verdict"] == "open" for row in told) else "alike"


def difference(writing: Writing, row: Record) -> str:
    """Return how many more or fewer of a hundred people raise it in the highest teams than in the lowest.

    What is found and does not hold once everything a display compares is counted may be chance.
    """
    words = writing.words
    if row["status"] != "fitted":
        reason = tell_reasons(row["reason"], words, writing.names)
        return words("report.joint.answer.not_computed", reason=reason)
    if not is_number(row["ci_low"]):
        return ABSENT
    told = _range(writing, row)
    if row["verdict"] in FOUND and row["holds"] is not True:
        return words("report.joint.answer.chance", range=told)
    return words("report.joint.answer.alike", range=told) if row["verdict"] in ALIKE else told


def is_wide(row: Record) -> bool:
    """Tell whether the interval leaves nearly everything open: it is as wide as a hundred people."""
    return is_number(row["ci_low"]) and row["ci_high"] - row["ci_low"] >= HUNDRED


def _range(writing: Writing, row: Record) -> str:
    low, high = row["ci_low"], row["ci_high"]
    key = "both" if low <= 0 <= high else "more" if low > 0 else "fewer"
    nearest, farthest = (low, high) if key != "fewer" else (high, low)
    values = {"points": row["estimate"], "low": nearest, "high": farthest}
    return writing.words(
        f"report.joint.answer.{key}", **{name: _people(writing, row, value) for name, value in values.items()}
    )


def _people(writing: Writing, row: Record, number: float) -> str:
    """Write a number of people without its sign, linked to its row."""
    text = writing.numbers.decimal(abs(number), 0)
    return writing.link(text, "theme_scores", row["display"], row["theme"], row["code"])
