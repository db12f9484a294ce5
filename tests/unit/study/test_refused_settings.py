"""What is said of a setting is a sentence of ours: the value, what was expected, what to write."""

import copy
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from isop_analysis.study.config import Config
from isop_analysis.study.problems import Problem
from isop_analysis.study.reading import validate
from isop_analysis.study.schema import MODELS
from isop_analysis.study.yaml_lines import Document, read_document

LONG = "a word " * 40
POKED = (None, [], {"a": 1}, 3.5, "Some word", True, LONG)
FOREIGN = re.compile(
    r"Input|String should|List should|Value error|Unable|unable to|dictionary|instance of|NoneType|"
    r"validation|valid (string|list|number|integer|boolean)|match pattern|None|True|False|\bdict\b"
)
MENDED = re.compile(r"; (write|did you mean|known:|add it|keep|correct|lower) ?|; write| is missing; add it$")
PLAIN = {str: "word", int: 5, float: 0.5, bool: True}


def filled(annotation: Any) -> Any:
    """Return something for a setting of this type, every key of every model within it filled in."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return filled(inner[0])
    if origin in (Union, types.UnionType):
        return filled(next(one for one in inner if one is not type(None)))
    if origin is list:
        return [filled(inner[0])]
    if origin is dict:
        return {filled(inner[0]): filled(inner[1])}
    if origin is Literal:
        return inner[0]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {name: filled(field.annotation) for name, field in annotation.model_fields.items()}
    return PLAIN[annotation]


def places(content: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if here:
        yield here
    steps = content if isinstance(content, dict) else range(len(content)) if isinstance(content, list) else ()
    for step, inner in ((one, content[one]) for one in steps):
        yield from places(inner, (*here, step))


def with_put(content: Any, place: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(content)
    holder = changed
    for step in place[:-1]:
        holder = holder[step]
    holder[place[-1]] = value
    return changed


def told(model: type[BaseModel], content: Any) -> list[Problem]:
    return validate(model, Document("a.yaml", content, {(): 1}))[1]


def names_what_stands_there(message: str, value: Any) -> bool:
    if value is None or value == []:
        return message.startswith(("is empty", "a list", "has 0 entries", "rule: is empty", "rule: a list"))
    starts = ["unknown key", "key '", "takes either", "says nothing", "names 0"]
    shown = {dict: "a mapping", str: f"'{str(value)[:80]}", bool: "true", float: "3.5"}[type(value)]
    return message.removeprefix("rule: ").startswith((shown, *starts))


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.__name__)
def test_whatever_is_put_at_a_key_is_told_in_our_words(model: type[BaseModel]) -> None:
    whole = filled(model)
    before = set(map(str, told(model, whole)))
    for place in places(whole):
        for value in POKED:
            for one in told(model, with_put(whole, place, value)):
                assert not FOREIGN.search(one.message), one
                assert MENDED.search(one.message), one
                assert len(one.message) < 400, one
                own = str(one) not in before and one.path.endswith(str(place[-1]))
                assert not own or names_what_stands_there(one.message, value), one


def test_the_walk_meets_every_kind_of_setting() -> None:
    assert len(MODELS) == 7
    assert sum(len(list(places(filled(model)))) for model in MODELS.values()) > 800


CONFIG = "study: small\ntitle: {nl: klein, en: small}\ndata_date: 2025-01-01\nseed: 1\nraw: data/raw\n"
REST = (
    "instruments: [scan.yaml]\nprivacy: {key: {file: ../k}}\n"
    'waves: [{name: w0, cohort: "2024", school_year: 2024-2025, occasion: T0, time: 0}]\n'
)


RULES = (
    "'consent', 'test_answers', 'unfinished', 'duplicates', 'speeders', 'straight_liners', 'out_of_range', "
    "'unknown_teams'"
)
SECTIONS = (
    "'hypotheses', 'participants', 'region', 'instruments', 'roles', 'skill', 'attitude', 'chances', "
    "'preparation', 'structural', 'sites', 'integration', 'diagnostics', 'limits', 'methods', 'checklists', "
    "'references' or 'tables'"
)
SLIPS = [
    ("seed: 1", "seed:", "4: seed: is empty; write a whole number"),
    ("seed: 1", "seed: 1,5", "4: seed: '1,5' is not allowed; write a whole number, with a point: 1.5"),
    (
        "time: 0",
        'time: "0,5"',
        "8: waves[0].time: '0,5' is not allowed; write a number, with a point: 0.5",
    ),
    (
        "study: small",
        "study: Small One",
        "1: study: 'Small One' is not allowed; write lower case, digits and underscores, beginning with a "
        "letter",
    ),
    (
        "[scan.yaml]",
        "scan.yaml",
        "6: instruments: 'scan.yaml' is not allowed; write a list, such as [scan.yaml]",
    ),
    ("[scan.yaml]", "[]", "6: instruments: has 0 entries; write 1 or more"),
    (
        "{nl: klein, en: small}",
        "Small",
        "2: title: 'Small' is not allowed; write a mapping with such keys as 'nl', 'en'",
    ),
    (
        "raw: data/raw",
        "cleaning: {steps: [consent]}",
        "5: cleaning.steps[0]: 'consent' is not allowed; write a mapping with such keys as 'rule'",
    ),
    (
        "raw: data/raw",
        "cleaning: {steps: [{action: stop}]}",
        "5: cleaning.steps[0]: key 'rule' is missing; add it",
    ),
    (
        "raw: data/raw",
        "cleaning: {steps: [{rule: speeder}]}",
        f"5: cleaning.steps[0]: rule: 'speeder' is not allowed; write one of {RULES}; did you mean "
        "'speeders'?",
    ),
    (
        "raw: data/raw",
        "report: {sections: every}",
        "5: report.sections: 'every' is not allowed; write a list, such as [every], or 'all'",
    ),
    (
        "raw: data/raw",
        "report: {sections: [limit]}",
        f"5: report.sections[0]: 'limit' is not allowed; write {SECTIONS}; did you mean 'limits'?",
    ),
    (
        "raw: data/raw",
        "consent: {purposes: {surveys: a}}",
        "5: consent.purposes.surveys: unknown key 'surveys'; did you mean 'survey'?",
    ),
    (
        "raw: data/raw",
        "consent: {asked: {survey: {itm: a, agrees: [1]}}}",
        "5: consent.asked.survey.itm: unknown key 'itm'; did you mean 'item'?",
    ),
]


@pytest.mark.parametrize(("old", "new", "sentence"), SLIPS)
def test_slips_that_people_make(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    text = CONFIG + REST
    assert old in text
    path = tmp_path / "a.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert f"a.yaml:{sentence}" in [str(one) for one in validate(Config, read_document(path, "a.yaml"))[1]]


def test_what_is_quoted_is_cut_to_a_length_that_can_be_read() -> None:
    long = Problem(
        "a.yaml", f"unknown scale '{'x' * 5000}'; did you mean 'it's' or {'y' * 5000}?", 3, "k" * 99
    )
    assert str(long) == (
        f"a.yaml:3: {'k' * 80}…: unknown scale '{'x' * 80}…'; did you mean 'it's' or {'y' * 80}…"
    )
    words = " ".join(["word"] * 100)
    assert str(Problem("a.yaml", words)) == f"a.yaml: {words}"
