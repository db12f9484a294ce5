"""Whether readers get an answer in their own words: questions, clauses, both languages."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel

from isop_analysis.lint.checks import Check, Group
from isop_analysis.lint.plan import effects
from isop_analysis.study.base import Text
from isop_analysis.study.problems import Problem
from isop_analysis.study.question_advice import factor_advice, lacking_clauses
from isop_analysis.study.refs import problem
from isop_analysis.study.study import Part, Study
from isop_analysis.study.yaml_lines import Document, Step

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
WORDS_ALIKE = 4
"""Texts of fewer words may well be the same in two languages: names of regions, of instruments."""
Place = tuple[Document, tuple[Step, ...], BaseModel]


def without_questions(study: Study) -> Iterator[Problem]:
    """Yield a study with effects and no file of questions."""
    if study.questions_part is None and any(True for _ in effects(study)):
        yield problem(study.config_part.document, ("questions",), "is not given: models ask in it")


def no_front_page(study: Study) -> Iterator[Problem]:
    """Yield a file of questions of which none was chosen for the first page."""
    if study.questions_part is not None and not any(one.front for one in study.questions):
        yield Problem(study.questions_part.document.file, "no question has a place on the first page")


def without_clauses(study: Study) -> Iterator[Problem]:
    """Yield what effects and scales lack for a sentence that people would say."""
    if study.questions_part is not None:
        for what, names in lacking_clauses(study).items():
            yield Problem(study.questions_part.document.file, f"{what}: {', '.join(names)}")


def without_factor_titles(study: Study) -> Iterator[Problem]:
    """Yield factors that readers would be told by their items."""
    for line in factor_advice(study):
        yield Problem(study.model_parts[0].document.file, line)


def without_use(study: Study) -> Iterator[Problem]:
    """Yield questions of the first page that tell nobody what to do with the answer."""
    yield from _questions(study, "use", "stands on the first page and tells nobody what to do")


def without_sureness(study: Study) -> Iterator[Problem]:
    """Yield questions of the first page that do not say what their numbers can't say."""
    yield from _questions(study, "how_sure", "stands on the first page without 'how_sure'")


def _questions(study: Study, key: str, message: str) -> Iterator[Problem]:
    part = study.questions_part
    for place, one in enumerate(part.settings.questions if part is not None else ()):
        if part is not None and one.front and not getattr(one, key):
            yield problem(part.document, ("questions", place), f"question '{one.name}' {message}")


@cache
def jargon() -> dict[str, frozenset[str]]:
    """Return the words that the first page does without, by language."""
    text = files("isop_analysis.report").joinpath("jargon.yaml").read_text(encoding="utf-8")
    return {language: frozenset(words) for language, words in yaml.safe_load(text).items()}


def jargon_in_clauses(study: Study) -> Iterator[Problem]:
    """Yield words of researchers in what people are to read in two minutes."""
    for document, where, settings in _told_up_front(study):
        for language, text in _texts(settings):
            found = sorted({word.casefold() for word in WORD.findall(text)} & jargon()[language])
            if found:
                yield problem(document, where, f"holds researchers' words ({language}): {', '.join(found)}")


def _told_up_front(study: Study) -> Iterator[Place]:
    if study.questions_part is not None:
        document = study.questions_part.document
        for place, one in enumerate(study.questions_part.settings.questions):
            yield document, ("questions", place, "plain"), one.plain
            for number, use in enumerate(one.use):
                yield document, ("questions", place, "use", number), use.text
    for part in study.instrument_parts:
        for place, scale in enumerate(part.settings.scales):
            for key in ("says", "strength", "talk"):
                if isinstance(own := getattr(scale, key), BaseModel):
                    yield part.document, ("scales", place, key), own
    for document, where, effect in effects(study):
        for key in ("who", "each"):
            if isinstance(own := getattr(effect, key), BaseModel):
                yield document, (*where, key), own


def _texts(settings: BaseModel, language: str | None = None) -> Iterator[tuple[str, str]]:
    """Yield each text below settings with its language."""
    for name, value in settings:
        own = name if name in ("nl", "en") else language
        if isinstance(value, BaseModel):
            yield from _texts(value, own)
        elif isinstance(value, str) and own is not None:
            yield own, value


def untranslated(study: Study) -> Iterator[Problem]:
    """Yield texts of several words that are the same in both languages."""
    for part in _parts(study):
        for where, text in _two_languages(part.settings, ()):
            if text.nl.strip() == text.en.strip() and len(WORD.findall(text.nl)) >= WORDS_ALIKE:
                yield problem(part.document, where, "is the same in Dutch and in English")


def _parts(study: Study) -> "Iterator[Part[BaseModel]]":
    optional = (study.questions_part, study.hypotheses_part, study.integration_part, study.displays_part)
    own = (study.config_part, *study.instrument_parts, *study.model_parts)
    yield from (part for part in (*own, *optional) if part is not None)  # type: ignore[misc]


def _two_languages(node: object, where: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Text]]:
    if isinstance(node, Text):
        yield where, node
    elif isinstance(node, BaseModel):
        for name, value in node:
            yield from _two_languages(value, (*where, name))
    elif isinstance(node, list | tuple):
        for place, value in enumerate(node):
            yield from _two_languages(value, (*where, place))
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from _two_languages(value, (*where, str(key)))


WORDING = Group(
    "Questions and words",
    (
        Check(
            "questions_written",
            "should",
            "a study with effects has questions as people would ask them",
            "write a questions file (docs/questions.md) and name it in the study file",
            without_questions,
        ),
        Check(
            "front_page_chosen",
            "should",
            "the questions of the first page were chosen",
            "give up to six questions 'front', from 1 on",
            no_front_page,
        ),
        Check(
            "clauses_written",
            "should",
            "each effect and scale that answers a question has its clauses",
            "write the clauses (docs/questions.md); until then a technical sentence stands there",
            without_clauses,
        ),
        Check(
            "clauses_plain",
            "should",
            "questions, uses and clauses hold no word that only researchers know",
            "say it as you would at a kitchen table; the words are in report/jargon.yaml",
            jargon_in_clauses,
        ),
        Check(
            "answers_useful",
            "note",
            "each question of the first page says what a reader can do with its answer",
            "add 'use' to the question: a reader, a sentence, and at which answers it holds",
            without_use,
        ),
        Check(
            "sureness_told",
            "note",
            "each question of the first page says where its numbers come from and what they can't say",
            "add 'how_sure' to the question",
            without_sureness,
        ),
        Check(
            "factors_titled",
            "should",
            "factors of path models have a title",
            "add the factor to 'latent' of its model",
            without_factor_titles,
        ),
        Check(
            "texts_translated",
            "should",
            "texts of four words or more differ between Dutch and English",
            "write the text in the other language",
            untranslated,
        ),
    ),
)
