"""A study's settings key by key, as a record may hold them: numbers as they are, words under the study's key.

A key that stands at its default is none: what a config model gains later, at its default, changes nothing.
"""

import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from isop_analysis.study.base import Text
from isop_analysis.study.plan import read_registration
from isop_analysis.study.sheet_settings import Clause
from isop_analysis.study.study import Study

Plain = bool | int | float | str | None
LEAVES = (Text, Clause)
"""Settings that are one text in two languages: a key of their own."""
CALLED = ("name", "term")
"""Fields by which an entry of a list is found again; these names stand in published tables."""
REGISTRATION = "registration"
KEPT_DIGITS = 16


@dataclass(frozen=True)
class Key:
    """A key of the config that says something else than its default.

    Attributes:
        path: the file's kind, then key by key: ``models.multilevel.growth.formula``.
        fields: config models that it lies in, from without inwards, each with its field.
        value: what it says, as JSON knows it.
    """

    path: str
    fields: tuple[tuple[type[BaseModel], str], ...]
    value: Any


def keys_of(study: Study) -> Iterator[Key]:
    """Yield the keys of all files of a study's config, and of its frozen plan."""
    yield from _within(study.config, "config", ())
    for instrument in study.instruments:
        yield from _within(instrument, f"instruments.{instrument.name}", ())
    for part in study.model_parts:
        yield from _within(part.settings, "models", ())
    if study.integration is not None:
        yield from _within(study.integration, "integration", ())
    if study.hypotheses_part is not None:
        yield from _within(study.hypotheses_part.settings, "hypotheses", ())
    if study.questions_part is not None:
        yield from _within(study.questions_part.settings, "questions", ())
    if study.displays_part is not None:
        yield from _within(study.displays_part.settings, "displays", ())
    registration = read_registration(study)
    if registration is not None:
        yield Key(REGISTRATION, (), [registration.sha256, registration.frozen_on])


def recorded(study: Study, key: bytes) -> dict[str, Plain]:
    """Return what a record holds of the config: path → value.

    Numbers and yes or no as they are; all else as the first 16 hex digits of HMAC-SHA256(key, path and
    value), for texts of a config may name whom it is about.
    """
    return {one.path: _told(one, key) for one in keys_of(study)}


def _told(one: Key, key: bytes) -> Plain:
    if one.value is None or isinstance(one.value, (bool, int, float)):
        return one.value
    text = json.dumps([one.path, one.value], sort_keys=True, ensure_ascii=False)
    return hmac.digest(key, text.encode(), "sha256").hex()[:KEPT_DIGITS]


def _within(settings: BaseModel, path: str, fields: tuple[tuple[type[BaseModel], str], ...]) -> Iterator[Key]:
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if (fields and name in CALLED) or value == field.get_default(
            call_default_factory=True, validated_data={}
        ):
            continue
        own = (*fields, (type(settings), name))
        if isinstance(value, BaseModel) and not isinstance(value, LEAVES):
            yield from _within(value, f"{path}.{name}", own)
        elif entries := _entries(value):
            for called, entry in entries.items():
                yield from _within(entry, f"{path}.{name}.{called}", own)
            yield Key(f"{path}.{name}", own, list(entries))
        else:
            yield Key(f"{path}.{name}", own, _plain(value))


def _entries(value: Any) -> dict[str, BaseModel]:
    """Return a list's entries by name; none where they have no names of their own."""
    if not isinstance(value, list) or not all(isinstance(one, BaseModel) for one in value):
        return {}
    found = {next((str(getattr(one, by)) for by in CALLED if hasattr(one, by)), ""): one for one in value}
    return found if len(found) == len(value) and "" not in found else {}


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return {str(name): _plain(one) for name, one in value.items()} if isinstance(value, dict) else value
