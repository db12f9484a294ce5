"""Run a study again in a place of its own, to compare what comes out with a finished folder.

The place lies in the study's restricted folder, for its owner alone, and is removed at the end. Code, config
and data are those that lie here, copied; of releases only those from before the folder, where that is one of
them: what is held back depends on them. The run starts from nothing, and touches nothing that is here.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.base.whole_files import make_folder
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

COPIED = (
    *("Snakefile", "workflow", "profiles", "src", "notebooks", "reports", "config", "data/open"),
    *("environment.yml", "environment.post-deploy.sh", "pyproject.toml", "requirements.lock"),
)
LEFT_OUT = shutil.ignore_patterns("build", "__pycache__", ".ipynb_checkpoints", "*.egg-info")


@contextmanager
def run_again(study: "Study", folder: Path) -> Iterator[Path]:
    """Run a study anew; give the build folder that it wrote, which is gone after the block.

    Raises
    ------
    StudyError
        When the run fails, with what it said last.
    """
    make_folder(study.restricted)
    with tempfile.TemporaryDirectory(prefix="rerun-", dir=study.restricted) as place:
        root = Path(place)
        copy_project(study, root, folder)
        config = study.config_part.document.file
        own = {"PYTHONPATH": str(root / "src"), "GIT_OPTIONAL_LOCKS": "0"}
        command = [sys.executable, "-m", "isop_analysis", "run", "--config", config]
        done = subprocess.run(command, cwd=root, env=os.environ | own, capture_output=True, text=True)
        if done.returncode:
            last = " ".join(done.stderr.split()[-60:])
            raise StudyError([Problem(config, f"could not be run again: {last}")])
        yield root / "reports" / "build" / study.name


def copy_project(study: "Study", root: Path, folder: Path) -> None:
    """Copy all that a run needs into an empty folder; `folder` is what its results are compared with."""
    data = [study.config.raw, *(path for path in _released(study, folder))]
    for name in (*COPIED, *data):
        source, target = study.root / name, root / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=LEFT_OUT)
        elif source.is_file():
            make_folder(target.parent)
            shutil.copy2(source, target)
    _point_to_repository(study.root, root)


def _released(study: "Study", folder: Path) -> list[str]:
    """Return the folders of earlier releases and of the people behind them, relative to the root."""
    names = [path.name for path in sorted(study.releases.glob("*")) if path.is_dir()]
    if folder.resolve().parent == study.releases.resolve():
        names = [name for name in names if _place(name) < _place(folder.name)]
    folders = [one / name for name in names for one in (study.releases, study.restricted / "releases")]
    return [path.relative_to(study.root).as_posix() for path in folders]


def _place(name: str) -> tuple[str, int]:
    day, _, number = name.rpartition("-")
    return day, int(number) if number.isdecimal() else 0


def _point_to_repository(here: Path, root: Path) -> None:
    """Let git know of which commit the copy is, as the crate tells it."""
    found = subprocess.run(
        ["git", "-C", str(here), "rev-parse", "--absolute-git-dir"], capture_output=True, text=True
    )
    if found.returncode == 0 and (here / ".git").exists():
        (root / ".git").write_text(f"gitdir: {found.stdout.strip()}\n", encoding="utf-8")
