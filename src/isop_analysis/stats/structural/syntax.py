"""lavaan's model syntax as statements.

1. Comments (``#``, ``!``) go, lines end at a line break or ``;``; a line
   without operator continues the one before.
2. ``level:`` and ``group:`` lines open blocks.
3. Every other line is split at its operator, and its right side at ``+`` into terms with modifiers.

Operators that are not built (``<~ < >``) are refused by name; ``==`` takes two labels, or one and a number.
"""

import math
import re
from collections.abc import Iterator

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.statements import (
    Constraint,
    Definition,
    Modifier,
    Statement,
    Syntax,
    without_repeats,
)

OPERATOR = re.compile(r"=~|~\*~|<~|~~|:=|==|[~|<>]")
BLOCK = re.compile(r"^\s*(level|group)\s*:\s*(?P<name>.+?)\s*$", re.IGNORECASE)
NAME = re.compile(r"^[^\W\d][\w.]*$|^\.[^\W\d][\w.]*$")
NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
CALL = re.compile(r"^(?P<function>\w+)\((?P<inside>.*)\)$")
UNBUILT = {
    "<~": "formative",
    "<": "inequality",
    ">": "inequality",
}
LEVELS = {"1": 1, "within": 1, "2": 2, "between": 2}


def parse(text: str) -> Syntax:
    """Read a model in lavaan's syntax.

    Raises Refused, naming the line, for what can't be read.
    """
    statements: list[Statement] = []
    definitions: list[Definition] = []
    constraints: list[Constraint] = []
    level: int | None = None
    group: str | None = None
    for line in _lines(text):
        opened = BLOCK.match(line)
        if opened and opened[1].lower() == "level":
            level = _level(opened["name"])
        elif opened:
            group, level = opened["name"].strip("\"'"), None
        elif ":=" in line:
            definitions.append(_definition(line))
        elif "==" in line:
            constraints.append(_constraint(line))
        else:
            statements.extend(_statements(line, level, group))
    if not statements:
        raise Refused("model_empty")
    return Syntax(without_repeats(statements), tuple(definitions), tuple(constraints))


def _lines(text: str) -> list[str]:
    bare = re.sub(r"[#!][^\n]*", "", text)
    lines: list[str] = []
    for piece in (part.strip() for part in re.split(r"[\n;]", bare)):
        if not piece:
            continue
        starts = BLOCK.match(piece) or OPERATOR.search(piece)
        unfinished = lines and re.search(r"(=~|~|:=|[+*,(])\s*$", lines[-1])
        if starts and not unfinished and not piece.startswith("+"):
            lines.append(piece)
        elif lines:
            lines[-1] = f"{lines[-1]} {piece}"
        else:
            raise Refused("line_without_operator", line=piece)
    return lines


def _level(name: str) -> int:
    if name.lower() not in LEVELS:
        raise Refused("level_unknown", name=name)
    return LEVELS[name.lower()]


def _definition(line: str) -> Definition:
    name, expression = (part.strip() for part in line.split(":=", 1))
    if not NAME.match(name) or not expression:
        raise Refused("definition_unreadable", line=line)
    return Definition(name, expression.replace(" ", ""))


def _constraint(line: str) -> Constraint:
    first, second = (part.strip() for part in line.split("==", 1))
    if NUMBER.match(first):
        first, second = second, first
    if NAME.match(first) and NUMBER.match(second):
        return Constraint(first, float(second))
    if NAME.match(first) and NAME.match(second):
        return Constraint(first, second)
    raise Refused("constraint_unbuilt", line=line)


def _statements(line: str, level: int | None, group: str | None) -> Iterator[Statement]:
    found = OPERATOR.search(line)
    if found is None:
        raise Refused("line_without_operator", line=line)
    if found[0] in UNBUILT:
        raise Refused("line_unbuilt", line=line, asked=UNBUILT[found[0]])
    op = found[0]
    right = _terms(line[found.end() :], line)
    for left in line[: found.start()].split("+"):
        lhs = left.strip()
        _check_name(lhs, line)
        for name, modifier in right:
            if op == "=~" and name == "1":
                raise Refused("line_without_items", line=line)
            if op == "~" and name == "1":
                yield Statement(lhs, "~1", "", modifier, level, group)
            else:
                _check_name(name, line)
                if name == lhs and op != "~~" and op != "~*~":
                    raise Refused("line_both_sides", name=name, line=line)
                yield Statement(lhs, op, name, modifier, level, group)


def _terms(text: str, line: str) -> list[tuple[str, Modifier]]:
    terms: dict[str, Modifier] = {}
    for term in _split(text, "+"):
        *modifiers, name = (part.strip() for part in _split(term, "*"))
        if name == "0" and not modifiers:
            name, modifiers = "1", ["0"]
        repeated = name in terms and not modifiers
        if repeated:
            raise Refused("line_twice_named", name=name, line=line)
        known = terms.get(name, Modifier())
        for modifier in modifiers:
            known = known.merged(_modifier(modifier, line))
        terms[name] = known
    return list(terms.items())


def _split(text: str, mark: str) -> list[str]:
    """Split at the mark outside brackets; a sign of a number is no mark."""
    parts, depth, current = [], 0, ""
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        exponent = mark == "+" and re.search(r"\d[eE]$", text[:place]) is not None
        if letter == mark and depth == 0 and not exponent:
            parts.append(current)
            current = ""
        else:
            current += letter
    return [*parts, current]


def _modifier(text: str, line: str) -> Modifier:
    call = CALL.match(text)
    function = call["function"] if call else "c"
    entries = [entry.strip() for entry in (call["inside"] if call else text).split(",")]
    if function == "c" and all(entry == "NA" or NUMBER.match(entry) for entry in entries):
        return Modifier(values=tuple(math.nan if entry == "NA" else float(entry) for entry in entries))
    if function in ("c", "label", "equal"):
        labels = tuple(entry.strip("\"'") for entry in entries)
        _check_labels(labels, text, line)
        for label in labels:
            _check_name(label, line)
        return Modifier(labels=labels)
    if function == "start" and all(NUMBER.match(entry) for entry in entries):
        return Modifier(starts=tuple(float(entry) for entry in entries))
    raise Refused("modifier_unreadable", modifier=text, line=line)


def _check_labels(labels: tuple[str, ...], text: str, line: str) -> None:
    """Refuse what isn't a label each: a mixture with numbers, or a parameter in place of its label."""
    if any(label == "NA" or NUMBER.match(label) for label in labels):
        raise Refused("modifier_mixed", modifier=text, line=line)
    for label in labels:
        if OPERATOR.search(label):
            raise Refused("modifier_names_parameter", modifier=text, line=line)


def _check_name(name: str, line: str) -> None:
    if re.match(r"efa\(", name):
        raise Refused("line_unbuilt", line=line, asked="exploratory")
    if ":" in name:
        raise Refused("line_product", name=name, line=line)
    if not NAME.match(name):
        raise Refused("line_no_name", name=name, line=line)
