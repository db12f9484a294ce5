"""A sentence for each assumption that looks doubtful, over all scales of a model that share it."""

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from isop_analysis.language.numbers import is_number

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context

INTERCEPT = "(Intercept)"
WITHOUT_VALUE = ("converged",)
TOLD_APART = "not_singular"
SHARES = ("room_on_the_scale",)
COUNTS = ("enough_clusters",)


def doubts(context: "Context", rows: list[dict[str, Any]]) -> list[Markup]:
    """Return the sentences of one model's doubtful rows of model_diagnostics, in the order of the checks.

    That a fit is singular is told with what was done about it.
    """
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["looks"] == "doubtful" and row["assumption"] != TOLD_APART:
            grouped.setdefault((str(row["assumption"]), str(row["about"])), []).append(row)
    return [_sentence(context, name, about, own) for (name, about), own in grouped.items()]


def _sentence(context: "Context", name: str, about: str, rows: list[dict[str, Any]]) -> Markup:
    key = f"doubt.{name}.{about}" if context.words.has(f"doubt.{name}.{about}") else f"doubt.{name}"
    scales = Markup(context.words.listed([str(_scale(context, name, row)) for row in rows]))
    threshold = _written(context, name, rows[0]["threshold"], 0 if name in COUNTS else 2)
    return context.say(key, scales=scales, about=_about(context, name, about, rows[0]), threshold=threshold)


def _scale(context: "Context", name: str, row: dict[str, Any]) -> Markup:
    scale = context.scale_title(str(row["scale"]))
    if name in WITHOUT_VALUE or not is_number(row["value"]):
        return context.say("diagnostics.plain", scale=scale)
    text = _written(context, name, row["value"], 0 if name in COUNTS else 2)
    key = ("model_diagnostics", row["model"], row["scale"], row["assumption"], row["about"])
    return context.say("diagnostics.value", scale=scale, value=context.link(text, *key))


def _written(context: "Context", name: str, value: object, digits: int) -> str:
    numbers = context.numbers
    if not is_number(value):
        return "–"
    if name in SHARES:
        return numbers.percentage(100 * float(value))  # type: ignore[arg-type]
    if name == "straight_lines":
        return numbers.p_value(value).removeprefix("=\u00a0")
    whole = float(value).is_integer()  # type: ignore[arg-type]
    return numbers.decimal(value, 0 if whole else digits)


def _about(context: "Context", name: str, about: str, row: dict[str, Any]) -> str:
    """Name what a sentence is about: groups of people, a declared effect, or a variable."""
    if name == "no_single_cluster":
        model = next(one for one in context.study.multilevel if one.name == row["model"])
        return next(
            (one.title.in_language(context.language) for one in model.effects if one.term == about), about
        )
    term, _, group = about.rpartition("|")
    inner = group.split(":")[0].split(".")[0]
    title = context.words.label(f"units.{inner}.other", inner)
    return title if term in ("", INTERCEPT) else f"{title} ({term})"
