"""What a run was made with."""

import hashlib
import subprocess
from pathlib import Path

import pytest

from isop_analysis.audit import versions


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Return a repository with one commit of one file of code."""
    (tmp_path / "src").mkdir()
    (tmp_path / "src/code.py").write_text("1\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "First"]):
        asked = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words]
        subprocess.run(asked, cwd=tmp_path, check=True)
    return tmp_path


def test_a_commit_and_whether_code_differs_from_it(clone: Path) -> None:
    found = versions.code_version(clone)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=clone, capture_output=True, text=True, check=True)
    assert (found.commit, found.changed) == (head.stdout.strip(), False)

    (clone / "src/code.py").write_text("2\n")
    assert versions.code_version(clone).changed


def test_code_without_a_repository_has_no_commit(tmp_path: Path) -> None:
    found = versions.code_version(tmp_path)
    assert (found.commit, found.changed) == ("", False)
    assert found.source == versions.source_hash()
    assert len(found.source) == 64


def test_libraries_are_those_of_the_lock_that_are_installed(tmp_path: Path) -> None:
    import pandas as pd

    lock = "pandas==3.0.0 \\\n    --hash=sha256:0\nno-such-library==1.0\n"
    (tmp_path / "requirements.lock").write_text(lock)
    found = versions.libraries(tmp_path)
    assert found.versions == {"pandas": pd.__version__}
    assert found.lock == hashlib.sha256(lock.encode()).hexdigest()
