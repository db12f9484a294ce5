"""`isop verify` as people type it, and what a rerun starts from."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from finished_folder import finished_folder

from isop_analysis.__main__ import main
from isop_analysis.audit.folder_names import CRATE, SUMS
from isop_analysis.audit.hashes import file_hash
from isop_analysis.study import Study, load
from isop_analysis.study.problems import StudyError
from isop_analysis.study.study import RELEASE_RECORD
from isop_analysis.workflow import rerunning
from isop_analysis.workflow.rerunning import COPIED, copy_project

ROOT = Path(__file__).parents[3]


@pytest.fixture
def project(tmp_path: Path) -> Study:
    """A project with the tiny study's config and raw files, three releases, and what a run left."""
    for folder in ("config", "data/raw/tiny"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for name in ("2026-01-01-1", "2026-01-01-2", "2026-01-01-10"):
        for folder in ("releases/tiny", "data/restricted/tiny/releases"):
            (tmp_path / folder / name).mkdir(parents=True)
            (tmp_path / folder / name / "a.csv").write_text(name)
    for left in ("data/processed/tiny/a.parquet", "reports/build/tiny/a.html"):
        (tmp_path / left).parent.mkdir(parents=True)
        (tmp_path / left).write_text("")
    return load(tmp_path / "config/tiny/config.yaml", tmp_path)


def copied(study: Study, root: Path, releases: list[str]) -> set[str]:
    root.mkdir()
    copy_project(study, root, releases)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_a_rerun_starts_from_config_raw_files_and_releases_and_nothing_that_a_run_made(
    project: Study, tmp_path: Path
) -> None:
    files = copied(project, tmp_path / "place", ["2026-01-01-10"])
    assert {
        "config/tiny/config.yaml",
        "data/raw/tiny/MANIFEST.csv",
        "releases/tiny/2026-01-01-10/a.csv",
    } < files
    assert not [one for one in files if "processed" in one or "build" in one]
    assert {"Snakefile", "src", "requirements.lock"} < set(COPIED)


def test_a_rerun_sees_the_releases_it_is_given_and_who_stood_behind_them(
    project: Study, tmp_path: Path
) -> None:
    files = copied(project, tmp_path / "place", ["2026-01-01-1", "2026-01-01-2"])
    released = {one for one in files if "releases" in one}
    assert released == {
        f"{folder}/2026-01-01-{number}/a.csv"
        for folder in ("releases/tiny", "data/restricted/tiny/releases")
        for number in (1, 2)
    }


def test_a_folder_in_order_is_told_and_what_was_not_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = finished_folder(tmp_path / "demo")
    assert main(["verify", str(folder)]) == 0
    assert capsys.readouterr().out == (
        f"{folder}: 3 files of the study 'demo' are as they were made\n"
        "1 sheet of teams not checked: --key does\n"
        "nothing in the folder vouches for ro-crate-metadata.json: its SHA-256 is "
        f"{file_hash(folder / CRATE)}; compare it with the one that you were given\n"
    )


def test_of_a_release_its_record_is_what_nothing_vouches_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = finished_folder(tmp_path / "demo")
    vouched = {name: file_hash(folder / name) for name in (CRATE, SUMS)}
    record = folder / RELEASE_RECORD
    record.write_text(json.dumps({"study": "demo", "files": vouched}))
    assert main(["verify", str(folder)]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if "vouches" in line] == [
        f"nothing in the folder vouches for release.json: its SHA-256 is {file_hash(record)}; "
        "compare it with the one that you were given"
    ]


def test_what_is_wrong_is_a_sentence_each_and_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = finished_folder(tmp_path / "demo")
    (folder / "report.en.pdf").unlink()
    (folder / "new.csv").write_text("")
    assert main(["verify", str(folder)]) == 1
    assert capsys.readouterr().err == (
        "ERROR new.csv: was added since the run: SHA256SUMS does not name it; take it away\n"
        "ERROR report.en.pdf: is missing; get the folder anew from who gave it\n"
    )


def test_another_studys_folder_is_refused(
    project: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = finished_folder(tmp_path / "copy")
    monkeypatch.chdir(project.root)
    assert main(["verify", str(folder), "--config", "config/tiny/config.yaml"]) == 1
    assert capsys.readouterr().err == (
        f"ERROR {folder}: belongs to the study 'demo', not to 'tiny'; name that study's config\n"
    )


def failing(project: Study, monkeypatch: pytest.MonkeyPatch, said: str) -> list[str]:
    """Return what is told of a run that ends with this on its way out."""
    done = subprocess.CompletedProcess([], 1, "", said)
    monkeypatch.setattr(rerunning.subprocess, "run", lambda *words, **more: done)
    with pytest.raises(StudyError) as caught, rerunning.run_again(project, []):
        pass
    assert not project.restricted.with_name(".rerun_tiny").exists()
    return [str(one) for one in caught.value.problems]


def test_a_rerun_that_fails_tells_each_reason_once(project: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    reason = "ERROR import_answers: data/raw/tiny/scan.csv: file is missing"
    said = f"1/22 import_answers 3.2 s, failed\n{reason}\n{reason}\n      log: logs/tiny/import_answers.log\n"
    assert failing(project, monkeypatch, said) == [
        "config/tiny/config.yaml: could not be run again: import_answers: "
        "data/raw/tiny/scan.csv: file is missing"
    ]


@pytest.mark.parametrize(
    ("said", "told"), [("", "it ended without giving a reason"), ("one\nKilled\n", "Killed")]
)
def test_a_rerun_that_dies_tells_its_last_line(
    project: Study, monkeypatch: pytest.MonkeyPatch, said: str, told: str
) -> None:
    assert failing(project, monkeypatch, said) == [f"config/tiny/config.yaml: could not be run again: {told}"]


def test_what_a_killed_rerun_left_is_taken_away(project: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    left = project.restricted.with_name(".rerun_tiny") / "data/raw/tiny/consent.csv"
    left.parent.mkdir(parents=True)
    left.write_text("")
    failing(project, monkeypatch, "")
    assert not left.exists()


def test_one_rerun_of_a_study_at_a_time(project: Study) -> None:
    lock = project.restricted.with_name(".rerun_tiny.lock")
    hold = f"import fcntl, time; f = open({str(lock)!r}, 'a+'); fcntl.lockf(f, 2); print('held', flush=True)"
    command = [sys.executable, "-c", f"{hold}; time.sleep(60)"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(StudyError, match="tiny: is run again already"), rerunning.run_again(project, []):
            pass
        other.kill()
