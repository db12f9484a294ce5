"""The frozen plan: on which day, by which hash, and what differs from it."""

import json
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from isop_analysis.language.dates import written_date
from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.study.plan import Registration, read_registration

if TYPE_CHECKING:
    from isop_analysis.language.rows import Record
    from isop_analysis.report.annex.context import Context

COLUMNS = ("deviation", "key", "planned", "present")


def plan_sentence(context: "Context") -> str:
    """Return whether a plan was frozen, when, and on how many points the study differs from it."""
    words, registration = context.words, read_registration(context.study)
    if registration is None:
        planned = bool(context.rows("hypotheses", kind="confirmatory"))
        caveat = words("hypotheses.no_plan_caveat") if planned else ""
        return f"{words('hypotheses.no_plan')} {caveat}".rstrip()
    day, hashed = written_date(words, registration.frozen_on), registration.sha256[:12]
    frozen, rows = words("hypotheses.frozen", day=day, hash=hashed), context.rows("deviations")
    held = words(f"hypotheses.{'as_planned' if registration.freezes_items else 'as_far_as_frozen'}")
    if rows:
        held = words("hypotheses.deviates", count=words.counted("units.deviation", len(rows)))
    unfrozen = "" if registration.freezes_items else words("hypotheses.items_not_frozen")
    return " ".join(part for part in (frozen, _late(context, registration), held, unfrozen) if part)


def _late(context: "Context", registration: Registration) -> str:
    """Return whether the plan was frozen before the date of the data, or after it, with the caveat then."""
    known = context.study.config.data_date
    key = "early" if registration.frozen_on <= known else "late"
    return context.words(f"hypotheses.{key}", date=written_date(context.words, known))


def plan_blocks(context: "Context") -> list[Block]:
    """Return the sentence on the plan, and the table of what differs from it."""
    rows = context.rows("deviations")
    found: list[Block] = [Paragraph(plan_sentence(context))]
    if not rows:
        return found
    columns = tuple(Cell(context.words(f"column.{key}")) for key in COLUMNS)
    shown = tuple(_row(context, row) for row in rows)
    return [*found, Table(context.words("hypotheses.deviations_caption"), columns, shown)]


def _row(context: "Context", row: "Record") -> Row:
    what = Cell(context.words(f"deviation.{row['deviation']}"))
    values = (_value(context, row[key]) for key in ("planned", "present"))
    return Row((what, Cell(_breaking(str(row["key"]))), *values))


def _breaking(key: str) -> Markup:
    """Return a key path that may break before its steps."""
    return Markup(str(escape(key)).replace(".", "<wbr>.").replace("[", "<wbr>["))


def _value(context: "Context", value: object) -> Cell:
    """Return a value of the plan: a hypothesis by its text, a model by its formula, a scale by its title."""
    if not isinstance(value, str):
        return Cell("–", label=context.words("absent_label"))
    found = json.loads(value)
    if isinstance(found, dict):
        text = (found.get("text") or found.get("title") or {}).get(context.language)
        return Cell(str(found.get("formula") or text or value))
    if isinstance(found, list):
        return Cell(", ".join(one if isinstance(one, str) else json.dumps(one) for one in found) or "–")
    return Cell(found if isinstance(found, str) else value)
