"""A hash of all code that a step runs, so that editing a module reruns exactly what depends on it."""

import hashlib
import json
import sys
from functools import cache
from pathlib import Path

from isop_analysis.workflow.imports import PACKAGE, file_of, imported_by, modules_of

SOURCE = Path(__file__).resolve().parents[2]
ENTRY = f"{PACKAGE}.__main__"


def fingerprint(module: str, notebooks: tuple[str, ...] = ()) -> str:
    """Return a hash over a step's module, all first-party code it imports, and the files beside that code.

    Parameters
    ----------
    module
        Such as ``isop_analysis.steps.score_scales``.
    notebooks
        Paths of notebooks the step executes; their text and what they import count too.

    The Python version and the lock file count: other libraries may give other numbers.
    """
    modules = set(_modules(module))
    for notebook in notebooks:
        for name in _imported_by_notebook(Path(notebook)):
            modules |= modules_of(name, SOURCE)
    digest = hashlib.sha256("{}.{}".format(*sys.version_info[:2]).encode())
    files = [*files_of(modules, SOURCE), *(Path(notebook).resolve() for notebook in notebooks)]
    for file in [*files, SOURCE.parent / "requirements.lock"]:
        if file.is_file():
            digest.update(f"\n{file.name}\n{_hash_of(file)}".encode())
    return digest.hexdigest()


@cache
def _modules(module: str) -> frozenset[str]:
    return modules_of(module, SOURCE) | modules_of(ENTRY, SOURCE)


@cache
def _hash_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def files_of(modules: set[str] | frozenset[str], source: Path) -> list[Path]:
    """Return the files of modules and what lies beside a package's code: templates, styles, fonts."""
    files: set[Path] = set()
    for module in modules:
        file = file_of(module, source)
        if file is None:
            continue
        files.add(file)
        if file.name == "__init__.py":
            files |= _beside(file.parent)
    return sorted(files)


def _beside(folder: Path) -> set[Path]:
    found: set[Path] = set()
    for path in folder.iterdir():
        if path.is_file() and path.suffix not in {".py", ".pyc", ".part"}:
            found.add(path)
        elif path.is_dir() and path.name != "__pycache__" and not (path / "__init__.py").exists():
            found |= _beside(path)
    return found


def _imported_by_notebook(notebook: Path) -> frozenset[str]:
    if not notebook.is_file():
        return frozenset()
    cells = json.loads(notebook.read_text(encoding="utf-8")).get("cells", [])
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    plain = [line for source in sources for line in source.splitlines() if not line.startswith(("%", "!"))]
    return imported_by("\n".join(plain))
