"""Reversed items by the sign of correlation, on public item sets: found, false alarms, undecided.

``python benchmarks/reversed_items.py FOLDER`` reads what ``reversed_items.R FOLDER`` wrote; prints a table.
An item is really reversed by its authors' key; as signs can't tell which pole of a scale is the high one, the
smaller side of a key counts as reversed, and of two equal sides the one without the first item.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from isop_analysis.stats.scales.keying import keys_by_sign


@dataclass(frozen=True)
class Outcome:
    """One set: its items, those really reversed, and what was said of them."""

    source: str
    scale: str
    n: int
    items: int
    reversed: int
    found: int
    alarms: int
    undecided: int


def really_reversed(keys: pd.DataFrame) -> set[str]:
    """Return the items on the smaller side of a key."""
    turned = set(keys.loc[keys["turned"], "item"])
    straight = set(keys.loc[~keys["turned"], "item"])
    if len(turned) == len(straight):
        return turned if keys["item"].iloc[0] in straight else straight
    return min(turned, straight, key=len)


def outcomes(folder: Path, rows: int | None = None) -> list[Outcome]:
    """Return the outcome of every set, of all its rows or of so many drawn at random."""
    found = []
    for name, keys in pd.read_csv(folder / "keys.csv").groupby("set", sort=False):
        answers = pd.read_csv(folder / f"{name}.csv").select_dtypes("number")
        answers = answers if rows is None else answers.sample(min(rows, len(answers)), random_state=1)
        truth, said = really_reversed(keys), keys_by_sign(answers)
        told = set(said.reversed)
        found.append(
            Outcome(
                str(keys["source"].iloc[0]),
                str(keys["scale"].iloc[0]),
                len(answers),
                len(keys),
                len(truth),
                len(truth & told),
                len(told - truth),
                len(said.undecided),
            )
        )
    return found


def main(folder: Path) -> None:
    """Print a row a source, the sets that went wrong, and the whole."""
    every = pd.DataFrame([vars(one) for one in outcomes(folder)])
    numbers = ["items", "reversed", "found", "alarms", "undecided"]
    by_source = every.groupby("source", sort=False)[numbers].sum()
    by_source.insert(0, "sets", every.groupby("source", sort=False).size())
    print(by_source.to_string())
    wrong = every[(every["found"] < every["reversed"]) | (every["alarms"] > 0)]
    print("\nsets with a miss or a false alarm\n" + wrong.to_string(index=False))
    print("\n" + told(every, "all rows"))
    for rows in (200, 100, 50):
        print(told(pd.DataFrame([vars(one) for one in outcomes(folder, rows)]), f"{rows} rows"))


def told(every: pd.DataFrame, which: str) -> str:
    """Return a line of the whole."""
    whole = every[["items", "reversed", "found", "alarms", "undecided"]].sum()
    straight = whole["items"] - whole["reversed"]
    found, alarms = whole["found"] / whole["reversed"], whole["alarms"] / straight
    return (
        f"{which}: {len(every)} sets, {whole['found']} of {whole['reversed']} reversed found ({found:.3f}), "
        f"{whole['alarms']} false alarms in {straight} ({alarms:.3f}), {whole['undecided']} undecided"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
