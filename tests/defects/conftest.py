"""Defects are told of the same small study that the readers are tested on."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "answers"))

from exported_study import Exported

HEAD = "a1,a2,years,wish,meets\n"


@pytest.fixture
def study(tmp_path: Path) -> Exported:
    """A study whose raw folder is empty."""
    return Exported.make(tmp_path)


@pytest.fixture
def said_of(study: Exported) -> Callable[..., list[str]]:
    """Write a text file into the raw folder and return what check and import say of the study."""

    def say(text: str, name: str = "plain.csv", encoding: str = "utf-8") -> list[str]:
        study.file(name, text, encoding)
        return study.problems()

    return say
