"""An interaction in a sentence of its own: what happens at little and at much, from the simple slopes."""

from typing import Any

from isop_analysis.contracts.cells import read_mapping
from isop_analysis.language.conclusions import Estimate, Facts
from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import row_id
from isop_analysis.report.answers.spans import Line
from isop_analysis.study.clauses import Slopes

Record = dict[str, Any]


def told_slopes(one: Estimate, facts: Facts, line: Line) -> str:
    """Return what the score does at little and at much; "" where the margin's points are not there."""
    slopes = one.declared.slopes if one.declared is not None else None
    if slopes is None:
        return ""
    little, much = (_slope(one, slopes, point, facts) for point in (slopes.little, slopes.much))
    if little is None or much is None:
        return ""
    text = facts.words(
        f"answer.slopes.{form_of(little['estimate'], much['estimate'])}",
        at_little=slopes.at_little.in_language(facts.language),
        at_much=slopes.at_much.in_language(facts.language),
        scale=facts.short(one.scale),
        little=_number(little, line),
        much=_number(much, line),
    )
    unsure = [row for row in (little, much) if row["ci_low"] <= 0 <= row["ci_high"]]
    if not unsure:
        return text
    return (
        f"{text}; {facts.words('answer.slopes.both_zero' if len(unsure) == 2 else 'answer.slopes.one_zero')}"
    )


def form_of(little: float, much: float) -> str:
    """Return how two slopes compare, as they are written with two decimals.

    Examples
    --------
    >>> form_of(0.11, -0.10), form_of(0.10, 0.30), form_of(0.30, 0.10), form_of(-0.1, -0.3)
    ('rises_then_falls', 'rises_faster', 'rises_slower', 'falls_faster')
    """
    least, most = round(little, 2), round(much, 2)
    if least == most:
        return "same"
    if least > 0 > most or (least > 0 and most == 0) or (least == 0 and most < 0):
        return (
            "rises_then_falls"
            if least > 0 > most
            else "rises_then_stays"
            if least > 0
            else "stays_then_falls"
        )
    if least < 0 < most or (least < 0 and most == 0) or (least == 0 and most > 0):
        return (
            "falls_then_rises"
            if least < 0 < most
            else "falls_then_stays"
            if least < 0
            else "stays_then_rises"
        )
    if least > 0:
        return "rises_faster" if most > least else "rises_slower"
    return "falls_faster" if most < least else "falls_slower"


def _slope(one: Estimate, slopes: Slopes, point: dict[str, float | str], facts: Facts) -> Record | None:
    rows = facts.tables.rows("model_means", model=one.model, scale=one.scale, margin=slopes.margin)
    wanted = {name: str(value) if isinstance(value, str) else float(value) for name, value in point.items()}
    for row in rows:
        there = read_mapping(row["point"])
        plain = {name: float(value) if is_number(value) else str(value) for name, value in there.items()}
        if all(plain.get(name) == value for name, value in wanted.items()) and is_number(row["estimate"]):
            return row
    return None


def _number(row: Record, line: Line) -> str:
    target = row_id("model_means", row["model"], row["scale"], row["margin"], row["point"])
    return line.linked(line.facts.words.numbers.decimal(abs(row["estimate"])), target)
