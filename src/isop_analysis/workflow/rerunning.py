"""Run a study again in a place of its own, to compare what comes out with a finished folder.

The place lies beside the study's restricted folder, for its owner alone, and is removed at the end. Code,
config and data are those that lie here, copied; of releases those that the folder's run knew of, as what is
held back depends on them. The run starts from nothing, and touches nothing that is here.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.base.locks import FileLock
from isop_analysis.base.whole_files import make_folder
from isop_analysis.study.problems import Problem, StudyError

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

COPIED = (
    *("Snakefile", "workflow", "profiles", "src", "notebooks", "reports", "config", "data/open"),
    *("environment.yml", "environment.post-deploy.sh", "pyproject.toml", "requirements.lock"),
)
ERROR = "ERROR "
LEFT_OUT = shutil.ignore_patterns("build", "__pycache__", ".ipynb_checkpoints", "*.egg-info")


@contextmanager
def run_again(study: "Study", releases: Iterable[str]) -> Iterator[Path]:
    """Run a study anew; give the build folder that it wrote, which is gone after the block.

    Raises
    ------
    StudyError
        When the run fails, with what its steps say, and while another rerun of the study is under way.
    """
    place = study.restricted.with_name(f".rerun_{study.name}")
    lock = FileLock(place.with_suffix(".lock"))
    if not lock.take():
        reason = f"is run again already (process {lock.holder()}); wait until that has ended"
        raise StudyError([Problem(study.name, reason)])
    try:
        shutil.rmtree(place, ignore_errors=True)
        make_folder(place)
        copy_project(study, place, releases)
        _run(study.config_part.document.file, place)
        yield place / "reports" / "build" / study.name
    finally:
        shutil.rmtree(place, ignore_errors=True)
        lock.release()


def copy_project(study: "Study", root: Path, releases: Iterable[str]) -> None:
    """Copy all that a run needs into an empty folder, of releases those of these names."""
    folders = [one / name for name in releases for one in (study.releases, study.restricted / "releases")]
    for name in (*COPIED, study.config.raw, *(path.relative_to(study.root).as_posix() for path in folders)):
        source, target = study.root / name, root / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=LEFT_OUT)
        elif source.is_file():
            make_folder(target.parent)
            shutil.copy2(source, target)
    _point_to_repository(study.root, root)


def _run(config: str, root: Path) -> None:
    own = {"PYTHONPATH": str(root / "src"), "GIT_OPTIONAL_LOCKS": "0"}
    command = [sys.executable, "-m", "isop_analysis", "run", "--config", config]
    done = subprocess.run(command, cwd=root, env=os.environ | own, capture_output=True, text=True)
    if done.returncode:
        raise StudyError([Problem(config, f"could not be run again: {one}") for one in _reasons(done.stderr)])


def _reasons(said: str) -> list[str]:
    """Return what a failed run gave as reasons, each once; else its last line."""
    lines = said.splitlines() or ["it ended without giving a reason"]
    reasons = dict.fromkeys(line.removeprefix(ERROR) for line in lines if line.startswith(ERROR))
    return list(reasons) or lines[-1:]


def _point_to_repository(here: Path, root: Path) -> None:
    """Let git know of which commit the copy is, as the crate tells it."""
    found = subprocess.run(
        ["git", "-C", str(here), "rev-parse", "--absolute-git-dir"], capture_output=True, text=True
    )
    if found.returncode == 0 and (here / ".git").exists():
        (root / ".git").write_text(f"gitdir: {found.stdout.strip()}\n", encoding="utf-8")
