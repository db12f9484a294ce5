"""What terms of models are called in words, where other libraries' numbers of them stand beside ours."""

import re
from typing import TYPE_CHECKING

from isop_analysis.language.rows import Record
from isop_analysis.language.variables import variable_title as latent_title
from isop_analysis.report.annex.variables import variable_title

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

PATH = re.compile(r"(\S+) (=~|~~|~) (\S+)")
WHOLE = {"(Intercept)": "intercept", "Residual": "residual"}


def term_told(context: "Context", row: Record) -> str:
    """Return a row's term: a declared effect by its title, a variance by its groups, a path by its ends."""
    term, words = str(row["term"]), context.words
    if words.has(f"term.{term}"):
        return words(f"term.{term}")
    if term in WHOLE:
        return words(f"second_opinion.term.{WHOLE[term]}")
    if path := PATH.fullmatch(term):
        return _path(context, *path.groups())
    if row["quantity"] == "variance" and words.has(f"units.{term.split(':')[0]}.other"):
        groups = words(f"units.{term.split(':')[0]}.other")
        return words("second_opinion.term.between", groups=groups)
    key = (row["model"], row["scale"], term)
    declared = (one for one in context.contrasts if (one.model, one.scale_name, one.term) == key)
    found = next(declared, None)
    return found.title if found else " × ".join(_variable(context, one) for one in term.split(":"))


def _path(context: "Context", left: str, kind: str, right: str) -> str:
    ends = [latent_title(one, context.names, context.words) for one in (left, right)]
    if left == right:
        return context.words("second_opinion.term.spread", variable=ends[0])
    if kind == "~~":
        return context.words("second_opinion.term.together", left=ends[0], right=ends[1])
    cause, outcome = reversed(ends) if kind == "~" else ends
    return f"{cause} → {outcome}"


def _variable(context: "Context", name: str) -> str:
    """Return a group by its own word, an occasion by its name, and other variables by theirs."""
    for attribute in context.study.config.attributes:
        for value in attribute.values:
            if name == f"{attribute.name}{value.name}":
                return context.names.value(attribute.name, value.name)
    occasion = name.removeprefix("occasion")
    return occasion if occasion in context.names.occasions else variable_title(context, name)
