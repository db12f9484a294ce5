"""What a run was made with: the code, its commit, Python, and the libraries that are installed."""

import hashlib
import platform
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import isop_analysis

PACKAGE = Path(isop_analysis.__file__).parent
LOCK = "requirements.lock"
LOCKED = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
CODE = ("src", "workflow", "Snakefile", "notebooks")
"""Where what a run executes lies; a study's config is an input, and no code."""


@dataclass(frozen=True)
class CodeVersion:
    """The code of a run.

    Attributes
    ----------
    commit
        The 40 hex digits of git; empty where the code came without a repository.
    changed
        Whether files of the code differ from that commit.
    source
        SHA-256 over paths and contents of all files of the package: the same wherever it is installed.
    """

    commit: str
    changed: bool
    source: str


@dataclass(frozen=True)
class Libraries:
    """What is installed: Python's version, SHA-256 of the lock file, locked libraries with their versions."""

    python: str
    lock: str
    versions: dict[str, str]


def code_version(root: Path) -> CodeVersion:
    """Return the version of the code; ``root`` is the folder that holds ``config/``."""
    commit = _git(root, "rev-parse", "HEAD")
    changed = bool(commit and _git(root, "status", "--porcelain", "--untracked-files=no", "--", *CODE))
    return CodeVersion(commit, changed, source_hash())


def source_hash() -> str:
    """Return SHA-256 over the package's files, each with its path below the package."""
    found = hashlib.sha256()
    for path in _source_files():
        found.update(f"{path.relative_to(PACKAGE).as_posix()}\0{len(path.read_bytes())}\0".encode())
        found.update(path.read_bytes())
    return found.hexdigest()


def libraries(root: Path) -> Libraries:
    """Return Python's version and those of the libraries in the lock file that are installed."""
    lock = (root / LOCK).read_bytes() if (root / LOCK).is_file() else b""
    names = sorted({name.lower() for name in LOCKED.findall(lock.decode())})
    found = {name: one for name in names if (one := _installed(name))}
    return Libraries(platform.python_version(), hashlib.sha256(lock).hexdigest(), found)


def _source_files() -> Iterator[Path]:
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in (".pyc", ".part"):
            yield path


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _git(root: Path, *words: str) -> str:
    """Return what git says of a folder; empty without git, or without a repository of its own."""
    if not (root / ".git").exists():
        return ""
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
