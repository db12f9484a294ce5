"""Bounded estimates in words: that there were bounds, and what ended on one."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from isop_analysis.language.variables import variable_title
from isop_analysis.report.page.blocks import Block, Paragraph

if TYPE_CHECKING:
    from isop_analysis.report.page.context import Context
    from isop_analysis.study.model_settings import Structural

NAME = re.compile(r"(?P<lhs>\S+) (?P<op>=~|~~|~) (?P<rhs>\S+)(?P<where>.*)")
GROUP = re.compile(r"group '(?P<label>.*)'")
LEVELS = {"within clusters": 1, "between clusters": 2}


def bounded_blocks(context: "Context", model: "Structural", fit: dict[str, Any]) -> list[Block]:
    """Return the sentence on bounds; nothing of estimates without any."""
    if not isinstance(fit["bounds"], str):
        return []
    kind = context.words(f"bounds.{fit['bounds'].replace('.', '_')}")
    if not isinstance(fit["on_bound"], str):
        return [Paragraph(context.words("bounds.none_reached", kind=kind))]
    named = list(_named(context, model, fit["on_bound"]))
    several = "several" if len(named) > 1 else "one"
    link = context.link(", ".join(named), "structural_fits", model.name)
    return [Paragraph(context.say(f"bounds.reached_{several}", kind=kind, parameters=link))]


def _named(context: "Context", model: "Structural", text: str) -> Iterator[str]:
    """Yield what stands on a bound in words, from names such as "x1 ~~ x1 in group 'a'"."""
    for name in text.split("; "):
        found = NAME.fullmatch(name)
        if found is None:
            yield name
            continue
        where = list(_where(context, model, found["where"]))
        told = _told(context, found["lhs"], found["op"], found["rhs"])
        yield f"{told} ({', '.join(where)})" if where else told


def _told(context: "Context", lhs: str, op: str, rhs: str) -> str:
    first, second = (variable_title(name, context.names, context.words) for name in (lhs, rhs))
    if op == "=~":
        return context.words("bounds.loading", item=second, factor=first)
    if lhs == rhs:
        return context.words("bounds.variance", variable=first)
    return context.words("bounds.covariance", first=first, second=second)


def _where(context: "Context", model: "Structural", text: str) -> Iterator[str]:
    group = GROUP.search(text)
    if group is not None:
        yield context.names.value(model.group or model.over or "", group["label"])
    for level, place in LEVELS.items():
        if level in text:
            yield context.words(f"instruments.level_{place}")
