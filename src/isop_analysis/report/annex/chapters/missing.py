"""What is missing: who answered when, whether by chance, and the rows that models lose."""

from typing import TYPE_CHECKING, Any

from isop_analysis.report.annex.blocks import Block, Cell, Heading, Paragraph, Row, Table
from isop_analysis.report.annex.cells import counted
from isop_analysis.report.annex.variables import variable_title

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

LEVEL = 0.05


TOLD = {"complete": "every_time", "left": "until_left"}


def blocks(context: "Context") -> list[Block]:
    """Write the section."""
    found = [
        *_counted(context),
        *context.figure("missing_patterns"),
        *_chance(context),
        *_rows(context),
    ]
    return [Heading(context.words("missing.title")), *found] if found else []


def _counted(context: "Context") -> list[Block]:
    """Say how many answered at every occasion they were asked, and how many until they left.

    A kind too small to show has no row of its own, and so is among the others.
    """
    words, rows = context.words, context.rows("missing_patterns", of="occasions")
    rows = [row for row in rows if isinstance(row["kind"], str) or row["pattern"] == "rest"]
    told = {kind: word for kind, word in TOLD.items() if kind in {row["kind"] for row in rows}}
    if not told:
        return []
    shares = {kind: sum(row["share"] for row in rows if row["kind"] == kind) for kind in told}
    about = words.numbers.percentage
    sentence = words(
        "missing.occasions",
        parts=words.listed(
            [words(f"missing.{word}", share=about(100 * shares[kind])) for kind, word in told.items()]
        ),
        rest=about(100 * (1 - sum(shares.values()))),
    )
    return [Paragraph(sentence)]


def _chance(context: "Context") -> list[Block]:
    words = context.words
    tested = context.rows("missing_tests", status="computed")
    if not tested:
        return []
    over_time = [row for row in tested if row["of"] == "occasions"]
    at_once = [row for row in tested if row["of"] == "scales"]
    sentences = [_over_time(context, over_time)] if over_time else []
    if at_once:
        found = [str(row["occasion"]) for row in at_once if row["p_value"] < LEVEL]
        key = "missing.scales_some" if found else "missing.scales_none"
        told = {"occasions": words.listed(found), "total": words.counted("units.test", len(at_once))}
        sentences.append(words(key, **told) if found else words(key))
    return [Paragraph(" ".join(sentences)), Paragraph(words("missing.chance_limit"), quiet=True)]


def _over_time(context: "Context", tested: list[dict[str, Any]]) -> str:
    words = context.words
    found = [str(row["scale"]) for row in tested if row["p_value"] < LEVEL]
    if not found:
        return words("missing.chance_none", total=words.counted("units.scale", len(tested)))
    scales = words.listed([f"‘{context.names.scale(name)}’" for name in found])
    return words("missing.chance_some", found=scales, total=words.numbers.integer(len(tested)))


def _rows(context: "Context") -> list[Block]:
    words, rows = context.words, [*context.rows("model_rows"), *context.rows("structural_rows")]
    every = [row for row in rows if row["variable"] == "all"]
    totals = [row for row in every if row["status"] == "fitted"]
    minimum = context.study.config.privacy.minimum_cell
    if not totals:
        return []
    whole = [row for row in totals if row["lost_first"].high < minimum]
    sentence = words(
        "missing.rows_text",
        whole=words.numbers.integer(len(whole)),
        total=words.counted("units.fit", len(totals)),
    )
    if len(every) > len(totals):
        count = words.counted("units.fit", len(every) - len(totals))
        sentence += " " + words("missing.rows_refused", count=count)
    losing = [row for row in totals if row not in whole]
    if losing:
        most = max(losing, key=lambda row: row["lost_first"].middle / row["available"].middle)
        sentence += " " + words(
            "missing.rows_most",
            model=_title(context, most),
            used=words.numbers.count(most["used"]),
            available=words.counted("units.row", most["available"]),
        )
    keys = ("model", "scale", "available", "used", "lost_first")
    columns = tuple(Cell(words(f"column.{key}"), numeric=key in ("available", "used")) for key in keys)
    shown = tuple(_model(context, row, rows) for row in losing)
    table = Table(words("missing.rows_caption"), columns, shown, words("missing.rows_note"), folded=True)
    return [Paragraph(sentence), *([table] if shown else [])]


def _title(context: "Context", row: dict[str, Any]) -> str:
    model = context.names.model(str(row["model"]))
    return f"{model}, {context.names.scale(row['scale'])}" if "scale" in row else model


def _model(context: "Context", total: dict[str, Any], rows: list[dict[str, Any]]) -> Row:
    numbers, scale = context.numbers, total.get("scale")
    of_fit = [row for row in rows if row["model"] == total["model"] and row.get("scale") == scale]
    own = [row for row in of_fit if row["variable"] != "all"]
    own.sort(key=lambda row: -row["lost_first"].low)
    told = [
        f"{variable_title(context, str(row['variable']))} {numbers.count(row['lost_first'])}"
        for row in own
        if row["lost_first"].low > 0
    ]
    key = ("model_rows", total["model"], scale) if scale else ("structural_rows", total["model"])
    return Row(
        (
            Cell(context.names.model(str(total["model"]))),
            Cell(context.names.scale(scale) if scale else "–"),
            counted(context, total["available"]),
            Cell(context.link(numbers.count(total["used"]), *key, "all"), numeric=True),
            Cell("; ".join(told)),
        )
    )
