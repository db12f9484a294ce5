"""Are the numbers of two runs the same? For moves of code that must change none.

``python benchmarks/same_numbers.py <old processed folder> <new processed folder>``

Compares every table of both folders: numeric columns bit by bit, other columns cell by cell. A column that
holds reasons (key and values) is compared, told in English, with the prose that stood in its place. Prints a
line a difference; exit code 1 where a number differs.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import read_reasons


def numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)


def different(old: pd.Series, new: pd.Series) -> np.ndarray:
    """Return which cells differ; absent equals absent."""
    if numeric(old) and numeric(new):
        first, second = (one.astype("float64").to_numpy() for one in (old, new))
        return ~((first == second) | (np.isnan(first) & np.isnan(second)))
    first, second = (one.astype("object").where(one.notna(), None).to_numpy() for one in (old, new))
    return np.array([a != b for a, b in zip(first, second, strict=True)], dtype=bool)


def told(cell: object) -> str:
    """Return a cell of prose or of reasons as prose without full stops."""
    try:
        parts = [str(one) for one in read_reasons(cell)]
    except (ValueError, KeyError):
        parts = [str(cell)]
    return " ".join(part.rstrip(".") for part in parts).replace(". ", " ").rstrip(".")


def compare(old: pd.DataFrame, new: pd.DataFrame, name: str) -> bool:
    """Print what differs between two states of a table; return whether a number does."""
    gone, come = sorted({*old} - {*new}), sorted({*new} - {*old})
    if gone or come:
        print(f"{name}: columns gone {gone}, come {come}")
    if len(old) != len(new):
        print(f"{name}: {len(old)} rows became {len(new)}")
        return True
    found = False
    for column in (one for one in old if one in new):
        rows = np.flatnonzero(different(old[column], new[column]))
        if not len(rows):
            continue
        pairs = [(old[column].iloc[row], new[column].iloc[row]) for row in rows]
        if numeric(old[column]) and numeric(new[column]):
            found = True
            print(f"{name}.{column}: {len(rows)} numbers differ, first {pairs[0]}")
        elif unlike := [pair for pair in pairs if told(pair[0]) != told(pair[1])]:
            print(f"{name}.{column}: {len(unlike)} of {len(rows)} texts told otherwise, first {unlike[0]}")
        else:
            print(f"{name}.{column}: {len(rows)} reasons, told word for word as before")
    return found


def main(first: Path, second: Path) -> int:
    tables = {folder: {path.stem for path in folder.glob("*.parquet")} for folder in (first, second)}
    for name in sorted(tables[first] ^ tables[second]):
        print(f"{name}: in one folder only")
    changed = [
        compare(pd.read_parquet(first / f"{name}.parquet"), pd.read_parquet(second / f"{name}.parquet"), name)
        for name in sorted(tables[first] & tables[second])
    ]
    print(f"{len(changed)} tables, {sum(changed)} with other numbers")
    return int(any(changed))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
