"""What questions refer to must exist: models, their effects and scales, readers, themes."""

import re
from collections.abc import Iterable, Iterator

from isop_analysis.base.nearest import meant
from isop_analysis.study.base import Text
from isop_analysis.study.problems import Problem
from isop_analysis.study.question_settings import AnsweredBy, Question
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Step, dotted

Where = tuple[Step, ...]

NUMBER = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)*\s?%?(?!\w)")
"""A number that stands alone: not the digits of a name such as T1, LT18 or mbo-4."""


def question_problems(study: Study) -> Iterator[Problem]:
    """Yield every reference of the questions that leads nowhere, and every place given twice."""
    if study.questions_part is None:
        return
    document = study.questions_part.document
    for where, message in _found(study):
        yield Problem(document.file, message, document.line(where), dotted(where))


def _found(study: Study) -> Iterator[tuple[Where, str]]:
    assert study.questions_part is not None
    settings = study.questions_part.settings
    readers = [one.name for one in settings.readers]
    names: list[str] = []
    places: dict[int, str] = {}
    for position, question in enumerate(settings.questions):
        where: Where = ("questions", position)
        if question.name in names:
            yield (*where, "name"), f"name '{question.name}' is given twice; rename one"
        names.append(question.name)
        if question.front is not None and question.front in places:
            other = places[question.front]
            yield (*where, "front"), f"place {question.front} is that of '{other}' too; give each its own"
        if question.front is not None:
            places.setdefault(question.front, question.name)
        for place, use in enumerate(question.use):
            if use.reader not in readers:
                known = meant(use.reader, readers)
                yield (*where, "use", place, "reader"), f"unknown reader '{use.reader}'{known}"
        for place, theme in enumerate(question.themes):
            themes = [one.name for one in study.integration.themes] if study.integration else []
            if theme not in themes:
                yield (*where, "themes", place), f"unknown theme '{theme}'{meant(theme, themes)}"
        yield from _codes(study, question, (*where, "codes"))
        yield from typed_numbers(_told(question, where))
        for place, answered in enumerate(question.answers):
            yield from _answered(study, question, answered, (*where, "answers", place))


def _answered(
    study: Study, question: Question, answered: AnsweredBy, where: Where
) -> Iterator[tuple[Where, str]]:
    models = known_terms(study, question)
    if answered.model not in models:
        known = meant(answered.model, list(models))
        yield (*where, "model"), f"unknown model '{answered.model}'{known}"
        return
    terms = models[answered.model]
    for place, term in enumerate(answered.terms):
        if term not in terms:
            known = meant(term, terms)
            yield (*where, "terms", place), f"model '{answered.model}' declares no effect '{term}'{known}"
    if answered.scales == "all":
        return
    scales = scales_of(study, answered.model)
    for place, scale in enumerate(answered.scales):
        if scale not in scales:
            known = meant(scale, scales)
            yield (*where, "scales", place), f"model '{answered.model}' has no scale '{scale}'{known}"


def _codes(study: Study, question: Question, where: Where) -> Iterator[tuple[Where, str]]:
    codes = [one.name for one in study.integration.codes] if study.integration else []
    models = {one.model for one in question.answers}
    terms = [effect.term for one in study.multilevel if one.name in models for effect in one.effects]
    for term, named in question.codes.items():
        if term not in terms:
            yield (*where, term), f"no effect '{term}' answers this question{meant(term, terms)}"
        for place, code in enumerate(named):
            if code not in codes:
                yield (*where, term, place), f"unknown code '{code}'{meant(code, codes)}"


def _told(question: Question, where: Where) -> Iterator[tuple[Where, Text]]:
    """Yield what authors say about an answer."""
    for place, use in enumerate(question.use):
        yield (*where, "use", place, "text"), use.text
    if question.how_sure is not None:
        yield (*where, "how_sure"), question.how_sure


def typed_numbers(told: Iterable[tuple[Where, Text]]) -> Iterator[tuple[Where, str]]:
    """Yield the numbers in what authors say about a result: the next data make them false."""
    for place, text in told:
        for language in ("nl", "en"):
            found = NUMBER.search(text.in_language(language))
            if found:
                yield (
                    (*place, language),
                    f"the number '{found[0]}' is typed by hand and becomes false with other data; leave it "
                    "out (the answer, its table and the flow of people hold the numbers) or say it in words",
                )


def known_terms(study: Study, question: Question) -> dict[str, list[str]]:
    """Return the models that can answer such a question, each with what it may name of them."""
    if question.asks == "measurement":
        return {one.name: [] for one in study.structural if one.kind == "cfa"}
    if question.asks == "how_much":
        return {one.name: ["person", "team", "site"] for one in study.multilevel}
    paths = {one.name: one.defined for one in study.structural if one.kind == "path"}
    sites = {one.name: list(SITE_PATHS) for one in study.micro_macro}
    return {one.name: [effect.term for effect in one.effects] for one in study.multilevel} | paths | sites


SITE_PATHS = ("collaboration", "participation", "participation_to_collaboration", "indirect", "total")


def scales_of(study: Study, model: str) -> list[str]:
    """Return the scales to which a model is fitted."""
    for one in study.multilevel:
        if one.name == model:
            return study.fitted_scales(model)
    return [scale for one in study.micro_macro if one.name == model for scale in one.scales]
