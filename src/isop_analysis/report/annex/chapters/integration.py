"""Numbers and words together: joint displays, agreement of coders, and what the programme stands on."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.language.codes import threshold_of
from isop_analysis.language.numbers import is_number
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.annex.cells import counted
from isop_analysis.report.annex.chapters.case_matrix import case_matrix
from isop_analysis.report.annex.chapters.quote_matrix import quote_matrix

if TYPE_CHECKING:
    from isop_analysis.language.rows import Record
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.display_settings import JointDisplay
    from isop_analysis.study.integration_settings import Coded

ALL = "all"
MEASURES = ("alpha", "kappa", "percentage")
LEAST = 20
"""People of whom shares are told (PRIVACY: `publish.banding`)."""


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words = context.words
    found: list[Block] = []
    if context.study.integration is not None:
        displays = [block for display in context.study.displays for block in _display(context, display)]
        found.append(Paragraph(words("integration.lead")))
        found += displays or [Paragraph(words("integration.no_displays"), quiet=True)]
        found += _coders(context)
        found += _frequencies(context)
    return found


def _display(context: "Context", display: "JointDisplay") -> list[Block]:
    """Return a display's figure and how it is tested, or its matrix; others are tables of the report."""
    if display.kind == "quote_matrix":
        return quote_matrix(context, display)
    if display.kind == "case_ordered":
        return case_matrix(context, display)
    figure = context.figure(f"joint_{display.name}")
    tested = context.rows("theme_scores", display=display.name)
    if not tested:
        return figure
    return [*figure, Paragraph(context.words("integration.tested"), quiet=True), _tested(context, tested)]


def _tested(context: "Context", rows: "list[Record]") -> Table:
    """Return what the tests of a display gave: how many more of a hundred people, p and Holm's p."""
    words, numbers = context.words, context.numbers
    keys = ("theme", "difference", "p_value", "p_holm")
    columns = tuple(Cell(words(f"column.{key}"), numeric=key != "theme") for key in keys)
    shown = []
    for row in rows:
        name = context.names.theme(row["theme"]) if row["code"] == ALL else context.code_title(row["code"])
        if row["status"] != "fitted":
            why = tell_reasons(row["reason"], words, context.names)
            shown.append(Row((Cell(name), Cell(why), *[Cell("–", numeric=True)] * 2)))
            continue
        shows = is_number(row["ci_low"])
        size = context.link(
            numbers.decimal(row["estimate"], 0), "theme_scores", row["display"], row["theme"], row["code"]
        )
        told = size + f" {numbers.interval(row['ci_low'], row['ci_high'], 0)}" if shows else "–"
        values = (Cell(numbers.p_value(row[key]), numeric=True) for key in ("p_value", "p_holm"))
        shown.append(Row((Cell(name), Cell(told, numeric=True), *values)))
    step = numbers.decimal(rows[0]["step"], 1)
    return Table(words("integration.tested_caption", step=step), columns, tuple(shown))


def _coders(context: "Context") -> list[Block]:
    words, rows, integration = context.words, context.rows("coder_agreement"), context.study.integration
    if not rows or integration is None:
        return []
    coded, privacy = integration.coded, context.study.config.privacy
    note = words(
        "integration.coders_note",
        coefficient=words(f"report.joint.coefficient.{coded.coefficient}"),
        threshold=threshold_of(context.numbers, coded),
        cell=context.numbers.integer(privacy.minimum_cell),
    )
    keys = ("code", "documents", "people", *MEASURES)
    columns = tuple(Cell(words(f"column.{key}"), numeric=key != "code") for key in keys)
    shown = tuple(_agreed(context, row) for row in rows)
    lead = Paragraph(words("integration.coders_lead"))
    table = Table(words("integration.coders_caption"), columns, shown, note)
    return [Heading(words("integration.coders_title")), lead, *_workflow(context, rows, coded), table]


def _workflow(context: "Context", rows: list["Record"], coded: "Coded") -> list[Block]:
    """Say how texts were coded: codebook, rounds, and how many by two, of those meant to be."""
    words = context.words
    whole = next((row for row in rows if row["code"] == ALL and row["coded"] is not None), None)
    if whole is None:
        return []
    text = words(
        "integration.coders_workflow",
        codebook=coded.codebook,
        rounds=words.counted("units.round", coded.rounds),
        share=context.numbers.percentage(100 * coded.double_coded),
        documents=words.counted("units.document", whole["documents"]),
        coded=words.counted("units.document", whole["coded"]),
    )
    return [Paragraph(text)]


def _agreed(context: "Context", row: "Record") -> "Row":
    whole = row["code"] == ALL
    name = context.words("integration.all_codes") if whole else context.code_title(str(row["code"]))
    counts = (counted(context, row[key]) for key in ("documents", "people"))
    return Row((Cell(name), *counts, *(_measured(context, row, one) for one in MEASURES)))


def _measured(context: "Context", row: "Record", name: str) -> Cell:
    """Return a measure with its interval, alpha and kappa linked to their row; percentages whole."""
    numbers, value = context.numbers, row[name]
    if not is_number(value):
        return Cell("–", numeric=True, label=context.words("absent_label"))
    share = name == "percentage"
    linked = context.link(numbers.decimal(value, bounded=True), "coder_agreement", row["code"])
    told = Markup(numbers.percentage(value)) if share else linked
    low, high = row[f"{name}_ci_low"], row[f"{name}_ci_high"]
    if is_number(low):
        told += f" {numbers.interval(low, high, 0 if share else 2, bounded=not share)}"
    return Cell(told, numeric=True)


def _frequencies(context: "Context") -> list[Block]:
    """Return how many of each group raised each code: a row a code, a column a group."""
    rows, words = context.rows("code_frequencies"), context.words
    if not rows:
        return []
    cells = {(row["code"], row["by"], row["value"]): row for row in rows}
    groups = list(dict.fromkeys((row["by"], row["value"]) for row in rows))
    groups.sort(key=lambda one: ("all", "role", "occasion", "kind").index(one[0]))
    columns = [Cell(words("column.code"))]
    for by, value in groups:
        row = next(one for one in rows if (one["by"], one["value"]) == (by, value))
        asked = context.words.counted("units.person", row["asked"])
        columns.append(Cell(f"{_group(context, by, value)} ({asked})", numeric=True))
    codes = dict.fromkeys(row["code"] for row in rows)
    shown = tuple(
        Row((Cell(context.code_title(code)), *(_raised(context, cells.get((code, *one))) for one in groups)))
        for code in codes
    )
    least = context.words.counted("units.person", LEAST)
    note = words("integration.frequencies_note", least=least)
    if any(by == "kind" for by, _ in groups):
        note += f" {words('integration.frequencies_answers')}"
    table = Table(words("integration.frequencies_caption"), tuple(columns), shown, note)
    return [Heading(words("integration.frequencies_title")), table]


def _group(context: "Context", by: str, value: str) -> str:
    integration = context.study.integration
    if by == "role" and integration is not None:
        return context.names.value(str(integration.coded.attribute), value)
    if by == "kind":
        return context.words(f"integration.kind.{value}")
    return context.words("everyone") if by == ALL else value


def _raised(context: "Context", row: "Record | None") -> Cell:
    if row is None:
        return Cell("–", numeric=True, label=context.words("absent_label"))
    people, key = row["people"], (row["code"], row["by"], row["value"])
    share = context.link(context.numbers.percentage(100 * row["share"]), "code_frequencies", *key)
    return Cell(context.counted(people) + Markup(" (") + share + Markup(")"), numeric=True)
