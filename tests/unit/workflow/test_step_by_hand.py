"""A step that a person starts looks at the whole config first; one of the Snakefile's jobs need not."""

from pathlib import Path

import pytest
from test_settings_and_raw_files import CONFIG, INSTRUMENT, MODELS

from isop_analysis.__main__ import main

SENTENCE = "ERROR score_scales: config.yaml:13: choices_by: unknown attribute 'jib'; did you mean 'job'?\n"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    for name, text in (("instrument.yaml", INSTRUMENT), ("models.yaml", MODELS)):
        (tmp_path / name).write_text(text)
    (tmp_path / "config.yaml").write_text(CONFIG + "choices_by: jib\n")
    return tmp_path / "config.yaml"


def test_by_hand_a_name_that_leads_nowhere_is_told_in_a_sentence(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score_scales", "--config", str(broken)]) == 1
    assert capsys.readouterr().err == SENTENCE


def test_a_checked_job_goes_on_to_its_tables(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score_scales", "--checked", "--config", str(broken)]) == 1
    assert "table 'answers' is not there yet" in capsys.readouterr().err.splitlines()[-1]
