"""Variables of a formula: columns, and functions such as I(x^2), log(x), poly(x, 2), factor(x)."""

import ast
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.columns import Array, Columns, Factor, Numbers, numbers_as_factor

CALL = re.compile(r"([^\W\d][\w.]*)\((.*)\)$", re.DOTALL)
NAME = re.compile(r"[^\W\d][\w.]*")
FUNCTIONS: dict[str, Callable[[Array], Array]] = {
    "I": lambda values: values,
    "log": np.log,
    "log2": np.log2,
    "log10": np.log10,
    "log1p": np.log1p,
    "exp": np.exp,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "scale": lambda values: (values - values.mean()) / values.std(ddof=1),
}
FACTORS = ("factor", "C")
KNOWN = ", ".join([*FUNCTIONS, "poly", *FACTORS])
OPERATORS: dict[type[ast.AST], Callable[..., Array]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}


@dataclass(frozen=True)
class Measured:
    """A numeric variable of one or more columns (n, c); `suffixes` follow the variable's name."""

    values: Array
    suffixes: tuple[str, ...]


def used_columns(variable: str) -> tuple[str, ...]:
    """Return the names of the columns a variable is made of, in order."""
    call = CALL.match(variable)
    if not call:
        return (variable,)
    inside = re.sub(r"\b(raw|degree)\s*=\s*\w+", "", call[2])
    names = [name for name in NAME.findall(inside) if name not in ("TRUE", "FALSE", *FUNCTIONS)]
    return tuple(dict.fromkeys(names))


def evaluate(variable: str, columns: Columns) -> Measured | Factor:
    """Return a variable's values on the complete rows.

    Raises Refused for an unknown function, for text where numbers are needed and for results that are
    not finite.
    """
    call = CALL.match(variable)
    if not call:
        column = columns[variable]
        return column if isinstance(column, Factor) else Measured(column.values[:, None], ("",))
    function, inside = call[1], call[2]
    if function in FACTORS:
        return _as_factor(variable, inside.strip(), columns)
    if function == "poly":
        return _finite(variable, _polynomial(variable, inside, columns))
    if function not in FUNCTIONS:
        raise Refused("function_unknown", variable=variable, function=function, known=KNOWN)
    with np.errstate(all="ignore"):
        values = FUNCTIONS[function](_arithmetic(variable, inside, columns))
    return _finite(variable, Measured(values[:, None], ("",)))


def _as_factor(variable: str, name: str, columns: Columns) -> Factor:
    if name not in columns.by_name:
        raise Refused("factor_of_no_column", variable=variable)
    column = columns[name]
    return column if isinstance(column, Factor) else numbers_as_factor(column.values)


def _finite(variable: str, measured: Measured) -> Measured:
    bad = np.asarray(~np.isfinite(measured.values).all(axis=1), dtype=bool)
    if bad.any():
        raise Refused("not_finite", variable=variable, found=int(bad.sum()), rows=len(bad))
    return measured


def _arithmetic(variable: str, inside: str, columns: Columns) -> Array:
    stand_ins: dict[str, str] = {}
    text = NAME.sub(
        lambda match: stand_ins.setdefault(match[0], f"v{len(stand_ins)}"), inside.replace("^", "**")
    )
    values = {stand_in: name for name, stand_in in stand_ins.items()}
    try:
        tree = ast.parse(text, mode="eval").body
    except SyntaxError:
        raise Refused("arithmetic_unreadable", variable=variable) from None
    n = columns.n
    return np.broadcast_to(_compute(tree, variable, values, columns), (n,)).astype(np.float64)


def _compute(node: ast.AST, variable: str, names: dict[str, str], columns: Columns) -> Array:
    if isinstance(node, ast.Name):
        column = columns[names[node.id]]
        if not isinstance(column, Numbers):
            raise Refused("arithmetic_of_text", variable=variable, column=names[node.id])
        return column.values
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return np.float64(node.value)  # type: ignore[return-value]
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        sides = [_compute(side, variable, names, columns) for side in (node.left, node.right)]
        return OPERATORS[type(node.op)](*sides)
    if isinstance(node, ast.UnaryOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](_compute(node.operand, variable, names, columns))
    raise Refused("arithmetic_of_other", variable=variable)


def _polynomial(variable: str, inside: str, columns: Columns) -> Measured:
    parts = [part.strip() for part in inside.split(",")]
    options = dict(part.split("=") for part in (part.replace(" ", "") for part in parts[1:]) if "=" in part)
    degree_text = next((part for part in parts[1:] if "=" not in part), options.get("degree", "1"))
    if not degree_text.isdigit() or int(degree_text) < 1:
        raise Refused("degree_unreadable", variable=variable)
    degree, values = int(degree_text), _arithmetic(variable, parts[0], columns)
    if degree >= np.unique(values).size:
        found = np.unique(values).size
        raise Refused("degree_too_high", variable=variable, inside=parts[0], found=found, degree=degree)
    raw = options.get("raw", "FALSE").upper() in ("TRUE", "T")
    matrix = values[:, None] ** np.arange(1, degree + 1) if raw else orthogonal_polynomials(values, degree)
    return Measured(matrix, tuple(str(power) for power in range(1, degree + 1)))


def orthogonal_polynomials(values: Array, degree: int) -> Array:
    """Return orthonormal polynomials (n, degree) of the values, signed as R's `poly`."""
    powers = (values - values.mean())[:, None] ** np.arange(degree + 1)
    Q, R = np.linalg.qr(powers)
    return np.asarray(Q * np.sign(np.diag(R)))[:, 1:]
