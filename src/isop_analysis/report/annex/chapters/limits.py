"""Limits: what the study can't carry; models that were refused, failed or lost a term, with the reason."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import TERM_LEFT_OUT, read_reasons, written
from isop_analysis.language.sentences import FEW_CLUSTERS
from isop_analysis.language.told_reasons import tell_reasons
from isop_analysis.report.annex.blocks import Block, Heading, Listed, Paragraph

if TYPE_CHECKING:
    from markupsafe import Markup

    from isop_analysis.report.annex.context import Context

MANY = 20


def blocks(context: "Context") -> list[Block]:
    """Write the chapter."""
    words = context.words
    items = [words("limits.invented")] if context.study.config.invented else []
    items += [words("limits.observational"), words("limits.self_report")]
    groups = [one.clusters for one in context.contrasts if one.clusters]
    groups += [int(row["clusters"]) for row in context.rows("site_models", status="fitted")]
    if groups:
        items += _estimates(context, min(groups))
    once = "" if len(context.names.occasions) > 1 else "_once"
    if context.weak:
        items.append(words(f"limits.weak{once}", scales=context.weak_titles))
    items.append(words("limits.missing"))
    refused = [*(_told(context, row) for row in _not_fitted(context)), *_without_terms(context)]
    after: list[Block] = [Listed(tuple(refused))] if refused else [Paragraph(words("limits.none_refused"))]
    return [Listed(tuple(items)), Heading(words("limits.refused_title")), *after]


def _estimates(context: "Context", smallest: int) -> list[str]:
    words = context.words
    groups = words("limits.clusters", count=words.numbers.integer(smallest))
    told = words("limits.told", count=words.counted("units.estimate", len(context.contrasts)))
    return [
        f"{groups} {words('limits.few')}" if smallest < FEW_CLUSTERS else groups,
        f"{told} {words('limits.many')}" if len(context.contrasts) >= MANY else told,
    ]


def _not_fitted(context: "Context") -> list[dict[str, Any]]:
    rows = [row for table in ("model_fits", "structural_fits", "site_models") for row in context.rows(table)]
    return [row for row in rows if row["status"] != "fitted"]


def _without_terms(context: "Context") -> "Iterator[Markup]":
    """Yield the models that were fitted without a term of their formula, and why."""
    for row in context.rows("model_fits", status="fitted"):
        lost = written([one for one in read_reasons(row["notes"]) if one.key in TERM_LEFT_OUT])
        if lost:
            reason = tell_reasons(lost, context.words, context.names)
            yield context.say("outcome.without_term", title=_title(context, row), reason=reason)


def _title(context: "Context", row: dict[str, Any]) -> str:
    title = context.names.model(str(row["model"]))
    if "scale" in row:
        title = f"{title}, {context.names.scale(str(row['scale']))}"
    if "outcome" in row:
        title = f"{title}, {context.names.outcome(str(row['outcome']))}"
    return title


def _told(context: "Context", row: dict[str, Any]) -> "Markup":
    title = _title(context, row)
    reason = tell_reasons(row["reason"], context.words, context.names)
    key = "outcome.failed" if row["status"] == "failed" else "outcome.not_fitted"
    return context.say(key, title=title, reason=reason)
