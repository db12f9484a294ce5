"""Published tables on disk: CSV that anyone can read and look through, checked when written and when read."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.contracts.published import STEP, published
from isop_analysis.contracts.table import DTYPES, Column, Table, conform

if TYPE_CHECKING:
    import pandas as pd

MADE_WITH = "made_with.json"
"""The record of what published tables were made with, beside them."""


def published_path(name: str, folder: Path) -> Path:
    """Return where a published table lies."""
    return folder / f"{name}.csv"


def write_published(frame: "pd.DataFrame", name: str, folder: Path) -> Path:
    """Check a frame against its published contract and write ``<folder>/<name>.csv``; return the path."""
    checked = conform(frame, published(name))
    path = published_path(name, folder)
    write_whole(path, checked.to_csv(index=False, lineterminator="\n"), PUBLISHED)
    return path


def read_published(name: str, folder: Path, command: str = "./run") -> "pd.DataFrame":
    """Read a published table; `command` is what runs its study.

    Raises
    ------
    KeyError
        When no published table has that name; the nearest is suggested.
    FileNotFoundError
        When the step that publishes has not run.
    """
    path = published_path(name, folder)
    published(name)
    if not path.exists():
        raise FileNotFoundError(f"table '{name}' is not published yet; run the step {STEP} ({command}) first")
    state = path.stat()
    return _read(name, path, (state.st_ino, state.st_mtime_ns, state.st_size)).copy(deep=False)


@lru_cache(maxsize=256)
def _read(name: str, path: Path, state: tuple[int, int, int]) -> "pd.DataFrame":
    """Read a table's file once in a process, as long as the file stays the same."""
    import pandas as pd

    cells = pd.read_csv(path, dtype="str", keep_default_na=False, na_filter=False)
    return conform(typed(cells, published(name)), published(name))


def typed(cells: "pd.DataFrame", table: Table) -> "pd.DataFrame":
    """Return cells read as text as their contract's kinds; an empty cell is an absent one."""
    import pandas as pd

    found = {name: cells[name] for name in cells}
    found |= {one.name: _typed(found[one.name], one) for one in table.columns if one.name in found}
    return pd.DataFrame(found)


def _typed(cells: "pd.Series", column: Column) -> Any:
    """Return a column's cells as its kind, absent where they are empty."""
    import numpy as np
    import pandas as pd

    if column.required and column.kind == "text":
        return cells
    kind: Any = DTYPES[column.kind]
    texts = np.array(cells, dtype=object)
    absent = texts == ""
    if column.kind in ("number", "integer"):
        texts[absent] = "nan"
        return pd.Series(texts.astype(np.float64), cells.index).astype(kind)
    known: Any = cells.where(~absent) if absent.any() else cells
    if column.kind == "flag":
        return known.map({"True": True, "False": False}).astype(kind)
    return known.astype(kind)
