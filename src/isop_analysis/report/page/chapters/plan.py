"""The frozen plan: on which day, by which hash, and what differs from it."""

from typing import TYPE_CHECKING

from isop_analysis.report.page.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.report.page.dates import written_date
from isop_analysis.study.registration import Registration, read_registration

if TYPE_CHECKING:
    from isop_analysis.report.page.context import Context

COLUMNS = ("deviation", "key", "planned", "present")


def plan_sentence(context: "Context") -> str:
    """Return whether a plan was frozen, when, and on how many points the study differs from it."""
    words, registration = context.words, read_registration(context.study)
    if registration is None:
        return words("hypotheses.no_plan")
    day, hashed = written_date(words, registration.frozen_on), registration.sha256[:12]
    rows = context.rows("deviations")
    if rows:
        count = words.counted("units.deviation", len(rows))
        sentence = words("hypotheses.deviates", day=day, hash=hashed, count=count)
    else:
        sentence = words("hypotheses.as_planned", day=day, hash=hashed)
    return f"{sentence} {_late(context, registration)}".rstrip()


def _late(context: "Context", registration: Registration) -> str:
    """Return the caveat on a plan that was frozen after the date of the data; "" on one that was not."""
    known = context.study.config.data_date
    if registration.frozen_on <= known:
        return ""
    return context.words("hypotheses.late", date=written_date(context.words, known))


def plan_blocks(context: "Context") -> list[Block]:
    """Return the sentence on the plan, and the table of what differs from it."""
    rows = context.rows("deviations")
    found: list[Block] = [Paragraph(plan_sentence(context))]
    if not rows:
        return found
    columns = tuple(Cell(context.words(f"column.{key}")) for key in COLUMNS)
    cells = tuple(
        Row(
            (
                Cell(context.words(f"deviation.{row['deviation']}")),
                *(_value(row[key]) for key in COLUMNS[1:]),
            )
        )
        for row in rows
    )
    return [*found, Table(context.words("hypotheses.deviations_caption"), columns, cells)]


def _value(value: object) -> Cell:
    return Cell(value.strip('"') if isinstance(value, str) else "–")
