"""A table as its published contract says: columns, counts as bands, numbers rounded, nothing else."""

import math
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
from isop_analysis.language.numbers import rounded

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.contracts.published import Published
    from isop_analysis.contracts.table import Column
    from isop_analysis.publish.sizes import Sizes


def as_published(rows: "pd.DataFrame", table: "Published", width: int, sizes: "Sizes") -> "pd.DataFrame":
    """Return the published columns of the rows, in their order, each as its kind is told."""
    import pandas as pd

    cells = {column.name: _cells(rows[column.name], column, table, width, sizes) for column in table.columns}
    return pd.DataFrame(cells, columns=table.column_names).reset_index(drop=True)


def _cells(
    cells: "pd.Series", column: "Column", table: "Published", width: int, sizes: "Sizes"
) -> "pd.Series":
    if column.kind == "number":
        return cells.astype("float64").map(lambda number: told_number(number, column))
    if column.kind == "reasons":
        return cells.astype("object").map(sizes.reasons)
    if column.name == "cluster_counts":
        return cells.map(sizes.clusters)
    if column.kind != "count" or cells.map(lambda cell: isinstance(cell, str)).any():
        return cells
    if column.name in table.sizes:
        return sizes.column(cells)
    return cells.map(lambda number: str(Count.banded(int(number), width)), na_action="ignore").astype(
        "object"
    )


def told_number(number: float, column: "Column") -> float:
    """Round as readers' numbers are; what is not finite is absent.

    An interval's end that would be 0 has a decimal more: it shows on which side of 0 the interval lies.
    """
    if not math.isfinite(number):
        return math.nan
    told = float(rounded(number, column.digits))
    if told == 0 and column.role in ("low", "high"):
        return float(rounded(number, column.digits + 1))
    return told
