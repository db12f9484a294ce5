"""Examples of the config's keys, for the reference page: what the studies that ship say."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from isop_analysis.study.reading import read_study
from isop_analysis.study.study import Study

STUDIES = ("config/config.yaml", "config/tiny/config.yaml", "config/bhr2000/config.yaml")
LONGEST = 60
"""Letters of an example: longer ones are read in the files themselves."""

Examples = dict[tuple[str, str], str]
"""A value as YAML, by the settings' name and key."""


def examples(root: Path) -> Examples:
    """Return the first value that is short enough of every key that a shipped study gives."""
    found: Examples = {}
    for name in STUDIES:
        for settings in _files(read_study(root / name)):
            _collect(settings, found)
    return found


def _files(study: Study) -> Iterator[BaseModel]:
    parts = (study.integration_part, study.hypotheses_part, study.questions_part)
    for part in (study.config_part, *study.instrument_parts, *study.model_parts, *parts):
        if part is not None:
            yield part.settings


def _collect(settings: BaseModel, found: Examples) -> None:
    given = settings.model_dump(mode="json", exclude_unset=True)
    for key, value in given.items():
        told = _told(value)
        if len(told) <= LONGEST:
            found.setdefault((type(settings).__name__, key), told)
        for inner in _settings_in(getattr(settings, key)):
            _collect(inner, found)


def _told(value: Any) -> str:
    """Return a value as one line of YAML."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000)
    return text.strip().removesuffix("\n...")


def _settings_in(value: object) -> Iterable[BaseModel]:
    values = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return (one for one in values if isinstance(one, BaseModel))
