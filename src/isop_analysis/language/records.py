"""Rows of a table as mappings from column to cell."""

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import pandas as pd

Record = dict[str, Any]


def records(frame: "pd.DataFrame") -> list[Record]:
    """Return the rows of a table, each as column → cell."""
    return cast("list[Record]", frame.to_dict("records"))
