"""The parameters of a model, as a table."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from isop_analysis.stats.structural.roles import Roles
from isop_analysis.stats.structural.statements import Modifier, Statement

EQUALITIES = (
    "loadings",
    "intercepts",
    "thresholds",
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
        thresholds: number of thresholds of every ordered item; empty without.
        parameterization: "delta": scales of ordered items are parameters, their residual variances follow;
            "theta": the other way round.
    """

    groups: tuple[str, ...] = ("",)
    mean_structure: bool = False
    group_equal: tuple[str, ...] = ()
    group_partial: frozenset[tuple[str, str, str]] = frozenset()
    std_lv: bool = False
    thresholds: Mapping[str, int] = field(default_factory=dict)
    parameterization: str = "delta"


@dataclass(frozen=True)
class Parameter:
    """One row of the table.

    Attributes:
        block: place of its group and level in `ParameterTable.blocks`.
        fixed: the value it is fixed at; NaN where it is free, or exogenous and taken from the data.
        free: place in the vector of free parameters, −1 where fixed; equal parameters share a place.
        exogenous: a moment of exogenous predictors, fixed at the data's.
        derived: follows from the other parameters, as the residual variance of an ordered item.
        start: starting value asked for; NaN for none.
        equal: what it is equal to: its label, or one that a constraint makes that equal to.
    """

    lhs: str
    op: str
    rhs: str
    block: int
    label: str = ""
    fixed: float = math.nan
    free: int = -1
    exogenous: bool = False
    derived: bool = False
    start: float = math.nan
    written: bool = False
    equal: str = ""

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
class Where:
    """In which group, and at which level ("within", "between"); None where there is one only."""

    in_group: str | None = None
    level: str | None = None


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

    def where(self, place: int) -> Where:
        """Return in which group and at which level a block is."""
        block = self.blocks[place]
        level = None if block.level is None else ("within" if block.level == 1 else "between")
        return Where(self.conventions.groups[block.group] or None, level)

    @property
    def observed(self) -> tuple[str, ...]:
        """Observed variables of all blocks."""
        return tuple(dict.fromkeys(name for block in self.blocks for name in block.roles.observed))
