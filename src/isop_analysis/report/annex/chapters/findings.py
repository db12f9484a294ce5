"""Findings: a chapter's estimates by the question of their model; what stays open is a table's row."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from isop_analysis.language.effects import Basis, Contrast
from isop_analysis.language.rows import row_id
from isop_analysis.language.sentences import tell, tell_plan
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.annex.blocks import Block, Finding, Folded, Heading, Paragraph
from isop_analysis.report.annex.chapters.explained import explained
from isop_analysis.report.annex.chapters.left_open import open_table
from isop_analysis.report.annex.chapters.margins import margin_blocks
from isop_analysis.report.annex.context import WEAK_MARK
from isop_analysis.report.annex.sparklines import estimates
from isop_analysis.stats.verdicts import Verdict

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.model_settings import Multilevel


def finding(context: "Context", contrast: Contrast, *, whole: bool = True) -> Finding:
    """Return an estimate in words, every number a link to its row.

    Without the whole: the sentence and its place in the plan, not size, basis and limits; that it is
    exploratory is then left to the heading above it.
    """
    key = key_of(contrast)
    links = _linking("model_effects", *key), _linking_found(*key), _linking("model_fits", *key[:2])
    told = tell(_escaped(contrast), context.words, *links, _linking_points(context, *key))
    parts = (told.size, told.basis, told.own_limits) if whole else ()
    plan = _plan(context, contrast, labelled=whole)
    details = " ".join(part for part in (*parts, plan) if part)
    label = f"{contrast.scale}: {context.words(f'verdict.short.{told.verdict}')}"
    return Finding(
        Markup(told.sentence),
        Markup(details),
        estimates([contrast], context.reach, label),
        str(told.verdict),
        told.rule,
        WEAK_MARK if contrast.weak_scale else "",
    )


def key_of(contrast: Contrast) -> tuple[str, str, str]:
    """Return what identifies an estimate: model, scale, term."""
    return contrast.model, contrast.scale_name, contrast.term


def _linking(table: str, *key: str) -> Callable[[str], str]:
    target = row_id(table, *key)

    def mark(number: str) -> str:
        return Markup('<a class="n" href="#{}">{}</a>').format(target, number)

    return mark


def _linking_found(*key: str) -> Callable[[str, Basis], str]:
    def mark(number: str, basis: Basis) -> str:
        return _linking("detectable_effects", *key, basis)(number)

    return mark


def _linking_points(context: "Context", model: str, scale: str, term: str) -> Callable[[str], str] | None:
    """Return the link to the row that holds an effect in points; None where no question asks for it."""
    for row in context.rows("conclusion_effects", model=model, scale=scale, term=term):
        return _linking("conclusion_effects", row["question"], row["place"])
    return None


def _plan(context: "Context", contrast: Contrast, labelled: bool) -> str:
    """Return the estimate's place in the plan; "" in a study without hypotheses."""
    if not context.tests:
        return ""
    test = context.tests.get(key_of(contrast))
    key = (str(test["hypothesis"]), str(test["scale"])) if test else ()
    return tell_plan(test, context.words, _linking("hypotheses", *key), labelled)


def _escaped(contrast: Contrast) -> Contrast:
    """Return the contrast with the config's texts made safe for a page."""
    from dataclasses import replace

    return replace(
        contrast,
        scale=str(escape(contrast.scale)),
        title=str(escape(contrast.title)),
        unit=str(escape(contrast.unit)),
        reason=str(escape(contrast.reason)),
        fallback=str(escape(contrast.fallback)),
    )


def findings(context: "Context", contrasts: list[Contrast], level: int = 4) -> list[Block]:
    """Return the findings under the questions of their models, each with how it was computed."""
    blocks: list[Block] = []
    for model in context.study.multilevel:
        own = [one for one in contrasts if one.model == model.name]
        if own:
            blocks.append(Heading(model.question.in_language(context.language), level))
            left_open = [one for one in own if one.verdict is Verdict.OPEN]
            blocks += [finding(context, one) for one in own if one.verdict is not Verdict.OPEN]
            blocks += open_table(context, model, left_open) if left_open else []
            scales = list(dict.fromkeys(one.scale_name for one in own))
            blocks += margin_blocks(context, model, scales)
            blocks.append(how_computed(context, model, scales))
    return blocks


def how_computed(context: "Context", model: "Multilevel", scales: list[str]) -> Folded:
    """Return the model's formula and method, and what it explains, to open on request."""
    text = context.say(
        "outcome.model",
        formula=Markup("<code>{}</code>").format(" ".join(model.formula.split())),
        df=context.words.listed(_degrees(context, model.name)),
        rows=context.words(f"outcome.rows.{model.rows}"),
    )
    return Folded(context.words("page.how_computed"), (Paragraph(text), *explained(context, model, scales)))


def _degrees(context: "Context", model: str) -> list[str]:
    """Return the methods of degrees of freedom that the model's fits took."""
    methods = dict.fromkeys(row["df_method"] for row in context.rows("model_fits", model=model))
    return [context.words.label(f"df_method.{one}", one) for one in methods if isinstance(one, str)]


def spread_of(context: "Context", scales: list[str]) -> list[Block]:
    """Return where the differences lie by the null models, or why one could not be computed."""
    blocks: list[Block] = []
    fits = {(row["model"], row["scale"]): row for row in context.rows("model_fits", kind="null")}
    for (model, scale), fit in fits.items():
        if scale not in scales:
            continue
        if fit["status"] != "fitted":
            reason = tell_reasons(fit["reason"], context.words, context.names)
            key = "outcome.failed" if fit["status"] == "failed" else "outcome.not_fitted"
            title = f"{context.names.model(model)}, {context.names.scale(scale)}"
            blocks.append(Paragraph(context.say(key, title=title, reason=reason)))
            continue
        sentence = _spread_sentence(context, str(model), str(scale))
        if sentence:
            singular = f" {context.words('outcome.spread_singular')}" if fit["singular"] is True else ""
            blocks.append(Paragraph(sentence + singular))
    return blocks


def _spread_sentence(context: "Context", model: str, scale: str) -> Markup | None:
    words = context.words
    shares = []
    for row in context.rows("model_variances", model=model, scale=scale):
        if row["icc"] is None or row["icc"] != row["icc"]:
            continue
        group = str(row["group"])
        unit = words.label(f"units.{group.split(':')[0]}.other", group)
        share = context.link(
            words.numbers.percentage(100 * float(row["icc"])),
            "model_variances", model, scale, group, row["term"], row["term_2"],
        )  # fmt: skip
        shares.append(context.say("outcome.spread_share", share=share, unit=unit))
    if not shares:
        return None
    listed = Markup(words.listed([str(share) for share in shares]))
    return context.say("outcome.spread", scale=context.scale_title(scale), shares=listed)
