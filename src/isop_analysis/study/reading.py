"""Read a study's files and hold each to its config model; what one file says of another is not looked at."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from isop_analysis.study.config import Config
from isop_analysis.study.display_settings import DisplayFile
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.integration_settings import Integration
from isop_analysis.study.model_settings import HypothesisFile, ModelFile
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.question_settings import QuestionFile
from isop_analysis.study.refused_settings import refusals
from isop_analysis.study.study import Part, Study
from isop_analysis.study.yaml_lines import Document, Step, dotted, read_document

Model = TypeVar("Model", bound=BaseModel)
REQUIRED = "required"
ASKED = {
    "consent": "write how people agreed (asked, or file and purposes), or null where nobody was asked",
    "email": "name the column that tells who somebody is, or write null where none does",
    "team": "name the column that is the team (school, ward, group, …), or take team_register away",
}
"""Lines that a draft leaves to a person, by key: how to mend one that still says ``required``."""


def read_study(config: str | Path, root: str | Path | None = None) -> Study:
    """Read a study whose files were found to fit together before; otherwise use `loading.load`.

    Raises
    ------
    StudyError
        With every problem within a file.
    """
    study, problems = read_files(config, root)
    if problems:
        raise StudyError(problems)
    return study


def read_files(config: str | Path, root: str | Path | None = None) -> tuple[Study, list[Problem]]:
    """Return what could be read of a study, and every problem within its files.

    Raises
    ------
    StudyError
        When the study file itself can't be read.
    """
    path = Path(config).resolve()
    base = Path(root).resolve() if root is not None else _root_of(path)
    document = read_document(path, _shown(path, base))
    settings, problems = validate(Config, document)
    if settings is None:
        raise StudyError(problems)
    instruments, more = _read_parts(Instrument, settings.instruments, path, base)
    models, other = _read_parts(ModelFile, settings.models, path, base)
    files = [settings.integration] if settings.integration else []
    integrations, rest = _read_parts(Integration, files, path, base)
    named = [settings.hypotheses] if settings.hypotheses else []
    hypotheses, last = _read_parts(HypothesisFile, named, path, base)
    asked, least = _read_parts(QuestionFile, [settings.questions] if settings.questions else [], path, base)
    displays, final = _read_parts(DisplayFile, [settings.displays] if settings.displays else [], path, base)
    study = Study(
        base,
        path.parent,
        Part(document, settings),
        instruments,
        models,
        integrations[0] if integrations else None,
        hypotheses[0] if hypotheses else None,
        asked[0] if asked else None,
        displays[0] if displays else None,
    )
    return study, [*problems, *more, *other, *rest, *last, *least, *final]


def _root_of(path: Path) -> Path:
    for folder in path.parents:
        if folder.name == "config":
            return folder.parent
    return path.parent


def _shown(path: Path, base: Path) -> str:
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.name


def _read_parts(
    model: type[Model], files: list[str], config: Path, base: Path
) -> tuple[tuple[Part[Model], ...], list[Problem]]:
    parts: list[Part[Model]] = []
    problems: list[Problem] = []
    for file in files:
        path = (config.parent / file).resolve()
        try:
            document: Document = read_document(path, _shown(path, base))
        except StudyError as error:
            problems += error.problems
            continue
        settings, found = validate(model, document)
        problems += found
        if settings is not None:
            parts.append(Part(document, settings))
    return tuple(parts), problems


def validate(model: type[Model], document: Document) -> tuple[Model | None, list[Problem]]:
    """Return the model, or None with one problem per error."""
    if not isinstance(document.content, Mapping) or not set(document.content) & set(model.model_fields):
        some = ", ".join(f"'{name}'" for name in list(model.model_fields)[:3])
        return None, [
            Problem(document.file, f"has none of the keys of such a file ({some}, …); correct the path")
        ]
    if found := unfilled(document):
        return None, found
    try:
        settings = model.model_validate(document.content)
    except ValidationError as error:
        return None, refusals(model, document, error.errors())
    return settings, list(_truths_for_numbers(document, (), document.content, settings))


def _truths_for_numbers(
    document: Document, steps: tuple[Step, ...], content: Any, settings: Any
) -> Iterator[Problem]:
    """Yield each true or false that was taken for 1 or 0, as Python does."""
    if isinstance(content, bool) and type(settings) in (int, float):
        message = f"{str(content).lower()} is not allowed; write a number"
        yield Problem(document.file, message, document.line(steps), dotted(steps))
    elif isinstance(content, Mapping) and isinstance(settings, BaseModel):
        for key, value in content.items():
            yield from _truths_for_numbers(document, (*steps, key), value, getattr(settings, str(key), None))
    elif isinstance(content, list) and isinstance(settings, list):
        for place, (value, read) in enumerate(zip(content, settings, strict=False)):
            yield from _truths_for_numbers(document, (*steps, place), value, read)


def unfilled(document: Document) -> list[Problem]:
    """Return a problem for each line that still says ``required``."""
    return [
        Problem(document.file, _asked(steps), document.line(steps), dotted(steps))
        for steps in _required(document.content, ())
    ]


def _asked(steps: tuple[Step, ...]) -> str:
    return f"still says '{REQUIRED}'; {ASKED[str(steps[-1])]}"


def _required(content: Any, steps: tuple[Step, ...]) -> Iterator[tuple[Step, ...]]:
    if content == REQUIRED and steps and steps[-1] in ASKED:
        yield steps
    elif isinstance(content, Mapping):
        for key, value in content.items():
            yield from _required(value, (*steps, str(key)))
    elif isinstance(content, list):
        for place, value in enumerate(content):
            yield from _required(value, (*steps, place))
