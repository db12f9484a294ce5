"""What a fitted model must offer for its solution to be shown and judged."""

from typing import Protocol

from isop_analysis.stats.structural.moments import Array, RamBlock
from isop_analysis.stats.structural.parameter_table import ParameterTable


class Tabled(Protocol):
    """A table of parameters with the matrices of its blocks."""

    @property
    def table(self) -> ParameterTable:
        """All parameters."""
        ...

    @property
    def blocks(self) -> tuple[RamBlock, ...]:
        """Matrices of every block of the table."""
        ...

    @property
    def n_free(self) -> int:
        """q, the number of free parameters."""
        ...

    def values(self, theta: Array) -> Array:
        """Return the value of every row of the table (rows,)."""
        ...
