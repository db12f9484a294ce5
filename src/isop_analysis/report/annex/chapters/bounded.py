"""Bounded estimates in words: that there were bounds, and what ended on one."""

from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import read_reasons
from isop_analysis.language.told_reasons import tell
from isop_analysis.report.annex.blocks import Block, Paragraph

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context
    from isop_analysis.study.structural_settings import Structural


def bounded_blocks(context: "Context", model: "Structural", fit: dict[str, Any]) -> list[Block]:
    """Return the sentence on bounds; nothing of estimates without any."""
    if not isinstance(fit["bounds"], str):
        return []
    kind = context.words(f"bounds.{fit['bounds'].replace('.', '_')}")
    if not read_reasons(fit["on_bound"]):
        return [Paragraph(context.words("bounds.none_reached", kind=kind))]
    named = [tell(one, context.words, context.names) for one in read_reasons(fit["on_bound"])]
    several = "several" if len(named) > 1 else "one"
    link = context.link(", ".join(named), "structural_fits", model.name)
    return [Paragraph(context.say(f"bounds.reached_{several}", kind=kind, parameters=link))]
