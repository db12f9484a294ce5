"""Sites' collaboration and children's chances: each slope in words, all ways of estimating it in a table."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.language.numbers import is_number
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Listed, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.site_sentences import method_name, slope_sentences

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import MicroMacro

Found = dict[str, Any]
ROWS = ("collaboration", "participation", "participation_to_collaboration", "indirect", "total")
KEY = ("model", "scale", "outcome")
COLUMNS = ("reckoned", "estimate", "interval", "bootstrap_interval")


def site_blocks(context: "Context") -> list[Block]:
    """Return every micro–macro model: what it compares, its slopes in words, its estimates side by side."""
    blocks: list[Block] = []
    for model in context.study.micro_macro:
        fits = context.rows("site_models", model=model.name)
        fitted = [row for row in fits if row["status"] == "fitted"]
        refused = [row for row in fits if row["status"] != "fitted"]
        blocks.append(Heading(model.question.in_language(context.language)))
        if fitted:
            blocks.append(Paragraph(_lead(context, model)))
        for row in fitted:
            blocks.append(Heading(_pair(context, row), 4))
            blocks += [Paragraph(text) for text in slope_sentences(context, row)]
            blocks += context.figure("_".join(["site_paths", *(str(row[key]) for key in KEY)]))
            blocks.append(_estimates(context, row))
        blocks += context.figure(f"sites_{model.name}")
        blocks += _not_computed(context, refused)
    return blocks


def _lead(context: "Context", model: "MicroMacro") -> str:
    words = context.words
    held = [
        words("sites.same_figure") if name == "baseline" else f"‘{context.names.outcome(name)}’"
        for name in model.adjust
    ]
    lead = words("sites.lead", occasion=model.occasion)
    return f"{lead} {words('sites.held', held=words.listed(held))}" if held else lead


def _pair(context: "Context", row: Found) -> str:
    names = context.names
    outcome, scale = names.outcome(str(row["outcome"])), names.scale(str(row["scale"]))
    return context.words("sites.pair", outcome=outcome, scale=scale)


def _estimates(context: "Context", fit: Found) -> Table:
    words = context.words
    where = {name: fit[name] for name in ("model", "scale", "outcome")}
    rows = []
    for path in ROWS:
        found = context.rows("site_estimates", **where, path=path)
        shown = found if path == "collaboration" else [row for row in found if row["leads"]]
        rows += [_row(context, path, row) for row in sorted(shown, key=lambda row: not row["leads"])]
    columns = tuple(Cell(words(f"column.{name}"), numeric=name != "reckoned") for name in COLUMNS)
    return Table(words("sites.caption"), columns, tuple(rows))


def _row(context: "Context", path: str, row: Found) -> Row:
    words, numbers = context.words, context.numbers
    name = words(f"sites.path.{path}")
    if path == "collaboration":
        name = f"{name}: {method_name(context, row)}"
    if not row["converged"]:
        absent = Cell("–", numeric=True, label=words("absent_label"))
        return Row((Cell(f"{name} ({words('sites.not_found')})"), absent, absent, absent))
    key = (row["model"], row["scale"], row["outcome"], row["method"], row["path"])
    estimate = context.link(numbers.decimal(row["estimate"]), "site_estimates", *key)
    pairs = (
        ("ci_low", "ci_high"),
        ("percentile_low", "percentile_high"),
    )
    intervals = [
        Cell(numbers.interval(row[low], row[high]) if is_number(row[low]) else "–", numeric=True)
        for low, high in pairs
    ]
    return Row((Cell(name), Cell(estimate, numeric=True), *intervals))


def _not_computed(context: "Context", refused: list[Found]) -> list[Block]:
    items: list[str | Markup] = []
    for reason in dict.fromkeys(row["reason"] for row in refused):
        own = [row for row in refused if row["reason"] == reason]
        pairs = context.words.listed([_pair(context, row) for row in own])
        items.append(
            context.words(
                "sites.refused", pairs=pairs, reason=tell_reasons(reason, context.words, context.names)
            )
        )
    return [Paragraph(context.words("sites.refused_title")), Listed(tuple(items))] if items else []
