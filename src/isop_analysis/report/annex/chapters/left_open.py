"""What stays open: a row an estimate in one table a question, with what the design could have found."""

from typing import TYPE_CHECKING

from markupsafe import Markup

from isop_analysis.language.numbers import is_number
from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.stats.verdicts import Verdict

if TYPE_CHECKING:
    from isop_analysis.language.effects import Contrast
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.model_settings import Multilevel

COLUMNS = ("contrast", "effect", "interval", "detectable_sd", "n", "remarks")
NUMERIC = ("effect", "interval", "detectable_sd", "n")


def open_table(context: "Context", model: "Multilevel", contrasts: "list[Contrast]") -> list[Block]:
    """Return the estimates of a question that the data leave open, as a table with what limits each."""
    words = context.words
    total = words.counted("units.estimate", len(contrasts))
    every = len(contrasts) == sum(one.model == model.name for one in context.contrasts)
    columns = tuple(Cell(words(f"column.{name}"), numeric=name in NUMERIC) for name in COLUMNS)
    rows = tuple(_row(context, one) for one in contrasts)
    lead: list[Block] = [Paragraph(words("open.every", total=total))] if every and len(contrasts) > 1 else []
    return [*lead, Table(words("open.caption"), columns, rows)]


def how_to_read(context: "Context", contrasts: "list[Contrast]") -> list[Block]:
    """Return what the tables of a chapter show of what stays open; nothing where nothing does."""
    left_open = [one for one in contrasts if one.verdict is Verdict.OPEN]
    power = next((one.detectable.power for one in left_open if one.detectable), 0.8)
    share = context.words.share_of_repetitions(power)
    return [Paragraph(context.words("open.note", share=share), quiet=True)] if left_open else []


def _row(context: "Context", one: "Contrast") -> Row:
    numbers, key = context.numbers, (one.model, one.scale_name, one.term)
    effect, interval = (one.sds, one.sds_interval) if one.sds_interval else (one.points, one.points_interval)
    shown = numbers.interval(interval.low, interval.high) if interval else "–"
    if one.robust_interval is not None:
        robust = numbers.interval(one.robust_interval.low, one.robust_interval.high)
        shown = Markup("{}<br>{}").format(shown, context.words("open.robust", interval=robust))
    return Row(
        (
            Cell(Markup("{}<br>{} ({})").format(context.scale_title(one.scale_name), one.title, one.unit)),
            Cell(context.link(numbers.decimal(effect), "model_effects", *key), numeric=True),
            Cell(shown, numeric=True),
            Cell(_found(context, one), numeric=True),
            Cell(context.counted(one.n), numeric=True),
            Cell(_remarks(context, one)),
        )
    )


def _found(context: "Context", one: "Contrast") -> "str | Markup":
    """Return the smallest effect that the design finds, by either spread, each a link to its row."""
    if one.detectable is None or not is_number(one.detectable.fitted):
        return "–"
    key = ("detectable_effects", one.model, one.scale_name, one.term)
    fitted = context.link(context.numbers.decimal(one.detectable.fitted), *key, "fitted")
    if not is_number(one.detectable.planned):
        return fitted
    planned = context.link(context.numbers.decimal(one.detectable.planned), *key, "planned")
    return context.say("open.found", fitted=fitted, planned=planned)


def _remarks(context: "Context", one: "Contrast") -> Markup:
    words = context.words
    parts = [_planned(context, one)]
    if one.excluded is not None:
        parts.append(words(f"open.excluded.{one.excluded}"))
    if one.depends:
        parts.append(words("open.depends"))
    if one.change_within is False:
        parts.append(words("limit.change"))
    if one.singular:
        parts.append(words("open.singular"))
    if one.fallback:
        parts.append(words("open.fallback", title=one.fallback))
    return Markup("; ").join(part for part in parts if part)


def _planned(context: "Context", one: "Contrast") -> "str | Markup":
    test = context.tests.get((one.model, one.scale_name, one.term))
    if test is None or test["kind"] != "confirmatory":
        return ""
    if not is_number(test["p_holm"]):
        return context.words("open.confirmatory_only")
    p = context.link(context.numbers.p_value(test["p_holm"]), "hypotheses", test["hypothesis"], test["scale"])
    return context.say("open.confirmatory", p=p)
