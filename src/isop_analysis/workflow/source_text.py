"""What a module's text says: a hash without comments and docstrings, what it imports, what it loads on first use.

Read from its syntax tree, without importing anything.
"""

import ast
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

PACKAGE = "isop_analysis"
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
Lazy = dict[str, list[str]]


@dataclass(frozen=True)
class SourceText:
    """What is found in a module's text.

    Attributes
    ----------
    sha256
        Hash of the syntax tree: comments, layout and docstrings don't count.
    names
        Full names of ours that it imports or uses, sorted; some are attributes, not modules. A name that ends
        in ``.*`` is all that its module offers.
    lazy
        Of a package that loads on first use (it has ``__getattr__``) per name where it is, as its table says:
        ``{"reliability": ["isop_analysis.scales.reliability"]}``; None for any other module.
    """

    sha256: str
    names: list[str]
    lazy: Lazy | None


def read_source(text: str, module: str = "", is_package: bool = False) -> SourceText:
    """Return what a module's text says; `module` is its full name, against which relative imports are read."""
    tree = ast.parse(text)
    nodes = list(_running_nodes(tree))
    names = sorted(_imported(nodes, module, is_package) | _used(nodes, module, is_package))
    return SourceText(_hash_of(tree), names, _lazy_names(tree, module) if is_package else None)


def _running_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes but those under ``if TYPE_CHECKING``, which never run."""
    waiting = [node]
    while waiting:
        for child in ast.iter_child_nodes(waiting.pop()):
            if isinstance(child, ast.If) and _only_for_types(child.test):
                waiting += child.orelse
                yield from child.orelse
            else:
                yield child
                waiting.append(child)


def _only_for_types(test: ast.expr) -> bool:
    return "TYPE_CHECKING" in (getattr(test, "id", ""), getattr(test, "attr", ""))


def _imported(nodes: list[ast.AST], module: str, is_package: bool) -> set[str]:
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module, is_package)
            names |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return {name for name in names if _ours(name)}


def _absolute(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + is_package]
    return ".".join([*kept, *([node.module] if node.module else [])])


def _used(nodes: list[ast.AST], module: str, is_package: bool) -> set[str]:
    """Return what is used of modules, as ``isop_analysis.scales.alpha`` for ``isop.scales.alpha``.

    A module that is handed on as a whole may be used in any way: ``isop_analysis.scales.*``.
    """
    bound = _bound(nodes, module, is_package)
    followed = {id(node.value) for node in nodes if isinstance(node, ast.Attribute)}
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Attribute):
            steps, base = [node.attr], node.value
            while isinstance(base, ast.Attribute):
                steps, base = [base.attr, *steps], base.value
            if isinstance(base, ast.Name) and base.id in bound:
                found.add(".".join([bound[base.id], *steps]))
        elif isinstance(node, ast.Name) and node.id in bound and id(node) not in followed:
            found.add(f"{bound[node.id]}.*")
    return found


def _bound(nodes: list[ast.AST], module: str, is_package: bool) -> dict[str, str]:
    """Return the names that imports of ours bind in a module, with the full names they stand for."""
    bound: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, module, is_package)
            bound |= {alias.asname or alias.name: f"{base}.{alias.name}" for alias in node.names}
    return {name: full for name, full in bound.items() if _ours(full)}


def _ours(name: str) -> bool:
    return name.split(".")[0] == PACKAGE


def _lazy_names(tree: ast.Module, package: str) -> Lazy | None:
    """Return a lazy package's table, from the dictionaries of texts at its top: name → module, or module → names."""
    if not any(isinstance(node, ast.FunctionDef) and node.name == "__getattr__" for node in tree.body):
        return None
    lazy: Lazy = {}
    for node in tree.body:
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not isinstance(node.value, ast.Dict):
            continue
        for key, value in zip(node.value.keys, node.value.values, strict=True):
            texts = [str(one.value) for one in ast.walk(value) if isinstance(one, ast.Constant)]
            if isinstance(key, ast.Constant) and texts:
                name, places = str(key.value), [_place(text, package) for text in texts]
                lazy.setdefault(name, []).extend(place for place in places if place not in lazy[name])
                for text in texts:
                    lazy.setdefault(text, []).append(_place(name, package))
    return lazy


def _place(text: str, package: str) -> str:
    """Return a table's entry as a full name; it may be relative to its package, and end in ``:name``."""
    text = text.replace(":", ".").lstrip(".")
    return text if _ours(text) else f"{package}.{text}"


def _hash_of(tree: ast.Module) -> str:
    written: list[str] = []
    _write(tree, written)
    return hashlib.sha256("\n".join(written).encode("utf-8", "surrogatepass")).hexdigest()


def _write(node: ast.AST, written: list[str]) -> None:
    written.append(type(node).__name__)
    for name in node._fields:
        value = getattr(node, name, None)
        if isinstance(value, list):
            if name == "body" and isinstance(node, DOCUMENTED) and _is_docstring(value):
                value = value[1:]
            written.append("[")
            for one in value:
                _write(one, written) if isinstance(one, ast.AST) else written.append(repr(one))
            written.append("]")
        elif isinstance(value, ast.AST):
            _write(value, written)
        else:
            written.append(repr(value))


def _is_docstring(body: list[ast.stmt]) -> bool:
    first = body[0] if body else None
    return (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
