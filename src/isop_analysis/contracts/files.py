"""Tables on disk: checked when written and when read, replaced in one move."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.base.whole_files import whole_file, write_whole
from isop_analysis.contracts.table import Row, conform
from isop_analysis.contracts.tables import by_name

if TYPE_CHECKING:
    import pandas as pd


TO_FILL_IN = {"mask_texts": "masking_doubtful.csv", "integrate_findings": "quote_candidates.csv"}
"""Lists in the restricted folder that a person fills in, by the step that writes them."""


def write_to_fill_in(text: str, step: str, restricted: Path) -> None:
    """Write a step's list as spreadsheets open it: UTF-8 with its mark, readable by its owner only."""
    write_whole(restricted / TO_FILL_IN[step], text.encode("utf-8-sig"))


def write_table(frame: "pd.DataFrame", name: str, folder: Path) -> Path:
    """Check a frame against its contract and write it as ``<folder>/<name>.parquet``; return the path.

    The file appears whole or not at all, readable by its owner only.
    """
    table = by_name(name)
    checked = conform(frame, table)
    path = folder / f"{name}.parquet"
    with whole_file(path) as part:
        checked.to_parquet(part, index=False, compression="zstd")
    return path


def write_rows(rows: Sequence[Row], name: str, folder: Path) -> Path:
    """Write rows as a table, none as the table without rows; return the path."""
    import pandas as pd

    return write_table(pd.DataFrame(list(rows)) if rows else empty_table(name), name, folder)


def read_table(name: str, folder: Path, command: str = "./run") -> "pd.DataFrame":
    """Read a table of a stage; `command` is what runs its study.

    Raises
    ------
    KeyError
        When no table has that name; the nearest is suggested.
    FileNotFoundError
        When the step that writes the table has not run.
    """
    import pandas as pd

    table = by_name(name)
    path = folder / f"{name}.parquet"
    if not path.exists():
        raise FileNotFoundError(
            f"table '{name}' is not there yet; run the step {table.step} ({command}) first"
        )
    return conform(pd.read_parquet(path), table)


def empty_table(name: str) -> "pd.DataFrame":
    """Return the table without rows, for a study that has no such part."""
    import pandas as pd

    return conform(pd.DataFrame(columns=by_name(name).column_names), by_name(name))
