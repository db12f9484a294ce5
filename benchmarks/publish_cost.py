"""What publishing costs: on a study that was run, and on one of ten times as many people and teams.

``python benchmarks/publish_cost.py [--times 10] <root with data/processed/demo> ...``

Copies config and tables of each root to a temporary folder, publishes there, and prints CPU seconds, loading
of libraries apart; what the gate of teams knows of grids is forgotten before. For the larger study every row
of a person or a team is repeated under other pseudonyms and counts are multiplied; tables of models stay as
they are.
"""

import argparse
import shutil
import tempfile
import time
from pathlib import Path

import pandas as pd

NAMED = ("person", "team", "site", "response", "document", "segment")
COUNTS = {"item_counts": ["count"], "sample": ["people"], "choices": ["chosen", "asked"]}
LARGE = (
    "scale_scores",
    "persons",
    "teams",
    "memberships",
    "participation",
    "responses",
    "answers",
    "sheet_consents",
    "team_scores",
    "segments",
    "documents",
    "codings",
)


def copied(root: Path, folder: Path) -> None:
    """Copy what publishing reads."""
    shutil.copytree(root / "config", folder / "config")
    for name in ("processed", "restricted"):
        shutil.copytree(root / "data" / name / "demo", folder / "data" / name / "demo")


def multiplied(folder: Path, times: int) -> None:
    """Repeat people and teams under other names."""
    for name in (*LARGE, *COUNTS):
        path = folder / f"data/processed/demo/{name}.parquet"
        frame = pd.read_parquet(path)
        if name in COUNTS:
            frame[COUNTS[name]] *= times
        else:
            frame = pd.concat([_renamed(frame, copy) for copy in range(times)], ignore_index=True)
        frame.to_parquet(path)


def _renamed(frame: pd.DataFrame, copy: int) -> pd.DataFrame:
    own = {}
    for name in NAMED:
        if name in frame and frame[name].dtype.kind in "if":
            own[name] = frame[name] + copy * 1_000_000
        elif name in frame:
            text = frame[name].astype("object")
            own[name] = (text.astype("str") + f"_{copy}").where(text.notna() & (text != "none"), text)
    return frame.assign(**own)


def cost(folder: Path) -> float:
    """Publish twice, and return the CPU seconds of the second time: libraries are loaded by then."""
    from isop_analysis.publish import sheet_scales, team_gate
    from isop_analysis.steps import publish_tables
    from isop_analysis.study import load

    study = load(folder / "config/config.yaml", folder)
    publish_tables.run(study)
    for known in (*vars(team_gate).values(), *vars(sheet_scales).values()):
        if hasattr(known, "cache_clear"):
            known.cache_clear()
    started = time.process_time()
    publish_tables.run(study)
    return time.process_time() - started


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roots", nargs="+", type=Path)
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    for root in given.roots:
        for times in (1, given.times):
            with tempfile.TemporaryDirectory() as temporary:
                copied(root.resolve(), Path(temporary))
                if times > 1:
                    multiplied(Path(temporary), times)
                people = len(pd.read_parquet(Path(temporary) / "data/processed/demo/persons.parquet"))
                print(
                    f"{root.resolve().name}, {people} people: {cost(Path(temporary)):.1f} s CPU", flush=True
                )
