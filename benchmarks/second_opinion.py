"""How far other libraries' numbers lie from ours, a row a quantity: of finished runs, side by side.

``python benchmarks/second_opinion.py <published folder> [<published folder> ...]``

Reads `second_opinions.csv` of each (data/published/<study>/, or tables/ of what readers get) and prints the
tables of docs/second_opinion.md: the largest difference, in units, among the numbers that agree, how many
agree and how many differ; then what differs, a row a model or scale, with the reason. A difference is
published as the power of ten that it stays below.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

UNITS = {"se": " SE", "total_variance": " of their sum", "one": ""}
AT_OURS = "at_ours"
Quantity = tuple[str, str, str, str]
"""Source, quantity, whether at our variances, library."""
Row = Mapping[str, str]


@dataclass(frozen=True)
class Run:
    """What is published of the second opinion of one run."""

    rows: tuple[Row, ...]

    @classmethod
    def read(cls, folder: Path) -> "Run":
        """Read a folder's table."""
        with (folder / "second_opinions.csv").open(encoding="utf-8", newline="") as file:
            return cls(tuple(csv.DictReader(file)))

    @property
    def by_quantity(self) -> dict[Quantity, list[Row]]:
        """Rows that were compared."""
        found: dict[Quantity, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row["verdict"] in ("agrees", "differs"):
                found[quantity_of(row)].append(row)
        return found

    @property
    def differing(self) -> dict[tuple[str, str], list[Row]]:
        """Rows that differ, by the model or the kind of number, and by the reason."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            if row["verdict"] == "differs":
                of = " ".join(filter(None, (row["model"] or row["quantity"], row["scale"], row["occasion"])))
                found[of, row["reason"]].append(row)
        return found


def quantity_of(row: Row) -> Quantity:
    """Return what kind of number a row compares."""
    at_ours = AT_OURS if row["term"] == AT_OURS else ""
    return row["source"], row["quantity"], at_ours, row["engine"]


def summed(rows: Sequence[Row]) -> list[str]:
    """Return the largest difference among the rows that agree, how many do, and how many differ."""
    agreeing = [row for row in rows if row["verdict"] == "agrees"]
    sizes = [int(row["magnitude"]) for row in agreeing if row["magnitude"]]
    largest = f"< {10.0 ** max(sizes):.{-max(sizes)}f}{UNITS[rows[0]['unit']]}" if sizes else "–"
    return [largest, str(len(agreeing)), str(len(rows) - len(agreeing))] if rows else ["", "", ""]


def line(cells: Sequence[str]) -> str:
    """Return a row of a table."""
    return f"| {' | '.join(cells)} |"


def main(folders: Sequence[Path]) -> None:
    """Print the tables."""
    runs = [Run.read(folder) for folder in folders]
    heads = ["quantity", "library", *(head for _ in runs for head in ("largest", "agree", "differ"))]
    print(line(heads), line(["---"] * len(heads)), sep="\n")
    for own in dict.fromkeys(quantity for run in runs for quantity in run.by_quantity):
        named = " ".join(filter(None, own[:3]))
        print(line([named, own[3], *(cell for run in runs for cell in summed(run.by_quantity.get(own, [])))]))
    for folder, run in zip(folders, runs, strict=True):
        print(f"\n{folder}: {sum(len(rows) for rows in run.differing.values())} differ")
        for (of, reason), rows in run.differing.items():
            key, _, values = reason.partition(" ")
            told = "".join(f" {name} {value}" for name, value in json.loads(values or "{}").items())
            print(line([of, str(len(rows)), f"{key}{told}"]))


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
