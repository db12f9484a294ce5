import shutil
from pathlib import Path

import pytest
from standin_project import Project, build


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A stand-in project whose steps have all run; not to be changed."""
    root = tmp_path_factory.mktemp("finished")
    project = build(root)
    run = project.run()
    assert run.returncode == 0, run.stdout
    return project


@pytest.fixture
def done(finished: Project, tmp_path: Path) -> Project:
    """A copy of the finished project."""
    shutil.copytree(finished.root, tmp_path / "done")
    return Project(tmp_path / "done")


@pytest.fixture
def fresh(tmp_path: Path) -> Project:
    """A stand-in project that has not run."""
    root = tmp_path / "fresh"
    root.mkdir()
    return build(root)
