"""Defined parameters: expressions of labels, their values and exact gradients."""

import ast
import cmath
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from isop_analysis.base.nearest import nearest
from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.statements import Definition

OPERATIONS: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
Functions = Mapping[str, Callable[[Any], Any]]
CALL = re.compile(r"([A-Za-z]\w*)\s*\(")
NAMES = re.compile(r"(?<![\w.])(?:\.?[^\W\d])[\w.]*")
STEP = 1e-30


def _absolute(value: complex) -> complex:
    """Return the value with a real part that isn't negative: analytic, as complex steps need."""
    return value if value.real >= 0 else -value


def _absolutes(values: Array) -> Array:
    return np.where(values.real >= 0, values, -values)


FUNCTIONS: Functions = {"exp": cmath.exp, "log": cmath.log, "sqrt": cmath.sqrt, "abs": _absolute}
ARRAY_FUNCTIONS: Functions = {"exp": np.exp, "log": np.log, "sqrt": np.sqrt, "abs": _absolutes}


@dataclass(frozen=True)
class Formula:
    """A definition, read: which names it uses, and how it is computed."""

    name: str
    expression: str
    tree: ast.expr
    aliases: Mapping[str, str]

    def value(self, known: Mapping[str, complex]) -> complex:
        """Return the value at these values of labels and earlier definitions."""
        found: complex = _evaluate(self.tree, {alias: known[name] for alias, name in self.aliases.items()})
        return found

    def draws(self, known: Mapping[str, Array]) -> Array:
        """Return the values (R,) at R values of each label; NaN where they can't be computed."""
        inside = {alias: known[name].astype(complex) for alias, name in self.aliases.items()}
        with np.errstate(all="ignore"):
            found = np.asarray(_evaluate(self.tree, inside, ARRAY_FUNCTIONS))
        size = len(next(iter(known.values()), np.zeros(0)))
        return np.broadcast_to(np.where(np.isfinite(found), found.real, np.nan), (size,))


def formulas(definitions: tuple[Definition, ...], labels: tuple[str, ...]) -> tuple[Formula, ...]:
    """Read definitions; each may use labels of the model and definitions before it.

    Raises Refused for an unknown label or something that isn't arithmetic.
    """
    read: list[Formula] = []
    for definition in definitions:
        known = (*labels, *(formula.name for formula in read))
        if definition.name in known:
            raise Refused("definition_taken", name=definition.name)
        read.append(_formula(definition, known))
    return tuple(read)


def _formula(definition: Definition, known: tuple[str, ...]) -> Formula:
    names = [name for name in dict.fromkeys(NAMES.findall(definition.expression)) if name not in FUNCTIONS]
    unknown = [name for name in names if name not in known]
    called = [name for name in CALL.findall(definition.expression) if name not in FUNCTIONS]
    if called:
        raise Refused(
            "definition_unknown_function", line=str(definition), name=called[0], known=", ".join(FUNCTIONS)
        )
    if unknown:
        raise _unknown_label(definition, unknown, known)
    places = {name: f"v{place}" for place, name in enumerate(names)}
    text = NAMES.sub(lambda found: places.get(found[0], found[0]), definition.expression).replace("^", "**")
    aliases = {alias: name for name, alias in places.items()}
    try:
        tree = ast.parse(text, mode="eval").body
        _evaluate(tree, dict.fromkeys(aliases, 1.0 + 0j))
    except (SyntaxError, TypeError) as error:
        raise Refused("definition_no_arithmetic", line=str(definition)) from error
    except (ZeroDivisionError, ValueError):
        pass
    return Formula(definition.name, definition.expression, tree, aliases)


def _unknown_label(definition: Definition, unknown: list[str], known: tuple[str, ...]) -> Refused:
    meant = nearest(unknown[0], known)
    if meant is None:
        return Refused("definition_unknown_label", line=str(definition), names=unknown)
    return Refused("definition_unknown_label_meant", line=str(definition), names=unknown, meant=meant)


def _evaluate(node: ast.expr, known: Mapping[str, Any], functions: Functions = FUNCTIONS) -> Any:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return complex(node.value)
    if isinstance(node, ast.Name):
        return known[node.id]
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        left, right = (_evaluate(side, known, functions) for side in (node.left, node.right))
        return OPERATIONS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATIONS:
        return OPERATIONS[type(node.op)](_evaluate(node.operand, known, functions))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
        return functions[node.func.id](*(_evaluate(argument, known, functions) for argument in node.args))
    raise TypeError("not arithmetic")


def defined_values(read: tuple[Formula, ...], labelled: Mapping[str, float]) -> dict[str, float]:
    """Return the value of every definition; NaN where it can't be computed, as a division by zero."""
    return {name: value.real for name, value in _all_values(read, labelled).items()}


def defined_gradients(
    read: tuple[Formula, ...], labelled: Mapping[str, float]
) -> dict[str, dict[str, float]]:
    """Return, a definition, its derivatives by the labels (complex step: Squire & Trapp 1998)."""
    gradients: dict[str, dict[str, float]] = {formula.name: {} for formula in read}
    for label in labelled:
        moved: dict[str, complex] = {**labelled, label: labelled[label] + STEP * 1j}
        for name, value in _all_values(read, moved).items():
            gradients[name][label] = value.imag / STEP
    return gradients


def _all_values(read: tuple[Formula, ...], labelled: Mapping[str, complex]) -> dict[str, complex]:
    known: dict[str, complex] = {name: complex(value) for name, value in labelled.items()}
    for formula in read:
        try:
            known[formula.name] = formula.value(known)
        except (ZeroDivisionError, ValueError, OverflowError):
            known[formula.name] = complex(np.nan, np.nan)
    return {formula.name: known[formula.name] for formula in read}


def defined_draws(read: tuple[Formula, ...], labelled: Mapping[str, Array]) -> dict[str, Array]:
    """Return the values (R,) of every definition at R values of each label."""
    known = dict(labelled)
    for formula in read:
        known[formula.name] = formula.draws(known)
    return {formula.name: known[formula.name] for formula in read}
