"""Indirect effects in words: every interval side by side, which one leads, and where they disagree."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.contracts.cells import read_mapping
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.annex.blocks import Block, Cell, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.effect_names import capital, effect_name
from isop_analysis.report.annex.chapters.levels import joint_leads

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import Structural

Record = dict[str, Any]
INTERVALS = {
    "percentile": ("percentile_low", "percentile_high"),
    "bca": ("bca_low", "bca_high"),
    "monte_carlo": ("monte_carlo_low", "monte_carlo_high"),
    "delta": ("ci_low", "ci_high"),
}


@dataclass(frozen=True)
class Bounds:
    """An interval, and whether it holds 0 by its verdict; touching it counts as holding it."""

    low: float
    high: float
    holds_zero: bool


def defined_blocks(context: "Context", model: "Structural") -> list[Block]:
    """Return a model's defined parameters: how intervals were made, each in a sentence, all in a table."""
    rows = context.rows("structural_defined", model=model.name)
    if not rows:
        return []
    told = rows if joint_leads(context, model) else []
    return [
        Paragraph(_how(context, rows[0])),
        *(Paragraph(_told(context, model, row)) for row in told),
        _table(context, model, rows),
    ]


def _bounds(row: Record) -> dict[str, Bounds]:
    verdicts = read_mapping(row["verdicts"])
    return {
        name: Bounds(float(row[low]), float(row[high]), verdicts[name] == "open")
        for name, (low, high) in INTERVALS.items()
        if name in verdicts
    }


def _how(context: "Context", row: Record) -> str:
    """Say which interval leads and why, and what the bootstrap did."""
    words, numbers = context.words, context.numbers
    parts = [words(f"indirect.leads.{row['leads']}")]
    if isinstance(row["resampled"], str):
        lost = int(row["replicates"]) - int(row["replicates_converged"])
        clean = lost == 0 == int(row["replicates_inadmissible"])
        parts.append(
            words(
                "indirect.resampled_all" if clean else "indirect.resampled",
                replicates=numbers.integer(row["replicates"]),
                units=words(f"units.{row['resampled']}.other"),
                lost=numbers.integer(lost),
                inadmissible=numbers.integer(row["replicates_inadmissible"]),
            )
        )
    elif isinstance(row["note"], str):
        parts.append(words("indirect.no_bootstrap", reason=tell_reasons(row["note"], words, context.names)))
    return " ".join(parts)


def _told(context: "Context", model: "Structural", row: Record) -> Markup:
    bounds = _bounds(row)
    lead = bounds.get(str(row["leads"]))
    name = capital(effect_name(context, model, str(row["name"]), str(row["formula"])))
    if lead is None:
        return context.say("indirect.no_interval", name=name)
    key = (model.name, row["name"])
    sentence = context.say(
        f"indirect.{'open' if lead.holds_zero else 'sure'}",
        name=name,
        estimate=context.link(context.numbers.decimal(row["estimate"]), "structural_defined", *key),
        interval=context.link(_interval(context, lead), "structural_defined", *key),
    )
    return sentence + Markup(" ") + _agreement(context, bounds)


def _interval(context: "Context", bounds: Bounds) -> str:
    """Write an interval with a third decimal where two would hide on which side of 0 it ends."""
    hides = not bounds.holds_zero and min(abs(bounds.low), abs(bounds.high)) < 0.005
    return context.numbers.interval(bounds.low, bounds.high, 3 if hides else 2)


def _agreement(context: "Context", bounds: dict[str, Bounds]) -> Markup:
    """Say whether the intervals agree about 0, and which do not."""
    words = context.words
    holding = [name for name, one in bounds.items() if one.holds_zero]
    free = [name for name in bounds if name not in holding]
    if len(bounds) < 2:
        return Markup("")
    if not holding or not free:
        return context.say("indirect.agree", count=words(f"indirect.count_{len(bounds)}"))
    return context.say(
        "indirect.disagree",
        holding=words.listed([words(f"indirect.name.{name}") for name in holding]),
        free=words.listed([words(f"indirect.name.{name}") for name in free]),
    )


def _table(context: "Context", model: "Structural", rows: list[Record]) -> Table:
    """Return the defined parameters with the intervals that there are, the leading one first."""
    words, numbers = context.words, context.numbers
    lead = str(rows[0]["leads"])
    shown = [name for name in INTERVALS if any(name in _bounds(row) for row in rows)]
    shown.sort(key=lambda name: name != lead)
    cells = []
    for row in rows:
        own = _bounds(row)
        name = effect_name(context, model, str(row["name"]), str(row["formula"]))
        link = context.link(numbers.decimal(row["estimate"]), "structural_defined", model.name, row["name"])
        limits = [_interval(context, own[one]) if one in own else "–" for one in shown]
        std = numbers.decimal(row["std_all"], bounded=True)
        cells.append(Row((Cell(name), *(Cell(one, numeric=True) for one in (link, *limits, std)))))
    heads = [words(f"column.{one}") for one in ("contrast", "estimate")]
    heads += [words(f"indirect.column.{one}") for one in shown]
    heads.append(words("column.std_all"))
    columns = tuple(Cell(head, numeric=place > 0) for place, head in enumerate(heads))
    caption = "indirect.caption" if joint_leads(context, model) else "indirect.caption_joint"
    return Table(words(caption), columns, tuple(cells))
