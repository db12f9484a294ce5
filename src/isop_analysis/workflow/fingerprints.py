"""A hash of all code that a step runs, so that editing a module reruns exactly what depends on it."""

import hashlib
import json
import re
import sys
from dataclasses import asdict
from functools import cache
from pathlib import Path

from isop_analysis.workflow.seen_files import SeenFiles, hash_of, seen
from isop_analysis.workflow.settings_used import READ_BY_PEOPLE
from isop_analysis.workflow.source_text import PACKAGE, Lazy, SourceText, read_source

SOURCE = Path(__file__).resolve().parents[2]
ENTRY = f"{PACKAGE}.steps.running"
CATALOGUE = f"{PACKAGE}/base/catalogue/"
"""Reasons stand in tables by key; their words are for people, and for logs."""

NAMES_NO_TABLE = tuple(f"{PACKAGE}.{room}." for room in ("base", "stats", "contracts", "study"))
"""Rooms that read and write no table of their own accord: a table's name there means something else."""

DERIVED = f"{PACKAGE}.contracts.published_estimates"
"""From the contracts of the tables it names, those of published ones are made."""

LOCKED = re.compile(r"^([\w.-]+)==", re.MULTILINE)
INSTALLED = re.compile(r"^(.+)-(.+)\.dist-info$")


def fingerprint(module: str, notebooks: tuple[str, ...] = ()) -> str:
    """Return a hash over a step's module, all first-party code it imports, and the files beside that code.

    Parameters
    ----------
    module
        Such as ``isop_analysis.steps.score_scales``.
    notebooks
        Paths of notebooks the step executes; their text and what they import count too.

    Code counts without its comments and docstrings. The Python version and the libraries' installed versions
    count: others may give other numbers. The words of reasons count only for steps that people read.
    """
    code = our_code()
    modules = code.loaded_by_step(module)
    for notebook in notebooks:
        modules |= code.reached_from(_names_in(Path(notebook)))
    told = module.rpartition(".")[2] in READ_BY_PEOPLE
    parts = [f"{sys.version_info[0]}.{sys.version_info[1]}", installed_versions()]
    parts += code.hashes(modules, without=() if told else (CATALOGUE,))
    parts += [hash_of(path) for notebook in notebooks if (path := Path(notebook)).is_file()]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def our_code() -> "Code":
    """Return the package's code as it lies on disk, read once."""
    return Code(SOURCE, seen())


class Code:
    """All modules below a source folder, and which of them loading or running one brings along."""

    def __init__(self, source: Path, seen: SeenFiles) -> None:
        self.source = source
        self.seen = seen
        self.modules: dict[str, Path] = {}
        self.beside: dict[str, list[Path]] = {}
        self._texts: dict[str, SourceText] = {}
        self._next: dict[str, frozenset[str]] = {}
        self._find_files(source / PACKAGE, PACKAGE)

    def _find_files(self, folder: Path, package: str) -> None:
        """Note the modules of a package, and what lies beside them: templates, styles, fonts."""
        self.modules[package] = folder / "__init__.py"
        self.beside[package] = []
        for path in sorted(folder.iterdir()):
            if path.name == "__init__.py":
                continue
            if path.suffix == ".py":
                self.modules[f"{package}.{path.stem}"] = path
            elif not path.is_dir():
                self.beside[package] += [path] if _counts(path) else []
            elif (path / "__init__.py").is_file():
                self._find_files(path, f"{package}.{path.name}")
            elif path.name != "__pycache__":
                self._find_loose(path, package, f"{package}.{path.name}")

    def _find_loose(self, folder: Path, package: str, name: str) -> None:
        """Note the files of a folder that is no package; its modules can be imported all the same."""
        for path in sorted(folder.iterdir()):
            if path.suffix == ".py":
                self.modules[f"{name}.{path.stem}"] = path
            elif path.is_dir() and path.name != "__pycache__":
                self._find_loose(path, package, f"{name}.{path.name}")
            elif _counts(path):
                self.beside[package].append(path)

    def loaded_by(self, module: str) -> frozenset[str]:
        """Return the module, its packages, and every module of ours that loading or running them imports.

        Imports inside functions count, those under ``if TYPE_CHECKING`` don't, for they never run. Of a
        package that loads on first use count only the modules of the names that are used, and of contracts
        those of the tables that are named.
        """
        return self.reached_from([module])

    def loaded_by_step(self, module: str) -> frozenset[str]:
        """Return all that running a step's module may load: its own modules, and those that start a step."""
        return self.loaded_by(module) | self.loaded_by(ENTRY)

    def reached_from(self, names: list[str]) -> frozenset[str]:
        """Return every module that using these names brings along."""
        found: set[str] = set()
        waiting = [module for name in names for module in self._modules_of(name)]
        while waiting:
            module = waiting.pop()
            if module not in found:
                found.add(module)
                waiting += self._brought_by(module) - found
        return frozenset(found)

    def _brought_by(self, module: str) -> frozenset[str]:
        if module not in self._next:
            text = self.text(module)
            names = [*text.names, module.rpartition(".")[0]]
            silent = f"{module}.".startswith(NAMES_NO_TABLE) and module != DERIVED
            names += [] if silent or module == PACKAGE else text.contracts
            self._next[module] = frozenset(one for name in names for one in self._modules_of(name))
        return self._next[module]

    def _modules_of(self, name: str, asked: frozenset[str] = frozenset()) -> set[str]:
        """Return the modules a name stands in: scales and alpha for ``isop_analysis.scales.alpha``."""
        place, *steps = name.split(".")
        if place not in self.modules or name in asked:
            return set()
        found = {place}
        for at, step in enumerate(steps):
            if f"{place}.{step}" in self.modules:
                place = f"{place}.{step}"
                found.add(place)
                continue
            lazy = self._lazy(place)
            targets = [one for own in lazy.values() for one in own] if step == "*" else lazy.get(step, [])
            for target in targets:
                for rest in (steps[at + 1 :], steps[at:]):
                    found |= self._modules_of(".".join([target, *rest]), asked | {name})
            break
        return found

    def _lazy(self, module: str) -> Lazy:
        """Return a package's table of what loads on first use; empty for any other module."""
        return self.text(module).lazy or {} if module in self.beside else {}

    def text(self, module: str) -> SourceText:
        """Return what a module's text says."""
        if module not in self._texts:
            path, is_package = self.modules[module], module in self.beside

            def found_in(file: Path) -> dict[str, object]:
                return asdict(read_source(file.read_text(encoding="utf-8"), module, is_package))

            self._texts[module] = SourceText(**self.seen.find("code", path, found_in))
        return self._texts[module]

    def hashes(self, modules: frozenset[str], without: tuple[str, ...] = ()) -> list[str]:
        """Return a line with a hash for each module and file beside one; none for starts `without`."""
        lines = [f"{module} {self.text(module).sha256}" for module in sorted(modules)]
        for path in self.files_beside(modules):
            name = path.relative_to(self.source).as_posix()
            if not name.startswith(without):
                lines.append(f"{name} {self.seen.find('sha256', path, hash_of)}")
        return lines

    def files_beside(self, modules: frozenset[str]) -> list[Path]:
        """Return what lies beside the packages among these modules: templates, styles, fonts, words."""
        return [path for module in sorted(modules) for path in self.beside.get(module, [])]


def _counts(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".pyc", ".part"}


@cache
def installed_versions() -> str:
    """Return the versions in which the libraries of a run are installed here, ``name version`` a line.

    What the lock has for tests and notebooks alone changes no table.
    """
    lock = SOURCE.parent / "requirements.lock"
    of_a_run = lock.read_text("utf-8").split("# [run]")[-1].split("# [rest]")[0] if lock.is_file() else ""
    wanted = {_plain(name) for name in LOCKED.findall(of_a_run)}
    folders = [Path(entry) for entry in sys.path if entry and Path(entry).is_dir()]
    found = [INSTALLED.match(path.name) for folder in folders for path in folder.glob("*.dist-info")]
    versions = {(_plain(match[1]), match[2]) for match in found if match}
    return "\n".join(f"{name} {version}" for name, version in sorted(versions) if name in wanted)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _names_in(notebook: Path) -> list[str]:
    if not notebook.is_file():
        return []
    cells = json.loads(notebook.read_text(encoding="utf-8")).get("cells", [])
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    plain = [line for source in sources for line in source.splitlines() if not line.startswith(("%", "!"))]
    return read_source("\n".join(plain)).names
