"""Published tables on disk: CSV that anyone can read and look through, checked when written and when read."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.contracts.published import STEP, published
from isop_analysis.contracts.table import DTYPES, Column, Table, conform

if TYPE_CHECKING:
    import pandas as pd


def published_path(name: str, folder: Path) -> Path:
    """Return where a published table lies."""
    return folder / f"{name}.csv"


def write_published(frame: "pd.DataFrame", name: str, folder: Path) -> Path:
    """Check a frame against its published contract and write ``<folder>/<name>.csv``; return the path."""
    checked = conform(frame, published(name))
    path = published_path(name, folder)
    write_whole(path, checked.to_csv(index=False, lineterminator="\n"), PUBLISHED)
    return path


def read_published(name: str, folder: Path) -> "pd.DataFrame":
    """Read a published table.

    Raises
    ------
    KeyError
        When no published table has that name; the nearest is suggested.
    FileNotFoundError
        When the step that publishes has not run.
    """
    import pandas as pd

    table = published(name)
    path = published_path(name, folder)
    if not path.exists():
        raise FileNotFoundError(f"table '{name}' is not published yet; run the step {STEP} (./run) first")
    cells = pd.read_csv(path, dtype="str", keep_default_na=False, na_filter=False)
    return conform(typed(cells, table), table)


def typed(cells: "pd.DataFrame", table: Table) -> "pd.DataFrame":
    """Return cells read as text as their contract's kinds; an empty cell is an absent one."""
    import pandas as pd

    found = {name: cells[name] for name in cells}
    found |= {one.name: _typed(cells[one.name], one) for one in table.columns if one.name in cells}
    return pd.DataFrame(found)


def _typed(cells: "pd.Series", column: Column) -> "pd.Series":
    import pandas as pd

    if column.required and column.kind == "text":
        return cells
    known: Any = cells.where(cells != "")
    if column.kind in ("number", "integer"):
        return pd.to_numeric(known).astype(DTYPES[column.kind])
    if column.kind == "flag":
        return known.map({"True": True, "False": False}).astype("boolean")
    return known
