"""The instruments: how reliably scales measure, how people answered, whether items measure one thing."""

from typing import TYPE_CHECKING, Any

from isop_analysis.language.numbers import is_number
from isop_analysis.language.rows import whole_of
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.measurement.scores import score_range
from isop_analysis.report.annex.blocks import Block, Cell, Folded, Heading, Paragraph, Row, Table
from isop_analysis.report.annex.cells import counted
from isop_analysis.report.annex.chapters.structural import structural_blocks
from isop_analysis.report.annex.sparklines import spread

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.instrument import Instrument, Scale


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words = context.words
    found: list[Block] = [Paragraph(words("instruments.lead")), _table(context), Paragraph(_weak(context))]
    found += _refusals(context)
    for instrument in context.study.instruments:
        title = instrument.title.in_language(context.language)
        found.append(Heading(title))
        found.append(Paragraph(_validation(context, instrument)))
        figures = [block for s in instrument.scales for block in context.figure(f"answers_{s.name}")]
        if figures:
            found.append(Folded(words("instruments.answers_of", title=title), tuple(figures)))
        models = [m for m in context.study.structural if m.kind != "path" and m.instrument == instrument.name]
        own = [m for m in models if m.chapter in ("context", "team")]
        if own:
            found += structural_blocks(context, own)
    return found


def _validation(context: "Context", instrument: "Instrument") -> str:
    status = instrument.validation.status
    title = instrument.title.in_language(context.language)
    text = context.words(
        f"instruments.validation.{status}", title=title, source=instrument.validation.source or ""
    )
    if instrument.invented:
        text += " " + context.words("instruments.invented", owner=instrument.owner)
    return text


def _weak(context: "Context") -> str:
    if not context.weak:
        return context.words("instruments.no_weak")
    return context.words("instruments.weak", scales=context.weak_titles)


def _refusals(context: "Context") -> list[Block]:
    found: list[Block] = []
    for row in context.rows("reliability", occasion=whole_of(context.study), status="refused"):
        scale = context.study.scale(str(row["scale"]))
        if len(scale.items) > 1:
            reason = tell_reasons(row["reason"], context.words, context.names)
            found.append(
                Paragraph(
                    context.say("instruments.refused", scale=context.names.scale(scale.name), reason=reason)
                )
            )
    return found


def _table(context: "Context") -> Table:
    words = context.words
    keys = ("scale", "n_items", "n", "alpha", "interval", "omega_total", "icc1", "rwg_j_mean", "picture")
    columns = tuple(Cell(words(f"column.{key}"), numeric=key not in ("scale", "picture")) for key in keys)
    rows = tuple(_row(context, instrument, scale) for instrument, scale in context.study.scales)
    once = "" if len(context.names.occasions) > 1 else "_once"
    return Table(words(f"instruments.caption{once}"), columns, rows)


def _one(context: "Context", table: str, scale: str) -> dict[str, Any]:
    rows = context.rows(table, scale=scale, occasion=whole_of(context.study))
    return rows[0] if rows else {}


def _row(context: "Context", instrument: "Instrument", scale: "Scale") -> Row:
    reliable = _one(context, "reliability", scale.name)
    agreed = _one(context, "agreement", scale.name)
    described = _one(context, "scale_descriptives", scale.name)
    numbers = context.numbers

    def bounded(row: dict[str, Any], key: str, table: str) -> Cell:
        if not is_number(row.get(key)):
            return Cell("–", numeric=True, label=context.words("absent_label"))
        return Cell(
            context.link(numbers.decimal(row[key], bounded=True), table, scale.name, row["occasion"]),
            numeric=True,
        )

    absent = Cell("–", numeric=True, label=context.words("absent_label"))
    interval = numbers.interval(reliable.get("alpha_ci_low"), reliable.get("alpha_ci_high"), bounded=True)
    return Row(
        (
            Cell(context.scale_title(scale.name)),
            Cell(numbers.integer(len(scale.items)), numeric=True),
            counted(context, described["n"]) if described else absent,
            bounded(reliable, "alpha", "reliability"),
            Cell(interval, numeric=True),
            bounded(reliable, "omega_total", "reliability"),
            bounded(agreed, "icc1", "agreement"),
            bounded(agreed, "rwg_j_mean", "agreement"),
            _picture(context, instrument, scale, described),
        )
    )


def _picture(context: "Context", instrument: "Instrument", scale: "Scale", row: dict[str, Any]) -> Cell:
    if not row or not (is_number(row["mean"]) and is_number(row["sd"])):
        return Cell("–", label=context.words("absent_label"))
    mean, sd = float(row["mean"]), float(row["sd"])
    label = context.words(
        "instruments.picture", mean=context.numbers.decimal(mean, 1), sd=context.numbers.decimal(sd, 1)
    )
    return Cell(spread(mean, sd, *score_range(instrument, scale), label))
