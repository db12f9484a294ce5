"""What a published table's contract says beside that of another table."""

from dataclasses import dataclass
from typing import Literal, get_args

from isop_analysis.contracts.table import Table

STEP = "publish_tables"
Unit = Literal["people", "teams", "sites", "nobody"]


@dataclass(frozen=True)
class Published(Table):
    """A table that readers may have.

    Attributes:
        unit: whose secrets the cells could hold; "nobody" for open data and the plan.
        counts: what the table's cells count or measure, in words.
        sizes: columns with a model's n: exact, unless another published n lies within one to four of it.
    """

    unit: Unit = "people"
    counts: str = ""
    sizes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.unit not in get_args(Unit):
            known = ", ".join(get_args(Unit))
            raise ValueError(f"table {self.name}: unknown unit of disclosure '{self.unit}'; known: {known}")
        if not self.counts:
            raise ValueError(f"table {self.name}: says not what its cells count")


@dataclass(frozen=True)
class Kept:
    """Columns of a processed table that are published: `bands` and `sizes` as counts, `digits` otherwise."""

    counts: str
    columns: str
    bands: str = ""
    sizes: str = ""
    digits: dict[str, int] | None = None
    unit: Unit = "people"
