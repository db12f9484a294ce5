"""The tutorial, taken from its page, leads to its report; Python on pages prints what they show."""

import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from pages import DOCS, ROOT, Block, Page, pages

COPIED = (
    *("Snakefile", "workflow", "profiles", "src", "environment.yml", "requirements.lock"),
    *("docs/tutorial", "data/raw/tiny"),
)
PYTHON = [page for page in pages() if any(block.language == "python" for block in page.blocks)]
RUN = [page for page in PYTHON if page.path.parent != DOCS or page.path.stem == "tutorial"]
"""Others show how a thing is called, on data that the reader has."""
ISOP = f'#!/bin/sh\nexec {sys.executable} -m isop_analysis "$@"\n'


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tutorial")
    for name in COPIED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, root / name)
    (root / "isop").write_text(ISOP)
    (root / "isop").chmod(0o755)
    return root


def done(block: Block, root: Path) -> str:
    """Do what a block says in a project's folder; return what is printed."""
    if block.language == "yaml":
        name = block.text.splitlines()[0].removeprefix("# ")
        (root / name).write_text(block.text)
        return ""
    own = {"HOME": str(root / "home"), "PYTHONPATH": str(root / "src")}
    run = subprocess.run(
        ["sh", "-ec", block.text], cwd=root, env=os.environ | own, text=True, capture_output=True, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


@pytest.fixture(scope="module")
def printed(project: Path) -> list[tuple[str, str]]:
    """What the tutorial's commands print beside what its page shows; the project is then what they left."""
    pairs, last = [], ""
    for block in Page(DOCS / "tutorial.md").blocks:
        if block.language in ("sh", "yaml"):
            last = done(block, project)
        elif block.language == "text" and last:
            pairs.append((last, block.text))
        else:
            last = ""  # of Python, which stands below
    return pairs


def test_the_tutorials_commands_print_what_its_page_shows(printed: list[tuple[str, str]]) -> None:
    assert len(printed) == 2
    for found, shown in printed:
        assert found == shown


@pytest.mark.usefixtures("printed")
def test_the_tutorial_leads_to_a_report_that_answers_its_question(project: Path) -> None:
    build = project / "reports/build/home_care"
    assert {path.name for path in build.glob("*.en.*")} == {
        "annex.en.html",
        "report.en.docx",
        "report.en.html",
        "report.en.pdf",
        "summary.en.pdf",
    }
    report = (build / "report.en.html").read_text()
    assert "First sign, to study again" in report
    assert "Do people who attend more meetings learn more from each other?" in report


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize("page", RUN, ids=lambda page: page.name)
def test_python_on_a_page_prints_what_the_page_shows(
    page: Page, project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    for block, following in pairwise([*page.blocks, Block("", "")]):
        if block.language == "python":
            exec(block.text, {})
            if following.language == "text":
                assert capsys.readouterr().out == following.text
