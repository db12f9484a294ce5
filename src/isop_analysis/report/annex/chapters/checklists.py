"""Checklists of good reporting: per item where the report answers it, or that it is open."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.report.checklists import Asked, Checklist, appraisal, checklists

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def blocks(context: "Context") -> list[Block]:
    """Write the chapter; none where the report's parts are not known."""
    if not context.parts:
        return []
    told = checklists(context.language, context.parts, context.study.config.design)
    return [
        Paragraph(context.words("checklists.lead")),
        *(_table(context, one) for one in told),
        Paragraph(context.words("checklists.form_lead")),
        _form(context, appraisal(context.language)),
    ]


def _table(context: "Context", one: Checklist) -> Table:
    columns = (Cell(context.words("checklists.asked")), Cell(context.words("checklists.answered")))
    rows = tuple(Row((Cell(item.text), Cell(_where(context, item)))) for item in one.items)
    answered = sum(bool(item.answered) for item in one.items)
    caption = context.words(
        "checklists.caption", title=_title(context, one), answered=answered, all=len(one.items)
    )
    return Table(caption, columns, rows)


def _form(context: "Context", one: Checklist) -> Table:
    words = context.words
    heads = [Cell(words(f"checklists.{name}")) for name in ("asked", "judged", "reason")]
    rows = tuple(Row((Cell(item.text), Cell(words("checklists.choices")), Cell(""))) for item in one.items)
    return Table(words("checklists.form_caption", title=_title(context, one)), tuple(heads), rows)


def _title(context: "Context", one: Checklist) -> str:
    return context.words("checklists.title", title=one.title, version=one.version)


def _where(context: "Context", item: Asked) -> Markup | str:
    if not item.answered:
        return context.words("checklists.open")
    links = [
        Markup('<a href="report.{}.html#{}">{}</a>').format(
            context.language, part.partition(".")[0], context.parts[part]
        )
        for part in item.answered
    ]
    return Markup(", ").join(links)
