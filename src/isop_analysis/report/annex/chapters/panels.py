"""Panel models in words: what comes first within a person, and how people grow."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.language.names import place_of
from isop_analysis.language.variables import variable_title
from isop_analysis.report.annex.blocks import Block, Heading, Paragraph
from isop_analysis.report.annex.chapters.structural import (
    fit_sentence,
    parameter_key,
    parameter_table,
    refusal,
)

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import Panel

Found = dict[str, Any]


def panel_blocks(context: "Context", chapter: str) -> list[Block]:
    """Return each panel model of a chapter of the report: its question, and its reading or refusal."""
    blocks: list[Block] = []
    fits = {str(row["model"]): row for row in context.rows("structural_fits")}
    for model in context.study.panels:
        if place_of(model.chapter) != chapter or model.name not in fits:
            continue
        blocks.append(Heading(model.question.in_language(context.language), 4))
        blocks += _told(context, model, fits[model.name])
    return blocks


def _told(context: "Context", model: "Panel", fit: Found) -> list[Block]:
    if fit["status"] != "fitted":
        return [refusal(context, model.title.in_language(context.language), fit)]
    blocks: list[Block] = [Paragraph(fit_sentence(context, fit))]
    if fit["admissible"] is False:
        return [*blocks, Paragraph(context.words(f"panels.inadmissible_{model.kind}"))]
    rows = context.rows("structural_parameters", model=model.name)
    if model.kind == "growth_curve":
        return [*blocks, Paragraph(_growth(context, model, rows)), parameter_table(context, rows, _of_growth)]
    text = Markup(" ").join(
        [context.say("panels.cross_lead"), _cross(context, rows), context.say("panels.cross_limit")]
    )
    return [
        *blocks,
        Paragraph(text),
        *context.figure(f"path_{model.name}"),
        parameter_table(context, rows, _is_lagged),
    ]


def _is_lagged(row: Found) -> bool:
    return bool(row["op"] == "~")


def _of_growth(row: Found) -> bool:
    return row["lhs"] in ("start", "growth") and row["op"] in ("~1", "~~")


def _stem(name: str) -> str:
    """Return the variable without its occasion: `skill_T1_within` gives `skill`."""
    return name.removesuffix("_within").rpartition("_")[0]


def _cross(context: "Context", rows: list[Found]) -> Markup:
    """Count the paths from one variable to another, and name those whose interval excludes zero."""
    words = context.words
    crossed = [row for row in rows if _is_lagged(row) and _stem(str(row["lhs"])) != _stem(str(row["rhs"]))]
    away = [row for row in crossed if row["verdict"] == "goes_together"]
    total = words.counted("units.path", len(crossed))
    if not away:
        return context.say("panels.cross_none", total=total)
    named = [
        context.say(
            "panels.cross_pair",
            cause=variable_title(str(row["rhs"]), context.names, words),
            effect=variable_title(str(row["lhs"]), context.names, words),
            value=context.link(
                context.numbers.decimal(row["std_all"], bounded=True),
                "structural_parameters",
                *parameter_key(row),
            ),
        )
        for row in away
    ]
    listed = Markup(words.listed([str(one) for one in named]))
    return context.say("panels.cross_some", count=words.numbers.integer(len(away)), total=total, list=listed)


def _growth(context: "Context", model: "Panel", rows: list[Found]) -> Markup:
    numbers = context.numbers
    by_key = {(row["lhs"], row["op"]): row for row in rows if row["rhs"] in ("", "growth", "start")}
    mean, spread = (
        by_key["growth", "~1"],
        next(row for row in rows if (row["lhs"], row["op"], row["rhs"]) == ("growth", "~~", "growth")),
    )
    key = parameter_key(mean)
    differ = "differ" if spread["verdict"] == "goes_together" and spread["estimate"] > 0 else "open"
    return context.say(
        "panels.growth",
        variable=variable_title(model.variables[0], context.names, context.words),
        growth=context.link(numbers.decimal(mean["estimate"]), "structural_parameters", *key),
        interval=context.link(
            numbers.interval(mean["ci_low"], mean["ci_high"]), "structural_parameters", *key
        ),
        start=numbers.decimal(by_key["start", "~1"]["estimate"]),
        differ=context.words(f"panels.growth_{differ}"),
    )
