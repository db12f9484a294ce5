"""Entries that stand twice in a list of a study's files: no list of settings means anything by that."""

from collections.abc import Hashable, Iterator
from typing import Any

from pydantic import BaseModel

from isop_analysis.study.config import PlannedModel
from isop_analysis.study.instrument import AnswerValue, MissingCode
from isop_analysis.study.problems import Problem
from isop_analysis.study.refs import problem
from isop_analysis.study.structural_settings import Effect
from isop_analysis.study.study import Study
from isop_analysis.study.yaml_lines import Document, Step

KNOWN_BY: dict[type[BaseModel], str] = {
    AnswerValue: "value",
    MissingCode: "code",
    Effect: "term",
    PlannedModel: "model",
}
"""The key by which an entry of a list is known, where that is not its name."""
SPELLINGS = frozenset({"accept", "yes", "no", "test_status", "test_emails", "kinds", "dropped"})
"""Lists of words that mean the same: one that stands twice means it still."""


def doubled_entries(study: Study) -> Iterator[Problem]:
    """Yield each entry that stands in its list before: a name, an item, a file, a language, a value."""
    named = (study.integration_part, study.hypotheses_part, study.questions_part)
    parts = (study.config_part, *study.instrument_parts, *study.model_parts, *named)
    for part in parts:
        if part is not None:
            yield from _in_model(part.document, (), part.settings)


def _in_model(document: Document, steps: tuple[Step, ...], model: BaseModel) -> Iterator[Problem]:
    for name in type(model).model_fields:
        if name in model.model_fields_set:
            yield from _in_value(document, (*steps, name), getattr(model, name))


def _in_value(document: Document, steps: tuple[Step, ...], value: Any) -> Iterator[Problem]:
    if isinstance(value, BaseModel):
        yield from _in_model(document, steps, value)
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _in_value(document, (*steps, key), entry)
    elif isinstance(value, list) and steps[-1] not in SPELLINGS:
        yield from _in_list(document, steps, value)


def _in_list(document: Document, steps: tuple[Step, ...], entries: list[Any]) -> Iterator[Problem]:
    seen: set[Hashable] = set()
    for place, entry in enumerate(entries):
        key, where = _known_as(entry)
        if key is not None and key in seen:
            message = f"'{key:g}'" if isinstance(key, float) else f"'{key}'"
            yield problem(document, (*steps, place, *where), f"{message} stands twice; keep one")
        seen.add(key)
        yield from _in_value(document, (*steps, place), entry)


def _known_as(entry: Any) -> tuple[Hashable, tuple[Step, ...]]:
    """Return what an entry is known by and the key that says so; None for one that may stand again."""
    if not isinstance(entry, BaseModel):
        return (entry if isinstance(entry, str | int | float) else None), ()
    key = KNOWN_BY.get(type(entry), "name")
    return (getattr(entry, key), (key,)) if key in type(entry).model_fields else (None, ())
