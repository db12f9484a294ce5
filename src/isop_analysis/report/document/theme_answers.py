"""Do teams with other scores raise other things? The answer in words, with how far it is unsure."""

from collections.abc import Sequence
from typing import Literal

from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.document.cells import Record
from isop_analysis.report.document.writing import Writing

Answer = Literal["found", "maybe", "unknown", "alike", "refused"]
FOUND = ("matters", "may_be_too_small", "goes_together")


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


def theme_answer(writing: Writing, rows: Sequence[Record]) -> str:
    """Return the answer of one display: what is found, then open, then too small, then not computed."""
    words, answer = writing.words, answer_of(rows)
    told = [row for row in rows if row["status"] == "fitted"]
    refused = [row for row in rows if row["status"] != "fitted"]
    order = {**dict.fromkeys(FOUND, 0), "open": 1}
    told.sort(key=lambda row: order.get(row["verdict"], 2))
    parts = [words(f"report.joint.answer.{answer}", teams=words.counted("units.team", rows[0]["teams"]))]
    if told:
        listed = words.listed([_range(writing, row) for row in told])
        parts.append(words("report.joint.answer.point", parts=listed))
    parts += [_not_computed(writing, reason, refused) for reason in dict.fromkeys(map(_reason, refused))]
    return " ".join(parts)


def _range(writing: Writing, row: Record) -> str:
    """Return how many more or fewer of a hundred people raise it: the ends of the interval."""
    low, high = row["ci_low"], row["ci_high"]
    key = "both" if low <= 0 <= high else "more" if low > 0 else "fewer"
    nearest, farthest = (low, high) if key != "fewer" else (high, low)
    values = {"points": row["estimate"], "low": nearest, "high": farthest}
    text = writing.words(
        f"report.joint.answer.range.{key}",
        **{name: _people(writing, row, value) for name, value in values.items()},
    )
    return writing.words("report.joint.answer.part", range=text, theme=_named(writing, row))


def _people(writing: Writing, row: Record, number: float) -> str:
    """Write a number of people without its sign, linked to its row; with a decimal where it is not whole."""
    text = writing.numbers.decimal(abs(number), 0 if float(number).is_integer() else 1)
    return writing.link(text, "theme_scores", row["display"], row["theme"], row["code"])


def _named(writing: Writing, row: Record) -> str:
    return writing.names.theme(row["theme"]) if row["code"] == "all" else writing.names.code(row["code"])


def _reason(row: Record) -> str:
    return str(row["reason"])


def _not_computed(writing: Writing, reason: str, refused: Sequence[Record]) -> str:
    own = [f"‘{_named(writing, row)}’" for row in refused if _reason(row) == reason]
    return writing.words(
        "report.joint.answer.not_computed",
        themes=writing.words.listed(own),
        reason=tell_reasons(reason, writing.words, writing.names),
    )
