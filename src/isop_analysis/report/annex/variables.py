"""Variables of models and of missing answers in words."""

from typing import TYPE_CHECKING

from isop_analysis.study.network_settings import NETWORK

if TYPE_CHECKING:
    from isop_analysis.report.annex.context import Context


def variable_title(context: "Context", name: str) -> str:
    """Return a variable in words: the score, the dose, a scale (at an occasion), an attribute, a measure."""
    words, names = context.words, context.names
    if name == "all":
        return words("missing.all_variables")
    if words.has(f"variable.{name}"):
        return words(f"variable.{name}")
    if what := _raised(context, name):
        return words("variable_raised", what=what)
    stem, _, occasion = name.rpartition("_")
    if occasion in names.occasions:
        return f"{words.label(f'variable.{stem}', names.scale(stem))} ({occasion})"
    for title in (names.scale, names.attribute, names.measure):
        if title(name) != name:
            return title(name)
    return _of_content(context, name)


def _of_content(context: "Context", name: str) -> str:
    """Return a measure of one content of a study's networks in words; other names stay."""
    networks, words = context.study.config.networks, context.words
    for content in networks.contents if networks is not None else []:
        measure = name.removeprefix(f"{content.question}_")
        if measure != name and words.has(f"variable.{NETWORK}_{measure}"):
            question = context.names.question(content.question)
            return words(
                "variable.network_of", measure=words(f"variable.{NETWORK}_{measure}"), question=question
            )
    return name


def _raised(context: "Context", name: str) -> str:
    """Return the title of the code or theme of which a variable is a team's share; "" of another variable."""
    kind, _, own = name.partition("_")
    titles = {"raised": context.names.code, "theme": context.names.theme}
    title = titles[kind](own) if kind in titles else own
    return title if title != own else ""


def term_title(context: "Context", term: str, reference: object = None) -> str:
    """Return a predictor of leaving in words: a value against its reference, a scale, the dose."""
    words, names = context.words, context.names
    if term == "dose":
        return words("participants.term_dose")
    for attribute in context.study.config.attributes:
        for value in attribute.values:
            if isinstance(reference, str) and term == f"{attribute.name}{value.name}":
                own, other = (names.value(attribute.name, one) for one in (value.name, reference))
                return words("participants.term_value", value=own, reference=other)
    return words("participants.term_scale", scale=names.scale(term))
