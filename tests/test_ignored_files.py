"""What `git add -A` adds in a user's folder: what ships and a study's settings, nothing of people."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NEVER = (
    *("data/raw/mine/scan.csv", "data/raw/mine/MANIFEST.csv", "data/raw/demo/register_2025.xlsx", "scan.sav"),
    *(
        "data/restricted/mine/received_answers.parquet",
        "data/processed/mine/persons.parquet",
        "answers.parquet",
    ),
    *("config/mine.key", "config/mine/study.key", "mine.key", "interviews.qdpx", "docs/segments.qdpx"),
    *("notebooks/eerste_blik.nl.html", "notebooks/mine.ipynb", "reports/build/mine/report.nl.html"),
    *(
        "reports/team_7.pdf",
        "logs/mine/clean_answers.log",
        "export.csv",
        "config/consent.csv",
        "docs/export.csv",
    ),
    *(
        "src/export.xlsx",
        "tests/unit/export.csv",
        "tests/published/mine/flow.csv",
        "releases/2025/report.html",
    ),
    *("data/raw/mine/scan.csv.part", ".env", "data/published/mine/scales.csv", "aliases.txt", "scan.xlsx"),
)
ALWAYS = (
    *(
        "config/mine/config.yaml",
        "config/mine.yaml",
        "config/mine/mine.lock.json",
        "config/x.registration.json",
    ),
    *("src/isop_analysis/study/new.py", "tests/unit/study/test_new.py", "docs/privacy.md", "README.md"),
    *("workflow/rules/publish.smk", "tests/golden/new/reference.json", "benchmarks/new.py"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    shutil.copy(ROOT / ".gitignore", folder)
    for name in (*NEVER, *ALWAYS):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    return folder


def added(folder: Path) -> set[str]:
    said = subprocess.run(
        ["git", "add", "-An"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout
    return {line.removeprefix("add '").removesuffix("'") for line in said.splitlines()}


def test_nothing_of_people_is_added(folder: Path) -> None:
    assert added(folder) & set(NEVER) == set()


def test_settings_code_and_docs_are_added(folder: Path) -> None:
    assert set(ALWAYS) - added(folder) == set()


def test_nothing_that_ships_is_ignored() -> None:
    command = ["git", "ls-files", "-i", "-c", "--exclude-standard"]
    if not (ROOT / ".git").exists():
        pytest.skip("no clone")
    assert subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout == ""
