"""Which first-party modules a module imports, read from its syntax tree without importing anything."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from isop_analysis import FACE

PACKAGE = "isop_analysis"


def file_of(module: str, source: Path) -> Path | None:
    """Return the file of a module, such as ``isop_analysis/study/loading.py`` below source, or None."""
    path = source.joinpath(*module.split("."))
    for file in (path / "__init__.py", path.with_suffix(".py")):
        if file.is_file():
            return file
    return None


def modules_of(module: str, source: Path) -> frozenset[str]:
    """Return the module, its packages, and every first-party module that loading or running them imports.

    Imports inside functions count, those under ``if TYPE_CHECKING`` don't, for they never run.
    ``isop.scales`` counts after ``import isop_analysis as isop``, whose rooms load on first use.
    """
    found: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        file = file_of(name, source)
        if name in found or file is None:
            continue
        found.add(name)
        if "." in name:
            waiting.append(name.rpartition(".")[0])
        waiting += imported_by(file.read_text(encoding="utf-8"), name, file.name == "__init__.py")
    return frozenset(found)


@cache
def imported_by(text: str, module: str = "", is_package: bool = False) -> frozenset[str]:
    """Return the first-party names a source text imports; some of them are attributes, not modules.

    Steps share most of their modules: each text is parsed once.
    """
    tree = ast.parse(text)
    nodes = list(_running_nodes(tree))
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module, is_package)
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    names |= _rooms_used(nodes)
    return frozenset(name for name in names if name.split(".")[0] == PACKAGE)


def _running_nodes(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield other
                yield from _running_nodes(other)
            continue
        yield child
        yield from _running_nodes(child)


def _absolute(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _rooms_used(nodes: list[ast.AST]) -> set[str]:
    packages = {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.Import)
        for alias in node.names
        if alias.name == PACKAGE
    }
    return {
        f"{PACKAGE}.{FACE.get(node.attr, node.attr)}"
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in packages
    }
