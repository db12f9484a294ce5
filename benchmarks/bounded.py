"""Bounded against unbounded estimation where solutions fail: few people, and few clusters that hardly differ.

``python benchmarks/bounded.py [replications]`` (100 unless told)

Three correlated factors of three items each, standardised loadings .6, by 30 to 60 people; and one factor of
four items at two levels, explained between clusters by a manifest predictor (.5), ten people a cluster. A
line a cell: share converged, share converged and admissible, and of the converged the path's median and the
coverage of its 95 % interval, by standard error where there is one.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.stats import structural
from isop_analysis.stats.structural import ModelRefused, StructuralFit

SEED, LOADING, SIZE = 20250112, 0.6, 10
LOADINGS = np.array([1.0, 0.8, 0.9, 0.7])
FACTORS = "f =~ a1 + a2 + a3\ng =~ b1 + b2 + b3\nh =~ c1 + c2 + c3\ng ~ f\nh ~ g"
LEVELS = "level: 1\nf =~ y1 + y2 + y3 + y4\nlevel: 2\nf =~ y1 + y2 + y3 + y4\nf ~ w"


@dataclass(frozen=True)
class Cell:
    """A kind of data, with the true path of `lhs` on `rhs`."""

    title: str
    kind: str
    size: int
    icc: float
    bounds: tuple[str, ...]
    lhs: str
    rhs: str
    truth: float


def cells() -> Iterator[Cell]:
    """Yield the cells."""
    for people in (30, 40, 60):
        yield Cell(f"{people} people", "factors", people, 0.0, ("none", "pos.var", "standard"), "g", "f", 0.5)
    for clusters in (12, 20, 40):
        for icc in (0.02, 0.05, 0.10):
            truth = 0.5 * np.sqrt(icc / (1 - icc))
            title = f"{clusters} clusters, ICC {icc:.2f}"
            yield Cell(title, "levels", clusters, icc, ("none", "pos.var"), "f", "w", truth)


def drawn(cell: Cell, random: np.random.Generator) -> pd.DataFrame:
    """Return invented data of a cell."""
    if cell.kind == "factors":
        n, rest = cell.size, np.sqrt(0.75)
        f = random.normal(size=n)
        g = 0.5 * f + rest * random.normal(size=n)
        h = 0.5 * g + rest * random.normal(size=n)
        columns = {
            f"{letter}{place}": LOADING * factor + np.sqrt(1 - LOADING**2) * random.normal(size=n)
            for letter, factor in zip("abc", (f, g, h), strict=True)
            for place in (1, 2, 3)
        }
        return pd.DataFrame(columns)
    site, w = np.repeat(np.arange(cell.size), SIZE), random.normal(size=cell.size)
    between = 0.5 * w + np.sqrt(0.75) * random.normal(size=cell.size)
    factor = between[site] * np.sqrt(cell.icc / (1 - cell.icc)) + random.normal(size=len(site))
    items = factor[:, None] * LOADINGS + random.normal(size=(len(site), 4))
    return pd.DataFrame(items, columns=["y1", "y2", "y3", "y4"]).assign(w=w[site], site=site)


def estimated(cell: Cell, frame: pd.DataFrame, bounds: str) -> StructuralFit | None:
    """Return the fit; None where it is refused."""
    try:
        if cell.kind == "factors":
            return structural.fit(FACTORS, frame, bounds=bounds)
        return structural.fit(LEVELS, frame, cluster="site", bounds=bounds)
    except ModelRefused:
        return None


def told(cell: Cell, bounds: str, found: list[StructuralFit | None]) -> str:
    """Return a cell's line."""
    ended = [fitted for fitted in found if fitted is not None and fitted.convergence.converged]
    tables = [fitted.parameters.query(f"lhs == '{cell.lhs}' and rhs == '{cell.rhs}'") for fitted in ended]
    estimates = np.array([table["estimate"].iloc[0] for table in tables])
    covers = [table["ci_low"].iloc[0] <= cell.truth <= table["ci_high"].iloc[0] for table in tables]
    well = sum(fitted.admissible for fitted in ended)
    median = np.median(estimates) if len(estimates) else np.nan
    shares = f"{len(ended) / len(found):.0%} | {well / len(found):.0%}"
    covered = f"{np.mean(covers):.2f}" if covers else "–"
    return f"| {cell.title} | {bounds} | {shares} | {median:.2f} ({cell.truth:.2f}) | {covered} |"


def main(replications: int) -> None:
    """Print the table."""
    print("| data | bounds | converged | and admissible | path, median (true) | coverage |")
    print("|---|---|---|---|---|---|")
    for place, cell in enumerate(cells()):
        random = np.random.default_rng([SEED, place])
        frames = [drawn(cell, random) for _ in range(replications)]
        for bounds in cell.bounds:
            print(told(cell, bounds, [estimated(cell, frame, bounds) for frame in frames]), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
