"""The code of each step: which modules it calls and may load, and a hash that `sha256sum` can check.

``python -m isop_analysis.audit.code fit_multilevel`` prints the lines that the hash is taken over.
"""

import ast
import hashlib
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from isop_analysis.audit.hashes import file_hash
from isop_analysis.audit.versions import PACKAGE

REPOSITORY = PACKAGE.parents[1]
LOADED = REPOSITORY / "workflow" / "loaded_modules.txt"
NAME = PACKAGE.name
PLUMBING = ("base", "contracts", "study")
"""Rooms that every step uses: how tables are read, checked and written."""


def modules_of(step: str) -> tuple[str, ...]:
    """Return the paths, in the repository, of a step's own module and of those that it calls."""
    own = PACKAGE / "steps" / f"{step}.py"
    tree = ast.parse(own.read_text(encoding="utf-8"))
    named = {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"{NAME}.")
    }
    called = sorted(one for one in named if one.split(".")[1] not in PLUMBING)
    return (_shown(own), *(_shown(_file_of(one.removeprefix(f"{NAME}."))) for one in called))


def loaded_by(step: str) -> tuple[str, ...]:
    """Return the paths of all modules that a step may load, as `workflow/loaded_modules.txt` has them."""
    return _loaded()[step]


def checked_lines(step: str) -> str:
    """Return what `sha256sum` prints of the modules that a step may load."""
    return "".join(f"{_digest(path)}  {path}\n" for path in loaded_by(step))


def code_hash(step: str) -> str:
    """Return SHA-256 over these lines."""
    return hashlib.sha256(checked_lines(step).encode()).hexdigest()


@cache
def _digest(path: str) -> str:
    return file_hash(REPOSITORY / path)


@cache
def _loaded() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    step = ""
    for line in LOADED.read_text(encoding="utf-8").splitlines():
        if line.startswith("  "):
            room, _, names = line.strip().partition(": ")
            found[step] += [name if room == "." else f"{room}.{name}" for name in names.split()]
        elif line and not line.startswith("#"):
            step = line.split()[0]
            found[step] = []
    paths = {step: {_shown(_file_of(name)) for name in names} for step, names in found.items()}
    return {step: tuple(sorted(own)) for step, own in paths.items()}


def _file_of(module: str) -> Path:
    """Return the file of a module named below the package; the package's own for its name."""
    path = PACKAGE.joinpath(*(() if module == NAME else module.split(".")))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _shown(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the lines of each step named; return the exit code."""
    for step in sys.argv[1:] if arguments is None else arguments:
        if step not in _loaded():
            print(f"ERROR no step is called '{step}'; known: {', '.join(_loaded())}", file=sys.stderr)
            return 1
        print(checked_lines(step), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
