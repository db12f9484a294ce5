"""Quote matrices: codes by groups of people or bands of teams, with what was said, which opens on request."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.contracts.cells import Count
from isop_analysis.figures.kinds.joint_displays import band_name
from isop_analysis.language.numbers import is_number
from isop_analysis.report.annex.blocks import Block, Cell, Row, Table

if TYPE_CHECKING:
    from isop_analysis.language.rows import Record
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.display_settings import JointDisplay

ALL = "all"


def quote_matrix(context: "Context", display: "JointDisplay") -> list[Block]:
    """Return a matrix as a table: rows codes, columns groups of an attribute or bands of teams by a score.

    Quotes stand in the cell of their role, and beside the code where groups are bands of teams: which team
    somebody is of is told of nobody.
    """
    groups = _bands(context, display) if display.banded else _roles(context, display)
    if not groups:
        return []
    words = context.words
    columns = (Cell(words("column.code")), *(Cell(name, numeric=True) for name, _ in groups))
    rows = tuple(
        Row(
            (
                _code(context, code, display.banded),
                *(_cell(context, own.get(code), code) for _, own in groups),
            )
        )
        for code in display.codes
        if any(code in own for _, own in groups)
    )
    note = words("integration.matrix_note_teams" if display.banded else "integration.matrix_note")
    note = f"{note} {_covered(context, display)}".rstrip()
    title = display.title.in_language(context.language)
    return [Table(title, columns, rows, note, f"matrix-{display.name}")] if rows else []


def _covered(context: "Context", display: "JointDisplay") -> str:
    """Say how many of the codebook's codes the matrix has, of which themes; "" where it has them all."""
    codes = context.study.integration.codes if context.study.integration is not None else []
    own = [one for one in codes if one.name in display.codes]
    if len(own) == len(codes):
        return ""
    themes = context.words.listed(
        [f"‘{context.names.theme(one)}’" for one in dict.fromkeys(c.theme for c in own)]
    )
    numbers = context.numbers
    return context.words(
        "integration.matrix_covers",
        shown=numbers.integer(len(own)),
        every=numbers.integer(len(codes)),
        themes=themes,
    )


Groups = list[tuple[str, dict[str, "Record"]]]


def _roles(context: "Context", display: "JointDisplay") -> Groups:
    """Return everyone and each role that is told, with its rows of code_frequencies by code."""
    rows = [row for row in context.rows("code_frequencies") if row["code"] in display.codes]
    values = dict.fromkeys((row["by"], row["value"]) for row in rows if row["by"] in (ALL, "role"))
    integration = context.study.integration
    attribute = str(integration.coded.attribute) if integration is not None else ""
    return [
        (
            context.words("everyone") if by == ALL else context.names.value(attribute, value),
            {row["code"]: row for row in rows if (row["by"], row["value"]) == (by, value)},
        )
        for by, value in values
    ]


def _bands(context: "Context", display: "JointDisplay") -> Groups:
    """Return the bands of teams, the highest first, with their rows of joint_display by code."""
    rows = context.rows("joint_display", display=display.name)
    bands = sorted({int(row["band"]) for row in rows}, reverse=True)
    return [
        (
            band_name(band, len(bands), context.words),
            {row["code"]: row for row in rows if int(row["band"]) == band},
        )
        for band in bands
    ]


def _code(context: "Context", code: str, with_quotes: bool) -> Cell:
    title = context.code_title(code)
    quotes = context.rows("quotes", code=code) if with_quotes else []
    return Cell(_opened(context, Markup("{}").format(title), quotes) if quotes else title)


def _cell(context: "Context", row: "Record | None", code: str) -> Cell:
    if row is None or ("band" in row and not isinstance(row["teams_with_theme"], Count)):
        return Cell("–", numeric=True, label=context.words("absent_label"))
    if "band" in row:
        told = context.words(
            "figure.joint.of_teams",
            teams=context.numbers.count(row["teams_with_theme"]),
            whole=context.numbers.count(row["teams"]),
        )
        key = (row["display"], row["band"], row["theme"], code)
        return Cell(context.link(told, "joint_display", *key), numeric=True)
    share = f" ({context.numbers.percentage(100 * row['share'])})" if is_number(row["share"]) else ""
    text = Markup("{}{}").format(context.counted(row["people"]), share)
    role = row["value"] if row["by"] == "role" else None
    quotes = context.rows("quotes", code=code, role=role) if role else []
    return Cell(_opened(context, text, quotes) if quotes else text, numeric=True)


def _opened(context: "Context", text: Markup, quotes: "Sequence[Record]") -> Markup:
    """Return a text with its quotes, which open on request without any script."""
    language = context.language
    shown = Markup("").join(
        Markup('<q lang="{}">{}</q> ').format(one["language"] or language, one["text"]) for one in quotes
    )
    label = context.words.counted("integration.quotes", len(quotes))
    return Markup("{}<details open><summary>{}</summary>{}</details>").format(text, label, shown)
