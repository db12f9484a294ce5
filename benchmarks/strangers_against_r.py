"""The numbers of a stranger's report beside R's (strangers.R), as computed and as published."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

KEYS = {
    "reliability": ["scale", "occasion"],
    "scale_descriptives": ["scale", "occasion"],
    "agreement": ["scale", "occasion"],
    "model_fits": ["model", "scale"],
    "model_coefficients": ["model", "scale", "term"],
    "model_variances": ["model", "scale", "group", "term", "term_2"],
    "model_effects": ["model", "scale", "term"],
    "site_estimates": ["model", "scale", "outcome", "method", "path"],
}
STANDARDISED = {"std_all": "estimate", "std_se": "se", "std_low": "ci_low", "std_high": "ci_high"}
"""Of sites readers get slopes in standard deviations, under the names of those that were computed."""
TOLERANCE = 1e-4
"""Of half a unit of the last digit: what two optimisers may differ where a number lies between two digits."""


@dataclass(frozen=True)
class Pair:
    """A number of R's with ours: as computed, None where it is only published, and as published.

    `published` is None where readers have a band or nothing.
    """

    table: str
    key: str
    quantity: str
    ours: float | None
    published: float | None
    unit: float
    theirs: float

    @property
    def difference(self) -> float | None:
        """How far what we computed lies from R's; of numbers above one relative to R's."""
        return None if self.ours is None else abs(self.ours - self.theirs) / max(1.0, abs(self.theirs))

    @property
    def agrees(self) -> bool | None:
        """Whether R's rounds to what is published; None where nothing is."""
        if self.published is None:
            return None
        return abs(self.published - self.theirs) <= self.unit * (0.5 + TOLERANCE)


def pairs(name: str, numbers: Path) -> list[Pair]:
    """Return each number of R with ours of one study, read in the project's folder.

    KeyError where R has a row that we lack.
    """
    from isop_analysis.study import load

    study = load(f"config/{name}/config.yaml")
    theirs = pd.read_csv(numbers)
    theirs = theirs[theirs["study"] == name]
    found = []
    for table, rows in theirs.groupby("table"):
        ours = _keyed(study.table(str(table)), KEYS[str(table)])
        published = pd.read_csv(f"data/published/{name}/{table}.csv", dtype=str, keep_default_na=False)
        found += list(_pairs(str(table), rows, ours, _keyed(published, KEYS[str(table)])))
    return found


def _keyed(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    text = frame[keys].astype("object").fillna("").astype(str)
    return frame.set_index(text.agg("|".join, axis=1))


def _pairs(table: str, rows: pd.DataFrame, ours: pd.DataFrame, published: pd.DataFrame) -> Iterator[Pair]:
    told = STANDARDISED if table == "site_estimates" else {name: name for name in rows["quantity"].unique()}
    for row in rows.itertuples():
        key, quantity = str(row.key), str(row.quantity)
        shown, unit = _published(published, key, told.get(quantity, ""))
        own = float(ours.loc[key, quantity]) if quantity in ours else None
        yield Pair(table, key, quantity, own, shown, unit, float(row.value))


def _published(frame: pd.DataFrame, key: str, column: str) -> tuple[float | None, float]:
    """Return a number as readers have it and the unit of its last digit; None for a band or nothing."""
    if column not in frame:
        return None, 1.0
    cell = str(frame[column].get(key, ""))
    unit = 10.0 ** -max(_decimals(frame[column]), len(cell.partition(".")[2]))
    return (None, unit) if cell == "" or "-" in cell[1:] else (float(cell), unit)


def _decimals(cells: "pd.Series[str]") -> int:
    """Return the decimals that most cells of a column have; a few may have one more, or end in a zero."""
    found = cells[cells != ""].str.partition(".")[2].str.len().value_counts() if len(cells) else cells
    return int(found[found == found.max()].index.max()) if len(found) else 0


def table_of(found: Sequence[Pair]) -> str:
    """Return Markdown: per quantity how many numbers, how many agree as published, the largest difference."""
    lines = ["| table | quantity | numbers | as published | largest difference |", "|---|---|---|---|---|"]
    for table, quantity in dict.fromkeys((one.table, one.quantity) for one in found):
        own = [one for one in found if (one.table, one.quantity) == (table, quantity)]
        shown = [one.agrees for one in own if one.agrees is not None]
        told = f"{sum(shown)} of {len(shown)}" if shown else "–"
        differences = [one.difference for one in own if one.difference is not None]
        largest = f"{max(differences):.0e}" if differences else "–"
        lines.append(f"| {table} | {quantity} | {len(own)} | {told} | {largest} |")
    return "\n".join(lines)


def write(found: Sequence[Pair], path: Path) -> None:
    """Write every pair, so that a difference can be followed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["table", "key", "quantity", "ours", "published", "theirs", "difference", "agrees"])
        for one in found:
            shown = "" if one.published is None else one.published
            numbers = (one.ours, shown, one.theirs, one.difference, one.agrees)
            writer.writerow([one.table, one.key, one.quantity, *numbers])
