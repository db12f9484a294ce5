"""Multiple choice is counted by the groups of an attribute that the config names."""

import shutil
from pathlib import Path

import pytest

from isop_analysis.study import StudyError, load

ROOT = Path(__file__).resolve().parents[3]


def test_the_attribute_of_choices_is_the_configs_and_must_be_declared(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "config", tmp_path / "config")
    file = tmp_path / "config/config.yaml"
    file.write_text(file.read_text().replace("choices_by: profession", "choices_by: profesion"))
    with pytest.raises(StudyError, match=r"profesion.*did you mean 'profession'"):
        load(file)
