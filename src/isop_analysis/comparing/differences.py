"""What differs between two published tables of one name: rows found again by their key, cell by cell.

Both are read as text, as they were told: a table of then may have columns that there are no more.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from isop_analysis.contracts.published import published
from isop_analysis.contracts.published_files import published_path

if TYPE_CHECKING:
    import pandas as pd

How = Literal["changed", "new", "gone"]
KEYS: Mapping[str, tuple[str, ...]] = {
    "model_variances": ("model", "scale", "group", "term", "term_2"),
    "structural_parameters": ("model", "group", "level", "lhs", "op", "rhs"),
    "team_scores": ("scale", "occasion", "mean"),
}
"""Columns that tell rows apart where the contract names none, as absent cells are among them, or only numbers
rows by their order: where one team is left out, no other team's mean is another."""
NUMBERED: Mapping[str, tuple[str, ...]] = {"team_scores": ("place",)}
"""Columns that number rows, and say nothing."""
NEVER_TOLD = ("quotes",)
"""Tables whose cells are people's words: what was taken back may not be told again."""
ALL_COLUMNS = ""
Row = tuple[tuple[str, str], ...]
"""A row by its key: columns with their cells."""


@dataclass(frozen=True)
class Difference:
    """A cell that says something else, or a row that came or went (of all its columns).

    `then` and `now` are the cells as published; empty where there is none.
    """

    table: str
    row: Row
    column: str
    how: How
    then: str = ""
    now: str = ""


def differences(table: str, then: Path, now: Path) -> list[Difference]:
    """Return what differs between a table in the folder of then and that in the folder of now."""
    old, new = _cells(table, then), _cells(table, now)
    if table in NEVER_TOLD:
        return [] if old.equals(new) else [Difference(table, (), ALL_COLUMNS, "changed")]
    key = KEYS.get(table, published(table).key)
    if not set(key) <= set(old.columns):
        return [Difference(table, (), ALL_COLUMNS, "changed")]
    return list(_of_rows(table, _by_key(old, key), _by_key(new, key)))


def cells_of(table: str, folder: Path) -> int:
    """Return how many cells beside those of its key a table tells."""
    frame = _cells(table, folder)
    key = KEYS.get(table, published(table).key)
    return int((frame[[name for name in frame.columns if name not in key]] != "").to_numpy().sum())


def _cells(table: str, folder: Path) -> "pd.DataFrame":
    import pandas as pd

    path = published_path(table, folder)
    return pd.read_csv(path, dtype="str", keep_default_na=False, na_filter=False)


def _by_key(frame: "pd.DataFrame", key: tuple[str, ...]) -> dict[Row, dict[str, str]]:
    """Return rows by their key; the second of two alike is told apart by its place among them."""
    seen: Counter[Row] = Counter()
    found: dict[Row, dict[str, str]] = {}
    for cells in frame.to_dict("records"):
        row = tuple((name, str(cells[name])) for name in key)
        seen[row] += 1
        place = (("place", str(seen[row])),) if seen[row] > 1 else ()
        found[row + place] = {str(name): str(cell) for name, cell in cells.items() if name not in key}
    return found


def _of_rows(
    table: str, old: Mapping[Row, Mapping[str, str]], new: Mapping[Row, Mapping[str, str]]
) -> Iterator[Difference]:
    for row in [*new, *(one for one in old if one not in new)]:
        if row not in old or row not in new:
            yield Difference(table, row, ALL_COLUMNS, "gone" if row in old else "new")
            continue
        for column in [*new[row], *(one for one in old[row] if one not in new[row])]:
            then, now = old[row].get(column, ""), new[row].get(column, "")
            if then != now and column not in NUMBERED.get(table, ()):
                yield Difference(table, row, column, "changed", then, now)
