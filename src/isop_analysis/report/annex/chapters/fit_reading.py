"""What a structural model's indices of fit mean in words, and what they rest on."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.language.numbers import is_number
from isop_analysis.report.usual_limits import USUAL_FIT

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

SMALL = 250
"""Rows below which these limits often turn down a true model (Hu & Bentler 1999)."""
ENOUGH = 5
"""Rows a loading, path, variance or covariance (Bentler & Chou 1987, Sociological Methods 16, 78–117)."""
COUNTED = ("=~", "~", "~~")


def fit_reading(context: "Context", fit: dict[str, Any]) -> list[Markup]:
    """Say how well a model fits by the usual limits, who counts with gaps, and whether people are few."""
    beyond = _beyond(fit)
    said = [_judged(context, fit, beyond)]
    if beyond and fit["n"].high < SMALL:
        said.append(context.say("fit.small", least=context.numbers.integer(SMALL)))
    return [*said, *kept_gaps(context, fit), *_few(context, fit)]


def kept_gaps(context: "Context", fit: dict[str, Any]) -> list[Markup]:
    """Say that who has gaps counts, where a model keeps them."""
    kept = any(own.name == fit["model"] and own.missing == "fiml" for own in context.study.structural)
    return [context.say("fit.gaps")] if kept else []


def _judged(context: "Context", fit: dict[str, Any], beyond: list[str]) -> Markup:
    if not beyond:
        return context.say("fit.good")
    if len(beyond) == len(_known(fit)):
        return context.say("fit.poor")
    return context.say("fit.part", missed=context.words.listed([name.upper() for name in beyond]))


def _known(fit: dict[str, Any]) -> list[str]:
    return [name for name in USUAL_FIT if is_number(fit[name])]


def _beyond(fit: dict[str, Any]) -> list[str]:
    """Return the indices beyond their limit."""
    signs = {"cfi": -1.0}
    return [name for name in _known(fit) if signs.get(name, 1.0) * (fit[name] - USUAL_FIT[name]) > 0]


def _few(context: "Context", fit: dict[str, Any]) -> list[Markup]:
    rows = context.rows("structural_parameters", model=fit["model"])
    count = sum(row["op"] in COUNTED and is_number(row["se"]) and row["se"] > 0 for row in rows)
    if fit["n"].low >= ENOUGH * count:
        return []
    people = context.words.counted("units.person", fit["n"])
    return [context.say("fit.few", people=people, parameters=context.numbers.integer(count))]
