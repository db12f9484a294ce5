"""`isop verify` as people type it, and what a rerun starts from."""

import shutil
from pathlib import Path

import pytest
from finished_folder import finished_folder

from isop_analysis.__main__ import main
from isop_analysis.audit.folder_names import CRATE
from isop_analysis.audit.hashes import file_hash
from isop_analysis.study import Study, load
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


def copied(study: Study, root: Path, folder: Path) -> set[str]:
    root.mkdir()
    copy_project(study, root, folder)
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_a_rerun_starts_from_config_raw_files_and_releases_and_nothing_that_a_run_made(
    project: Study, tmp_path: Path
) -> None:
    files = copied(project, tmp_path / "place", project.build)
    assert {
        "config/tiny/config.yaml",
        "data/raw/tiny/MANIFEST.csv",
        "releases/tiny/2026-01-01-10/a.csv",
    } < files
    assert not [one for one in files if "processed" in one or "build" in one]
    assert {"Snakefile", "src", "requirements.lock"} < set(COPIED)


def test_a_rerun_of_a_release_sees_those_before_it(project: Study, tmp_path: Path) -> None:
    files = copied(project, tmp_path / "place", project.releases / "2026-01-01-10")
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
