"""A study that was released once, copied for each test."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from two_builds import released_demo

from isop_analysis.study import Study


@pytest.fixture(scope="session")
def once_released(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The demo, released; not to be changed."""
    return released_demo(tmp_path_factory.mktemp("released"))


@pytest.fixture
def study(once_released: Study, tmp_path: Path) -> Study:
    """The same, to be changed."""
    shutil.copytree(once_released.root, tmp_path, dirs_exist_ok=True)
    return replace(once_released, root=tmp_path, folder=tmp_path / "config")
