"""What a model says, line by line: the vocabulary that reading the syntax produces."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from isop_analysis.base.reasons import Refused


@dataclass(frozen=True)
class Modifier:
    """What stands before ``*``: one entry for all groups, or one a group.

    Attributes:
        values: fixed values; NaN frees the parameter (``NA*x``).
        labels: names; parameters of one name are equal.
        starts: starting values.
    """

    values: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    starts: tuple[float, ...] = ()

    def merged(self, other: "Modifier") -> "Modifier":
        """Return both, the other's entries first where both have some."""
        return Modifier(other.values or self.values, other.labels or self.labels, other.starts or self.starts)


@dataclass(frozen=True)
class Statement:
    """One parameter as written: ``lhs op rhs``; an intercept has op ``~1`` and an empty rhs."""

    lhs: str
    op: str
    rhs: str
    modifier: Modifier
    level: int | None = None
    group: str | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """The parameter's identity within its block; covariances have no direction."""
        if self.op == "~~":
            first, second = sorted((self.lhs, self.rhs))
            return first, self.op, second
        return self.lhs, self.op, self.rhs

    def __str__(self) -> str:
        return f"{self.lhs} ~ 1" if self.op == "~1" else f"{self.lhs} {self.op} {self.rhs}"


@dataclass(frozen=True)
class Definition:
    """A defined parameter, ``name := expression``."""

    name: str
    expression: str

    def __str__(self) -> str:
        return f"{self.name} := {self.expression}"


@dataclass(frozen=True)
class Constraint:
    """``label == label`` or ``label == number``."""

    label: str
    other: str | float

    def __str__(self) -> str:
        value = self.other if isinstance(self.other, str) else f"{self.other:g}"
        return f"{self.label} == {value}"


@dataclass(frozen=True)
class Syntax:
    """A whole model: its statements in the order written, its defined parameters and its constraints."""

    statements: tuple[Statement, ...]
    definitions: tuple[Definition, ...]
    constraints: tuple[Constraint, ...] = ()

    @property
    def levels(self) -> tuple[int, ...]:
        """Levels named by ``level:`` lines, in order; empty for a single-level model."""
        return tuple(sorted({line.level for line in self.statements if line.level is not None}))

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups named by ``group:`` lines."""
        return tuple(dict.fromkeys(line.group for line in self.statements if line.group is not None))

    def block(self, group: str | None, level: int | None) -> tuple[Statement, ...]:
        """Return the statements about this group and level."""
        return tuple(line for line in self.statements if line.level == level and line.group in (None, group))


def without_repeats(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return the statements with repeated ones taken once.

    Raises Refused where one parameter is written twice with different modifiers.
    """
    kept: dict[tuple[object, ...], Statement] = {}
    for line in statements:
        place = (line.group, line.level, *line.key)
        known = kept.setdefault(place, line)
        if replace(line, lhs=known.lhs, rhs=known.rhs) != known:
            raise Refused("line_twice", line=str(line))
    return tuple(kept.values())
