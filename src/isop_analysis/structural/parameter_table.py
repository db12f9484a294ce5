"""The parameters of a model: those written and those that lavaan's cfa() and sem() add, in its order."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from isop_analysis.structural.refusals import ModelRefused
from isop_analysis.structural.roles import Roles, roles
from isop_analysis.structural.statements import Modifier, Statement, Syntax

Entry = TypeVar("Entry")
EQUALITIES = (
    "loadings",
    "intercepts",
    "means",
    "residuals",
    "residual_covariances",
    "lv_variances",
    "lv_covariances",
    "regressions",
)


@dataclass(frozen=True)
class Conventions:
    """Choices of a fit that decide which parameters there are.

    Attributes:
        groups: labels of the groups; one empty label where there are none.
        mean_structure: whether means are modelled.
        group_equal: which kinds of parameters are equal over groups (`EQUALITIES`).
        group_partial: parameters of those kinds that differ nevertheless, as `Statement.key`.
        std_lv: latent variances 1 instead of first loadings 1.
    """

    groups: tuple[str, ...] = ("",)
    mean_structure: bool = False
    group_equal: tuple[str, ...] = ()
    group_partial: frozenset[tuple[str, str, str]] = frozenset()
    std_lv: bool = False


@dataclass(frozen=True)
class Parameter:
    """One row of the table.

    Attributes:
        block: place of its group and level in `ParameterTable.blocks`.
        fixed: the value it is fixed at; NaN where it is free, or exogenous and taken from the data.
        free: place in the vector of free parameters, −1 where fixed; equal parameters share a place.
        exogenous: a moment of exogenous predictors, fixed at the data's.
        start: starting value asked for; NaN for none.
    """

    lhs: str
    op: str
    rhs: str
    block: int
    label: str = ""
    fixed: float = math.nan
    free: int = -1
    exogenous: bool = False
    start: float = math.nan
    written: bool = False

    @property
    def name(self) -> str:
        """The parameter as an analyst would write it."""
        return f"{self.lhs} ~ 1" if self.op == "~1" else f"{self.lhs} {self.op} {self.rhs}"

    @property
    def key(self) -> tuple[str, str, str]:
        """The parameter's identity within its block, as `Statement.key`."""
        return Statement(self.lhs, self.op, self.rhs, Modifier()).key


@dataclass(frozen=True)
class Block:
    """One group at one level (None in single-level models), and the roles of its variables."""

    group: int
    level: int | None
    roles: Roles


@dataclass(frozen=True)
class ParameterTable:
    """All parameters of all blocks; `n_free` of them are free and different."""

    parameters: tuple[Parameter, ...]
    blocks: tuple[Block, ...]
    conventions: Conventions
    n_free: int = field(default=0)

    @property
    def free_names(self) -> tuple[str, ...]:
        """One name a free parameter, of the first row that has it."""
        names: dict[int, str] = {}
        for row in self.parameters:
            if row.free >= 0:
                names.setdefault(row.free, row.name)
        return tuple(names[place] for place in range(self.n_free))

    @property
    def observed(self) -> tuple[str, ...]:
        """Observed variables of all blocks."""
        return tuple(dict.fromkeys(name for block in self.blocks for name in block.roles.observed))


def parameter_table(syntax: Syntax, conventions: Conventions) -> ParameterTable:
    """Return the table of a model.

    Raises ModelRefused for an unknown equality, a group in the syntax that isn't in the data, or a modifier
    with another number of entries than there are groups.
    """
    for kind in conventions.group_equal:
        if kind not in EQUALITIES:
            raise ModelRefused(f"group_equal has '{kind}'; expected one of {', '.join(EQUALITIES)}.")
    rows: list[Parameter] = []
    blocks: list[Block] = []
    for place, group in enumerate(conventions.groups):
        levels = syntax.levels or (None,)
        bare = {level: roles(syntax.block(group, level)) for level in levels}
        for level in levels:
            lines = syntax.block(group, level)
            own = bare[level].beside(other for name, other in bare.items() if name != level)
            block = Block(place, level, own)
            upper = {name for line in syntax.block(group, 2) for name in (line.lhs, line.rhs)}
            builder = _BlockRows(
                block, len(blocks), conventions, frozenset(upper) if level == 1 else frozenset()
            )
            rows.extend(builder.rows(lines))
            blocks.append(block)
    return _numbered(rows, tuple(blocks), conventions)


@dataclass(frozen=True)
class _BlockRows:
    block: Block
    place: int
    conventions: Conventions
    upper: frozenset[str]
    """Variables of the upper level, whose means stand there."""

    def rows(self, lines: Iterable[Statement]) -> Iterator[Parameter]:
        """Yield written parameters, then added ones, each with its defaults and modifiers."""
        written = list(lines)
        markers = self._markers(written)
        for line in written:
            row = self._default(line.lhs, line.op, line.rhs, written=True)
            if line.key in markers and not self.conventions.std_lv:
                row = replace(row, fixed=1.0)
            yield self._modified(row, line.modifier)
        known = {line.key for line in written}
        for lhs, op, rhs in self._added():
            if Statement(lhs, op, rhs, Modifier()).key not in known:
                yield self._default(lhs, op, rhs, written=False)

    def _markers(self, lines: list[Statement]) -> set[tuple[str, str, str]]:
        first: dict[str, Statement] = {}
        for line in lines:
            if line.op == "=~":
                first.setdefault(line.lhs, line)
        return {line.key for line in first.values()}

    def _added(self) -> Iterator[tuple[str, str, str]]:
        part = self.block.roles
        for name in part.endogenous + part.latent:
            yield name, "~~", name
        yield from _pairs(part.latent_exogenous)
        yield from _pairs(part.outcomes)
        yield from _pairs(part.free_predictors)
        for name in part.free_predictors:
            yield from ((name, "~~", other) for other in part.exogenous)
        for place, name in enumerate(part.exogenous):
            for other in part.exogenous[place:]:
                yield name, "~~", other
        if self.conventions.mean_structure:
            for name in part.observed + part.latent:
                yield name, "~1", ""

    def _default(self, lhs: str, op: str, rhs: str, written: bool) -> Parameter:
        part = self.block.roles
        row = Parameter(lhs, op, rhs, self.place, written=written)
        if written:
            scaled = self.conventions.std_lv and op == "~~" and lhs == rhs and lhs in part.latent
            return replace(row, fixed=1.0) if scaled else row
        if lhs in part.exogenous:
            return replace(row, exogenous=True)
        if op == "~1":
            free = (lhs in part.observed and lhs not in self.upper) or self._latent_mean_free(lhs)
            return row if free else replace(row, fixed=0.0)
        if self.conventions.std_lv and lhs == rhs and lhs in part.latent and not self._scale_free():
            return replace(row, fixed=1.0)
        return row

    def _latent_mean_free(self, name: str) -> bool:
        equal = self.conventions.group_equal
        return (
            name in self.block.roles.latent
            and self.block.group > 0
            and "intercepts" in equal
            and "means" not in equal
        )

    def _scale_free(self) -> bool:
        equal = self.conventions.group_equal
        return self.block.group > 0 and "loadings" in equal and "lv_variances" not in equal

    def _modified(self, row: Parameter, modifier: Modifier) -> Parameter:
        values = self._entry(modifier.values, row)
        if values is not None:
            row = replace(row, fixed=values)
        label = self._entry(modifier.labels, row)
        start = self._entry(modifier.starts, row)
        return replace(row, label=label or "", start=math.nan if start is None else start)

    def _entry(self, entries: tuple[Entry, ...], row: Parameter) -> Entry | None:
        if not entries:
            return None
        if len(entries) == 1:
            return entries[0]
        if len(entries) != len(self.conventions.groups):
            raise ModelRefused(
                f"The modifier of '{row.name}' has {len(entries)} entries, the data "
                f"{len(self.conventions.groups)} groups; expected one entry, or one a group."
            )
        return entries[self.block.group]


def _pairs(names: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            yield name, "~~", other


def _numbered(rows: list[Parameter], blocks: tuple[Block, ...], conventions: Conventions) -> ParameterTable:
    """Give free parameters their places; equal ones share one, and a fixed label fixes its namesakes."""
    fixed = {row.label: row.fixed for row in rows if row.label and not math.isnan(row.fixed)}
    places: dict[object, int] = {}
    numbered = []
    for count, row in enumerate(rows):
        if row.label in fixed and math.isnan(row.fixed):
            row = replace(row, fixed=fixed[row.label])
        if math.isnan(row.fixed) and not row.exogenous:
            key = row.label or _shared(row, blocks, conventions) or count
            row = replace(row, free=places.setdefault(key, len(places)))
        numbered.append(row)
    return ParameterTable(tuple(numbered), blocks, conventions, len(places))


def _shared(row: Parameter, blocks: tuple[Block, ...], conventions: Conventions) -> object | None:
    """Return what a parameter shares with its namesakes in other groups, if it is of an equal kind."""
    block = blocks[row.block]
    if len(conventions.groups) < 2 or _kind(row, block.roles) not in conventions.group_equal:
        return None
    if row.key in conventions.group_partial:
        return None
    return row.lhs, row.op, row.rhs, block.level


def _kind(row: Parameter, part: Roles) -> str:
    latent = row.lhs in part.latent
    if row.op == "=~":
        return "loadings"
    if row.op == "~":
        return "regressions"
    if row.op == "~1":
        return "means" if latent else "intercepts"
    if row.lhs == row.rhs:
        return "lv_variances" if latent else "residuals"
    return "lv_covariances" if latent else "residual_covariances"
