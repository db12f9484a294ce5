"""A step that a person starts looks at the whole config first; one of the Snakefile's jobs need not."""

import errno
from pathlib import Path

import pytest
from test_settings_and_raw_files import CONFIG, INSTRUMENT, MODELS

from isop_analysis.__main__ import main
from isop_analysis.steps import score_scales

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


def test_a_full_disk_is_one_sentence(
    broken: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(study: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "answers.parquet")

    monkeypatch.setattr(score_scales, "run", write)
    assert main(["score_scales", "--checked", "--config", str(broken)]) == 1
    assert capsys.readouterr().err == (
        "ERROR score_scales: the disk is full: make room and run it again; what is done is kept\n"
    )


def test_a_checked_job_goes_on_to_its_tables(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score_scales", "--checked", "--config", str(broken)]) == 1
    assert "table 'answers' is not there yet" in capsys.readouterr().err.splitlines()[-1]
