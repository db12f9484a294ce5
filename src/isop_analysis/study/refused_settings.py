"""What is wrong with a setting, in a sentence: what stands there, what was expected, what to write.

pydantic says which rule a value broke (its kind of error, with the rule's numbers); every word is ours.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from isop_analysis.base.nearest import listed, meant, shortened
from isop_analysis.study.problems import Problem
from isop_analysis.study.yaml_lines import Document, Step, dotted

NUMBER, WHOLE, TEXT = "a number", "a whole number", "a text"
KINDS = {
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "finite_number": "a finite number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "string_type": TEXT,
    "string_too_short": TEXT,
    "dict_type": "keys with their values, such as {key: value}",
}
"""What was expected, by pydantic's kind of error; the others are in `_expected`."""
BOUNDS = {
    "greater_than": "a number above {gt:g}",
    "greater_than_equal": "a number of {ge:g} or more",
    "less_than": "a number below {lt:g}",
    "less_than_equal": "a number of {le:g} or less",
    "string_too_long": "at most {max_length} characters",
    "too_short": "{min_length} or more",
    "too_long": "{max_length} at most",
}
PATTERNS = {
    r"^[a-z][a-z0-9_]*$": "lower case, digits and underscores, beginning with a letter",
    r"^\d{4}-\d{2}-\d{2}$": "a day such as 2024-09-30",
    r"^\d{4}-\d{4}$": "a school year such as 2024-2025",
    r"^\d{4}$": "four digits in quotes, such as '0363'",
    r"^[a-z]{2}$": "a language in two letters, such as nl",
    r"^[A-Za-z][A-Za-z.]{0,5}$": "initials, six letters and dots at most",
    r"^[0-9a-f]{12}$": "the twelve signs that `isop check` gives after a run",
}
"""What each pattern of the config models asks for."""
OF_KEYS = "[key]"
"""Pydantic's last step to a key of a mapping that is itself refused."""
COMMA = re.compile(r"[+-]?\d+,\d+")


def refusals(model: type[BaseModel], document: Document, errors: Iterable[ErrorDetails]) -> list[Problem]:
    """Return a problem for each place of a file that a model refuses, in the order of the errors."""
    places: dict[tuple[Step, ...], list[ErrorDetails]] = {}
    for detail in errors:
        places.setdefault(_steps_in_file(detail, document.content), []).append(detail)
    # Of something that may be a list or a word, what is wrong within the list is what was meant.
    inner = {steps[:length] for steps in places for length in range(len(steps))}
    return [
        Problem(
            document.file,
            _sentence(model, details, steps),
            document.line(steps),
            dotted(steps) or "(whole file)",
        )
        for steps, details in places.items()
        if steps not in inner or details[0]["type"] == "value_error"
    ]


def _steps_in_file(detail: ErrorDetails, content: Any) -> tuple[Step, ...]:
    """Drop from pydantic's location the names of union members, which the file doesn't hold."""
    steps: list[Step] = []
    here, location = content, detail["loc"]
    for position, step in enumerate(location):
        lacking = detail["type"] == "missing" and position == len(location) - 1
        if isinstance(here, Mapping) and (step in here or lacking):
            steps.append(step)
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            steps.append(step)
            here = here[step]
    return tuple(steps)


def _sentence(model: type[BaseModel], details: list[ErrorDetails], steps: tuple[Step, ...]) -> str:
    first = next((one for one in details if one["loc"][-1:] == (OF_KEYS,)), details[0])
    if first["loc"][-1:] == (OF_KEYS,):
        return _refused_key(first)
    match first["type"]:
        case "extra_forbidden":
            return _unknown_key(model, steps)
        case "missing" | "union_tag_not_found":
            key = steps[-1] if first["type"] == "missing" else first["ctx"]["discriminator"].strip("'")
            return f"key '{key}' is missing; add it"
        case "union_tag_invalid":
            return _unknown_tag(first)
        case "value_error":
            said = str(first["ctx"]["error"])
            return said if ";" in said else f"{said}; correct one of them"
    return _refused_value(model, details, steps)


def _refused_value(model: type[BaseModel], details: list[ErrorDetails], steps: tuple[Step, ...]) -> str:
    """Return what stands there and what may stand there, be it of several kinds."""
    value, kinds = details[0]["input"], {one["type"] for one in details}
    if kinds == {"string_type"} and isinstance(value, bool | int | float):
        return f'{_bare(value)} is no text; write it in quotes: "{_bare(value)}"'
    expected = dict.fromkeys(_expected(one, _such_keys(_models_at(model, steps))) for one in details)
    instead = ", or take the key out" if value is None and _optional(model, steps) else ""
    if kinds & {"too_short", "too_long"}:
        return f"has {details[0]['ctx']['actual_length']} entries; write {', or '.join(expected)}"
    return f"{_shown(value)}; write {', or '.join(expected)}{instead}{_hint(details, value)}"


def _expected(detail: ErrorDetails, keys: list[str]) -> str:
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind in BOUNDS:
        return BOUNDS[kind].format(**context)
    if kind == "string_pattern_mismatch":
        return PATTERNS[context["pattern"]]
    if kind == "literal_error":
        return ", ".join(_words(context["expected"])[:-1]) + _last(_words(context["expected"]))
    if kind == "list_type" and keys:
        return f"a list of mappings, each with such keys as {listed(keys)}"
    if kind == "list_type":
        plain = isinstance(value, str | bool | int | float)
        return f"a list, such as [{shortened(_bare(value)) if plain else 'one, two'}]"
    if kind in ("model_type", "model_attributes_type"):
        return f"a mapping with such keys as {listed(keys)}"
    return KINDS.get(kind) or detail["msg"]


def _last(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f" or {words[-1]}"


def _words(expected: str) -> list[str]:
    """Return pydantic's words of a literal, quoted as it does, with YAML's true and false."""
    words = expected.replace(" or ", ", ").split(", ")
    return [word.lower() if word in ("True", "False") else word for word in words]


def _hint(details: list[ErrorDetails], value: Any) -> str:
    """Return the word that was meant, or a number with the point that it lacks."""
    if not isinstance(value, str):
        return ""
    for detail in details:
        if detail["type"] in ("float_parsing", "int_parsing") and COMMA.fullmatch(value.strip()):
            return f", with a point: {value.strip().replace(',', '.')}"
        if detail["type"] == "literal_error":
            return meant(value, [word.strip("'") for word in _words(detail["ctx"]["expected"])], "")
    return ""


def _refused_key(detail: ErrorDetails) -> str:
    key = shortened(str(detail["loc"][-2]))
    if detail["type"] == "literal_error":
        known = [word.strip("'") for word in _words(detail["ctx"]["expected"])]
        return f"unknown key '{key}'{meant(key, known)}"
    return f"key '{key}' is not allowed; write {_expected(detail, [])}"


def _unknown_key(model: type[BaseModel], steps: tuple[Step, ...]) -> str:
    instead = getattr(model, "INSTEAD", {}).get(steps[-1]) if len(steps) == 1 else None
    if instead is not None:
        return f"key '{steps[-1]}' is no longer read; {instead}"
    return f"unknown key '{steps[-1]}'{meant(str(steps[-1]), keys_at(model, steps[:-1]))}"


def _unknown_tag(detail: ErrorDetails) -> str:
    key = detail["ctx"]["discriminator"].strip("'")
    value, known = detail["input"].get(key), detail["ctx"]["expected_tags"]
    near = meant(value, [word.strip("'") for word in _words(known)], "") if isinstance(value, str) else ""
    return f"{key}: {_shown(value)}; write one of {known}{near}"


def _shown(value: Any) -> str:
    """Return the beginning of a sentence: what stands in the file, at a readable length."""
    if value is None or value == "":
        return "is empty"
    if isinstance(value, Mapping | list):
        return f"{'a list' if isinstance(value, list) else 'a mapping'} is not allowed"
    return f"{repr(shortened(value)) if isinstance(value, str) else _bare(value)} is not allowed"


def _bare(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def keys_at(model: type[BaseModel], steps: tuple[Step, ...]) -> list[str]:
    """Return the keys allowed at these steps of the model."""
    return sorted({name for one in _models_at(model, steps) for name in one.model_fields})


def _models_at(model: type[BaseModel], steps: tuple[Step, ...]) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = [model]
    for step in steps:
        owners = [one for one in found if step in one.model_fields]
        if owners:  # else a place in a list, or a key that the study's authors chose
            found = [inner for one in owners for inner in _models_in(one, str(step))]
    return found


def _models_in(model: type[BaseModel], field: str) -> list[type[BaseModel]]:
    waiting: list[Any] = [model.model_fields[field].annotation]
    models: list[type[BaseModel]] = []
    while waiting:
        annotation = waiting.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            models.append(annotation)
        waiting += get_args(annotation)
    return models


def _such_keys(models: list[type[BaseModel]]) -> list[str]:
    """Return the keys that each of these models needs, all that they may have where there are none."""
    needed = [name for one in models for name, field in one.model_fields.items() if field.is_required()]
    of_all = [name for name in needed if all(name in one.model_fields for one in models)]
    return list(dict.fromkeys(of_all or [name for one in models for name in one.model_fields]))


def _optional(model: type[BaseModel], steps: tuple[Step, ...]) -> bool:
    """Whether the key at these steps may be left out."""
    owners = _models_at(model, steps[:-1]) if steps else []
    fields = [one.model_fields[str(steps[-1])] for one in owners if steps[-1] in one.model_fields]
    return bool(fields) and not any(field.is_required() for field in fields)
