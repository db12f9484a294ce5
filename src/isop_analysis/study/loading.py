"""Read a study: its config file, instruments, models and integration; all problems of all files at once."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from isop_analysis.study.config import Config
from isop_analysis.study.crossrefs import crossref_problems, instrument_problems
from isop_analysis.study.hypotheses import HypothesisFile
from isop_analysis.study.instrument import Instrument
from isop_analysis.study.integration_settings import Integration
from isop_analysis.study.model_settings import ModelFile
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Part, Study
from isop_analysis.study.validation import validate
from isop_analysis.study.yaml_lines import Document, read_document

Model = TypeVar("Model", bound=BaseModel)


def load(config: str | Path, root: str | Path | None = None) -> Study:
    """Read and validate a study.

    Parameters
    ----------
    config
        The study file, such as ``config/config.yaml``.
    root
        The project's folder, to which raw data and results are relative; by default the folder that holds the
        ``config`` folder in which the file stands, else the file's own folder.

    Raises
    ------
    StudyError
        With every problem in every file: file, line, key path, value, what was expected, the key meant.
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
    problems = more + other + rest + last
    if problems:
        inner = [p for part in instruments for p in instrument_problems(part.document, part.settings)]
        raise StudyError(problems + inner)
    study = Study(
        base,
        path.parent,
        Part(document, settings),
        instruments,
        models,
        integrations[0] if integrations else None,
        hypotheses[0] if hypotheses else None,
    )
    problems = crossref_problems(study)
    if problems:
        raise StudyError(problems)
    return study


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
