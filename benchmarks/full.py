"""The largest preset (100 teams) through the whole line: does it run, what does each step cost.

``python benchmarks/full.py [--keep <folder>]``

Copies the repository's files to a temporary folder, simulates the preset `full` there as the demo study's raw
folder, runs the line, and prints seconds, peak memory, and how many models were fitted, refused and failed.
Ends with exit code 1 when a step fails, a model failed, or a table is missing.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from line import copy_to, cost_of

MODELLED = ("model_fits", "structural_fits", "site_models")


def simulated(folder: Path) -> None:
    """Write the raw folder of 100 teams in place of the demo's."""
    raw = folder / "data/raw/demo"
    shutil.rmtree(raw)
    cost_of(
        [sys.executable, "-m", "isop_analysis.demo", "--preset", "full", "--out", str(raw), "--root", "."],
        folder,
    )


def fits_of(folder: Path) -> dict[str, dict[str, int]]:
    """Return per table of fits how many were fitted, refused and failed."""
    import pandas as pd

    processed = folder / "data/processed/demo"
    return {
        name: pd.read_parquet(processed / f"{name}.parquet")["status"].astype(str).value_counts().to_dict()
        for name in MODELLED
    }


def main(folder: Path) -> int:
    """Run the line in the folder and print what it cost; return 1 when a model failed."""
    copy_to(folder)
    simulated(folder)
    cost = cost_of([sys.executable, "-m", "isop_analysis.workflow"], folder)
    print(f"whole line: {cost.seconds:.0f} s, largest process {cost.peak_mb:.0f} MB")
    found = fits_of(folder)
    for name, counts in found.items():
        print(f"{name}: " + ", ".join(f"{count} {status}" for status, count in counts.items()))
    return int(any("failed" in counts for counts in found.values()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="a new folder that stays, instead of a temporary one")
    kept = parser.parse_args().keep
    if kept is not None:
        kept.mkdir(parents=True)
        sys.exit(main(kept.resolve()))
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(Path(temporary)))
