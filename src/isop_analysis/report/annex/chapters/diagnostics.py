"""Do the models hold: what looks doubtful per model, and another way of reckoning."""

from typing import TYPE_CHECKING, Any

from isop_analysis.language.numbers import is_number
from isop_analysis.report.annex.blocks import Block, Cell, Heading, Listed, Paragraph, Row, Table
from isop_analysis.report.annex.chapters.doubts import doubts
from isop_analysis.stats.verdicts import SILENT

if TYPE_CHECKING:
    from markupsafe import Markup

    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.model_settings import Multilevel


def blocks(context: "Context") -> list[Block]:
    """Write the chapter; nothing where no multilevel model was fitted."""
    words, rows = context.words, context.rows("model_diagnostics")
    if not rows:
        return []
    found: list[Block] = [Paragraph(words("diagnostics.lead")), Paragraph(_counted(context, rows))]
    quiet = []
    for model in context.study.multilevel:
        own = [row for row in rows if row["model"] == model.name]
        told = [*_singular(context, model), *doubts(context, own)] if own else []
        if told:
            found += [Heading(model.title.in_language(context.language)), Listed(tuple(told))]
        elif own:
            quiet.append(f"‘{model.title.in_language(context.language)}’")
    if quiet:
        found.append(Paragraph(words("diagnostics.nothing", models=words.listed(quiet))))
    return [*found, *_robust(context), *_groups(context)]


def _counted(context: "Context", rows: list[dict[str, Any]]) -> str:
    judged = [row for row in rows if row["looks"] != "not_judged"]
    count = sum(row["looks"] == "doubtful" for row in judged)
    return context.words(
        f"diagnostics.{_key('counted', count)}",
        judged=context.words.counted("diagnostics.judgement", len(judged)),
        count=context.numbers.integer(count),
    )


def _key(name: str, count: int) -> str:
    return f"{name}.{('none', 'one')[count] if count < 2 else 'other'}"


def _singular(context: "Context", model: "Multilevel") -> "list[Markup]":
    """Say what became of singular fits, as the model's settings ask."""
    rows = context.rows("model_fits", model=model.name)
    replaced = [str(row["scale"]) for row in rows if isinstance(row["fallback"], str)]
    as_it_is = [
        str(row["scale"]) for row in rows if row["singular"] is True and str(row["scale"]) not in replaced
    ]
    told = []
    if replaced:
        title = context.names.model(model.singular)
        told.append(context.say("diagnostics.fallback", scales=_titles(context, replaced), title=title))
    if as_it_is:
        told.append(context.say("diagnostics.as_it_is", scales=_titles(context, as_it_is)))
    return told


def _titles(context: "Context", scales: list[str]) -> str:
    return context.words.listed([f"‘{context.scale_title(name)}’" for name in scales])


def _robust(context: "Context") -> list[Block]:
    """Tell which estimates get another verdict from cluster-robust errors."""
    words = context.words
    reckoned = [one for one in context.contrasts if one.verdict not in SILENT and one.depends is not None]
    found: list[Block] = []
    if reckoned:
        other = [one for one in reckoned if one.depends]
        total = words.counted("units.estimate", len(reckoned))
        key = _key("robust", len(other))
        count = context.numbers.integer(len(other))
        listed = words.listed([f"{one.title} (‘{one.scale}’)" for one in other])
        found.append(Paragraph(words(f"diagnostics.{key}", total=total, count=count, list=listed)))
    rows = context.rows("model_effects")
    without = dict.fromkeys(str(row["model"]) for row in rows if isinstance(row["cr2_reason"], str))
    if without:
        models = words.listed([f"‘{context.names.model(name)}’" for name in without])
        found.append(Paragraph(words("diagnostics.robust_absent", models=models)))
    return [Heading(words("diagnostics.robust_title")), *found] if found else []


SHARES = ("scale", "group", "icc", "interval", "design_effect", "p_value")


def _shares(context: "Context") -> list[Block]:
    """Return the table of each null model's shares of variance, unless there are none."""
    words, null = context.words, {row["model"] for row in context.rows("model_fits", kind="null")}
    rows = [row for row in context.rows("model_variances") if row["model"] in null and is_number(row["icc"])]
    if not rows:
        return []
    columns = tuple(Cell(words(f"column.{name}"), numeric=name not in ("scale", "group")) for name in SHARES)
    shown = tuple(_share(context, row) for row in rows)
    return [Table(words("diagnostics.shares"), columns, shown, words("diagnostics.shares_note"), folded=True)]


def _share(context: "Context", row: dict[str, Any]) -> Row:
    numbers, group = context.numbers, str(row["group"])
    key = ("model_variances", row["model"], row["scale"], group, row["term"], row["term_2"])
    p_value = numbers.p_value(row["p_value"]).removeprefix("=\u00a0")
    written = (
        context.link(numbers.decimal(row["icc"], bounded=True), *key),
        numbers.interval(row["icc_low"], row["icc_high"], bounded=True),
        numbers.decimal(row["design_effect"]),
        p_value,
    )
    title = context.words.label(f"units.{group.split(':')[0]}.other", group)
    head = (Cell(context.scale_title(str(row["scale"]))), Cell(title))
    return Row((*head, *(Cell(text, numeric=True) for text in written)))


def _groups(context: "Context") -> list[Block]:
    found: list[Block] = []
    if any(isinstance(row["tested_by"], str) for row in context.rows("model_variances")):
        found += [
            Heading(context.words("diagnostics.variances_title")),
            Paragraph(context.words("diagnostics.variances")),
            *_shares(context),
        ]
    return found
