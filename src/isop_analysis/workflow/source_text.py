"""What a module's text says: a hash without comments and docstrings, imports, what loads on first use,
tables that are named.

Read from its syntax tree, without importing anything.
"""

import ast
import hashlib
from dataclasses import dataclass

from isop_analysis.contracts.tables import HOMES

PACKAGE = "isop_analysis"
CONTRACTS = {table: f"{PACKAGE}.contracts.{home}" for home, tables in HOMES.items() for table in tables}
DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
TELLING = (ast.Import, ast.ImportFrom, ast.Attribute, ast.Name, ast.Constant)
"""Kinds of nodes that say what is imported, used and named."""
KINDS = [kind for kind in vars(ast).values() if isinstance(kind, type) and issubclass(kind, ast.AST)]
FIELDS = {kind: tuple(name for name in kind._fields if name != "ctx") for kind in KINDS}
"""Fields of each kind but whether it is read or written to: where it stands says that too."""
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
    contracts
        Modules with the contracts of tables whose names stand in its code as texts, sorted.
    """

    sha256: str
    names: list[str]
    lazy: Lazy | None
    contracts: list[str]


def read_source(text: str, module: str = "", is_package: bool = False) -> SourceText:
    """Return what a module's text says; relative imports are read against its full name."""
    tree = ast.parse(text)
    walk = _Walk([], [])
    walk.visit(tree, True)
    nodes = walk.running
    names = sorted(_imported(nodes, module, is_package) | _used(nodes, module, is_package))
    lazy = _lazy_names(tree, module) if is_package else None
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    sha256 = hashlib.sha256("\n".join(walk.written).encode("utf-8", "surrogatepass")).hexdigest()
    return SourceText(sha256, names, lazy, sorted({CONTRACTS[text] for text in texts & CONTRACTS.keys()}))


@dataclass(frozen=True)
class _Walk:
    """One walk through a syntax tree: all of it written down but docstrings, and nodes of `TELLING` that run.

    What stands under ``if TYPE_CHECKING`` never runs.
    """

    written: list[str]
    running: list[ast.AST]

    def visit(self, node: ast.AST, runs: bool) -> None:
        """Add a node and all below it."""
        kind = type(node)
        written = self.written
        written.append(kind.__name__)
        if runs and kind in TELLING:
            self.running.append(node)
        for_types = runs and isinstance(node, ast.If) and _only_for_types(node.test)
        for name in FIELDS[kind]:
            value = getattr(node, name, None)
            below = runs and (not for_types or name == "orelse")
            if isinstance(value, ast.AST):
                self.visit(value, below)
            elif isinstance(value, list):
                written.append("[")
                for one in value[name == "body" and kind in DOCUMENTED and _is_docstring(value) :]:
                    self.visit(one, below) if isinstance(one, ast.AST) else written.append(repr(one))
                written.append("]")
            else:
                written.append(repr(value))


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
    """Return where a lazy package's names are, as its dictionaries of texts and its imports for types say.

    A dictionary may give names their modules, or modules their names; it stands at the top or in
    ``__getattr__``.
    """
    door = next((n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "__getattr__"), None)
    if door is None:
        return None
    lazy: Lazy = {}
    values = [node.value for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign))]
    tables = [one for one in (*values, *ast.walk(door)) if isinstance(one, ast.Dict)]
    for key, value in (pair for table in tables for pair in zip(table.keys, table.values, strict=True)):
        texts = [str(one.value) for one in ast.walk(value) if isinstance(one, ast.Constant)]
        if isinstance(key, ast.Constant):
            lazy.setdefault(str(key.value), []).extend(_place(text, package) for text in texts)
            for text in texts:
                lazy.setdefault(text, []).append(_place(str(key.value), package))
    typed = [n for n in tree.body if isinstance(n, ast.If) and _only_for_types(n.test)]
    for name, full in _bound([one for node in typed for one in ast.walk(node)], package, True).items():
        lazy.setdefault(name, []).append(full)
    return lazy


def _place(text: str, package: str) -> str:
    """Return a table's entry as a full name; it may be relative to its package, and end in ``:name``."""
    text = text.replace(":", ".").lstrip(".")
    return text if _ours(text) else f"{package}.{text}"


def _is_docstring(body: list[ast.stmt]) -> bool:
    first = body[0] if body else None
    return (
        isinstance(first, ast.Expr)
        and isinstance(first.value, ast.Constant)
        and isinstance(first.value.value, str)
    )
