"""A table as its published contract says: columns, counts as bands, numbers rounded, nothing else."""

import math
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count
from isop_analysis.language.numbers import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import pandas as pd
    from pandas.api.extensions import ExtensionArray

    from isop_analysis.contracts.published import Published
    from isop_analysis.contracts.table import Column
    from isop_analysis.publish.sizes import Sizes


def as_published(rows: "pd.DataFrame", table: "Published", width: int, sizes: "Sizes") -> "pd.DataFrame":
    """Return the published columns of the rows, in their order, each as its kind is told."""
    import pandas as pd

    cells = {column.name: _cells(rows[column.name], column, table, width, sizes) for column in table.columns}
    return pd.DataFrame(cells, columns=table.column_names)


def _cells(
    cells: "pd.Series", column: "Column", table: "Published", width: int, sizes: "Sizes"
) -> "Sequence[object] | ExtensionArray | np.ndarray":
    from pandas.api.types import is_numeric_dtype

    if column.kind == "number":
        return [told_number(number, column) for number in cells.astype("float64").tolist()]
    if column.kind == "reasons":
        return [sizes.reasons(cell) for cell in cells.tolist()]
    if column.name == "cluster_counts":
        return [sizes.clusters(cell) for cell in cells.tolist()]
    if column.kind != "count" or not is_numeric_dtype(cells.dtype):
        return cells.array
    told = sizes.told if column.name in table.sizes else lambda number: Count.banded(number, width)
    numbers = zip(cells.tolist(), cells.isna(), strict=True)
    return [None if absent else str(told(int(number))) for number, absent in numbers]


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
