"""The parameters of one block: those written, then those that lavaan's cfa() and sem() add."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.parameter_table import Block, Conventions, Parameter
from isop_analysis.stats.structural.statements import Modifier, Statement

Entry = TypeVar("Entry")
Key = tuple[str, str, str]


@dataclass(frozen=True)
class BlockParameters:
    """What decides a block's parameters.

    Attributes:
        place: the block's place in `ParameterTable.blocks`.
        upper: variables of the upper level, whose means stand there.
    """

    block: Block
    place: int
    conventions: Conventions
    upper: frozenset[str]

    def rows(self, lines: Iterable[Statement]) -> Iterator[Parameter]:
        """Yield written parameters, then added ones, each with its defaults and modifiers."""
        written = list(lines)
        markers = _markers(written)
        for line in written:
            row = self._written(line)
            if line.key in markers and not self.conventions.std_lv:
                row = replace(row, fixed=1.0)
            yield self._modified(row, line.modifier)
        known = {line.key for line in written}
        for lhs, op, rhs in self._possible():
            if Statement(lhs, op, rhs, Modifier()).key not in known:
                yield self._added(Parameter(lhs, op, rhs, self.place))

    def _possible(self) -> Iterator[Key]:
        """Yield what every model of these variables has, in lavaan's order."""
        part = self.block.roles
        ordered = [name for name in part.endogenous if name in self.conventions.thresholds]
        for name in ordered:
            for count in range(self.conventions.thresholds[name]):
                yield name, "|", f"t{count + 1}"
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
        for name in ordered:
            yield name, "~*~", name
        if self.conventions.mean_structure:
            for name in part.observed + part.latent:
                yield name, "~1", ""

    def _written(self, line: Statement) -> Parameter:
        row = Parameter(line.lhs, line.op, line.rhs, self.place, written=True)
        own = line.op == "~~" and line.lhs == line.rhs
        scaled = self.conventions.std_lv and own and line.lhs in self.block.roles.latent
        return replace(row, fixed=1.0) if scaled else row

    def _added(self, row: Parameter) -> Parameter:
        part, own = self.block.roles, row.op == "~~" and row.lhs == row.rhs
        if row.lhs in part.exogenous:
            return replace(row, exogenous=True)
        if row.op == "~*~" or (own and row.lhs in self.conventions.thresholds):
            return self._scale(row)
        if row.op == "~1":
            return row if self._mean_free(row.lhs) else replace(row, fixed=0.0)
        if own and row.lhs in part.latent and self.conventions.std_lv and not self._variance_free():
            return replace(row, fixed=1.0)
        return row

    def _scale(self, row: Parameter) -> Parameter:
        """Return the scale or the residual variance of an ordered item: one is a parameter, one follows.

        The parameter is 1; in later groups it is free where thresholds are equal.
        """
        chosen = "~*~" if self.conventions.parameterization == "delta" else "~~"
        if row.op != chosen:
            return replace(row, derived=True)
        equal = self.conventions.group_equal
        held = chosen == "~~" and "residuals" in equal
        return row if self._later("thresholds") and not held else replace(row, fixed=1.0)

    def _mean_free(self, name: str) -> bool:
        if name in self.block.roles.latent:
            by_thresholds = bool(self.conventions.thresholds) and self._later("thresholds")
            return (
                self._later("intercepts") or by_thresholds
            ) and "means" not in self.conventions.group_equal
        return name not in self.upper and name not in self.conventions.thresholds

    def _variance_free(self) -> bool:
        return self._later("loadings") and "lv_variances" not in self.conventions.group_equal

    def _later(self, kind: str) -> bool:
        """Whether this is a later group, and the kind of parameter is equal over groups."""
        return self.block.group > 0 and kind in self.conventions.group_equal

    def _modified(self, row: Parameter, modifier: Modifier) -> Parameter:
        value = self._entry(modifier.values, row)
        if value is not None:
            row = replace(row, fixed=value)
        label = self._entry(modifier.labels, row)
        start = self._entry(modifier.starts, row)
        return replace(row, label=label or "", start=math.nan if start is None else start)

    def _entry(self, entries: tuple[Entry, ...], row: Parameter) -> Entry | None:
        if not entries:
            return None
        if len(entries) == 1:
            return entries[0]
        if len(entries) != len(self.conventions.groups):
            raise Refused(
                "modifier_entries", line=row.name, found=len(entries), groups=len(self.conventions.groups)
            )
        return entries[self.block.group]


def _markers(lines: list[Statement]) -> set[Key]:
    """Return the first loading of every factor, which is 1."""
    first: dict[str, Statement] = {}
    for line in lines:
        if line.op == "=~":
            first.setdefault(line.lhs, line)
    return {line.key for line in first.values()}


def _pairs(names: tuple[str, ...]) -> Iterator[Key]:
    for place, name in enumerate(names):
        for other in names[place + 1 :]:
            yield name, "~~", other
