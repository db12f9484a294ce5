"""Config models against a document: errors become sentences with line, key path and the key meant."""

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from isop_analysis.base.nearest import meant
from isop_analysis.study.problems import Problem
from isop_analysis.study.yaml_lines import Document, Step, dotted

Model = TypeVar("Model", bound=BaseModel)


def validate(model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """Return the model, or None with one problem per error."""
    try:
        return model.model_validate(document.content), []
    except ValidationError as error:
        return None, [_problem(model, document, detail) for detail in error.errors()]


def _problem(model: type[BaseModel], document: Document, detail: ErrorDetails) -> Problem:
    steps = _steps_in_file(detail["loc"], document.content)
    return Problem(
        document.file, _message(model, detail, steps), document.line(steps), dotted(steps) or "(whole file)"
    )


def _steps_in_file(location: tuple[Step, ...], content: Any) -> tuple[Step, ...]:
    """Drop from pydantic's location the names of union members, which the file doesn't hold."""
    steps: list[Step] = []
    here = content
    for position, step in enumerate(location):
        last = position == len(location) - 1
        if isinstance(here, Mapping) and (step in here or last):
            steps.append(step)
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            steps.append(step)
            here = here[step]
    return tuple(steps)


def _message(model: type[BaseModel], detail: ErrorDetails, steps: tuple[Step, ...]) -> str:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return f"unknown key '{steps[-1]}'{meant(str(steps[-1]), keys_at(model, steps[:-1]))}"
    if kind == "missing":
        return f"key '{detail['loc'][-1]}' is missing; add it"
    value = detail["input"]
    shown = f"{value!r}" if not isinstance(value, Mapping | list) else f"a {type(value).__name__}"
    expected = detail["msg"].removeprefix("Value error, ").removeprefix("Input should be ")
    hint = ""
    if kind == "literal_error" and isinstance(value, str):
        hint = meant(value, _words(detail.get("ctx", {}).get("expected", "")))
    if kind == "value_error":
        return f"{expected}; correct one of them"
    return f"{shown} is not allowed; expected {expected}{hint}"


def _words(expected: str) -> list[str]:
    return [word.strip(" '") for word in expected.replace(" or ", ", ").split(",")]


def keys_at(model: type[BaseModel], steps: tuple[Step, ...]) -> list[str]:
    """Return the keys allowed at these steps of the model."""
    found: list[type[BaseModel]] = [model]
    for step in steps:
        if isinstance(step, int):
            continue
        found = [inner for one in found if step in one.model_fields for inner in _models_in(one, str(step))]
    return sorted({name for one in found for name in one.model_fields})


def _models_in(model: type[BaseModel], field: str) -> list[type[BaseModel]]:
    waiting: list[Any] = [model.model_fields[field].annotation]
    models: list[type[BaseModel]] = []
    while waiting:
        annotation = waiting.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            models.append(annotation)
        waiting += get_args(annotation)
    return models
