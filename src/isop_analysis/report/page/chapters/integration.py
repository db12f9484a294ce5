"""Numbers and words together: joint displays, agreement of coders, and what the programme stands on."""

from typing import TYPE_CHECKING

from isop_analysis.language.numbers import is_number
from isop_analysis.report.page.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.page.cells import counted

if TYPE_CHECKING:
    from isop_analysis.report.page.context import Context
    from isop_analysis.study.context import Premise

MEASURES = {"region_disadvantage": "disadvantage", "region_final_test": "final_test"}
DIGITS = {"disadvantage": 2, "final_test": 1}


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words = context.words
    found: list[Block] = []
    integration = context.study.integration
    if integration is not None:
        displays = [b for d in integration.joint_displays for b in context.figure(f"joint_{d.name}")]
        found.append(Paragraph(words("integration.lead")))
        found += displays or [Paragraph(words("integration.no_displays"), quiet=True)]
        found += _coders(context)
    if context.study.config.premises:
        found += [Heading(words("integration.premises_title")), _premises(context)]
    return found


def _coders(context: "Context") -> list[Block]:
    words, numbers = context.words, context.numbers
    rows = context.rows("coder_agreement")
    if not rows:
        return []
    shown = tuple(
        Row(
            (
                Cell(context.names.code(str(row["code"]))),
                counted(context, row["segments"]),
                Cell(
                    numbers.percentage(row["percentage"]) if is_number(row["percentage"]) else "–",
                    numeric=True,
                ),
                Cell(
                    context.link(numbers.decimal(row["kappa"], bounded=True), "coder_agreement", row["code"]),
                    numeric=True,
                ),
            )
        )
        for row in rows
    )
    keys = ("code", "segments", "percentage", "kappa")
    columns = tuple(Cell(words(f"column.{key}"), numeric=key != "code") for key in keys)
    table = Table(words("integration.coders_caption"), columns, shown)
    return [Heading(words("integration.coders_title")), table]


def _premises(context: "Context") -> Table:
    words = context.words
    rows = tuple(
        Row(
            (
                Cell(premise.claim.in_language(context.language)),
                Cell(premise.source),
                Cell(_ours(context, premise)),
            )
        )
        for premise in context.study.config.premises
    )
    columns = tuple(Cell(words(f"column.{key}")) for key in ("claim", "source", "ours"))
    return Table(words("integration.premises_caption"), columns, rows)


def _ours(context: "Context", premise: "Premise") -> str:
    words, measure = context.words, MEASURES.get(premise.measure)
    rows = context.rows("region_schools", measure=measure) if measure else []
    areas = [row for row in rows if row["level"] == "area" and is_number(row["mean"])]
    country = next((row for row in rows if row["level"] == "country"), None)
    if not areas or country is None:
        return words("integration.not_measured")

    def linked(row: dict[str, object]) -> str:
        key = (row["measure"], row["provider"], row["level"], row["code"])
        return context.link(
            context.numbers.decimal(row["mean"], DIGITS[str(row["measure"])]), "region_schools", *key
        )

    parts = [
        context.say("integration.place", name=context.names.area(str(row["code"])), mean=linked(row))
        for row in areas
    ]
    listed = type(parts[0])(", ").join(parts)
    return context.say(f"integration.premise.{measure}", parts=listed, country=linked(country))
