"""The largest preset (100 teams) through the whole line: does it run, what does each step cost.

``python benchmarks/full.py [--keep <folder>]``

Copies the repository's files to a temporary folder, simulates the preset `full` there as the demo study's raw
folder, runs the line, and prints seconds, peak memory, how many models were fitted, refused and failed, and
what the attacks of tests/attacks find in what is published. Ends with exit code 1 when a step fails, a model
failed, a table is missing, a file for readers is longer than it may be, or an attack finds something.
"""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from line import copy_to, cost_of

ROOT = Path(__file__).parents[1]
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


def attacked(folder: Path) -> dict[str, list[str]]:
    """Attack what the study below the folder publishes; return what was found by attack, and print it."""
    sys.path[:0] = [str(ROOT / "tests" / name) for name in ("attacks", "unit/figures")]
    from all_attacks import ON_TABLES, WITH_KNOWLEDGE, names, sizes_behind_widths
    from sheet_readers import bounded, seen_on_sheets
    from who_keeps_score import known_of, texts_in, told_to_readers

    from isop_analysis.study import load

    study = load(folder / "config/config.yaml", folder)
    told, known = told_to_readers(study, study.published), known_of(study)
    drawings = sorted((study.build / "figures/en").glob("*.svg"))
    dots = [svg for svg in drawings if svg.stem.startswith(("teams", "caterpillar"))]
    attacks: dict[str, Callable[[], list[str]]] = {
        **{name: partial(attack, told) for name, attack in ON_TABLES.items()},
        **{name: partial(attack, told, known) for name, attack in WITH_KNOWLEDGE.items()},
        "names": lambda: names(_for_all(texts_in(study.published, study.build)), known),
        "sheets": lambda: [f"{seen.team} {seen.scale}" for seen in seen_on_sheets(study) if bounded(seen)],
        "sizes_behind_widths": lambda: sizes_behind_widths(dots),
    }
    found = {}
    for name, attack in attacks.items():
        start = time.process_time()
        found[name] = attack()
        print(f"{name}: {len(found[name])} found, {time.process_time() - start:.1f} s")
    return found


def _for_all(texts: dict[str, str]) -> dict[str, str]:
    """Leave out the list of team sheets, which is their owner's alone."""
    return {name: text for name, text in texts.items() if not name.startswith("sheets/")}


LIMITS = {"summary": 0.5, "report.html": 1.5, "report.pdf": 2.0, "report.docx": 6.0, "annex.html": 6.0}
"""Megabytes that a file of readers may have."""


def too_long(folder: Path) -> list[str]:
    """Print pages and bytes of what readers get; return what is longer than it may be."""
    from isop_analysis.report.writers.typst import pages_of

    build, found = folder / "reports/build/demo", []
    for path in sorted(build.glob("*.*.*")):
        name, language, kind = path.name.split(".")
        size = path.stat().st_size / 1e6
        pages = f", {pages_of(path.read_bytes())} pages" if kind == "pdf" else ""
        print(f"{path.name}: {size:.2f} MB{pages}")
        if size > LIMITS.get(f"{name}.{kind}", LIMITS.get(name, 6.0)):
            found.append(f"{name}.{language}.{kind}")
    return found


def main(folder: Path) -> int:
    """Run the line in the folder, attack what it published, print both; return 1 for what should not be."""
    copy_to(folder)
    simulated(folder)
    cost = cost_of([sys.executable, "-m", "isop_analysis", "run"], folder)
    print(f"whole line: {cost.seconds:.0f} s, largest process {cost.peak_mb:.0f} MB")
    found = fits_of(folder)
    for name, counts in found.items():
        print(f"{name}: " + ", ".join(f"{count} {status}" for status, count in counts.items()))
    long = too_long(folder)
    leaks = attacked(folder)
    failed = any("failed" in counts for counts in found.values())
    return int(failed or bool(long) or any(leaks.values()))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path, help="a new folder that stays, instead of a temporary one")
    kept = parser.parse_args().keep
    if kept is not None:
        kept.mkdir(parents=True)
        sys.exit(main(kept.resolve()))
    with tempfile.TemporaryDirectory() as temporary:
        sys.exit(main(Path(temporary)))
