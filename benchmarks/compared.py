"""Does `isop compare` name the right cause? Planted changes of the demo, each run and compared with before.

``python benchmarks/compared.py <project> <folder> [<change> ...]``

The project is a folder in which the demo has run; it is copied, released, and in a copy of that each change
(`compared_changes.py`) is made and run. What `compare` wrote is kept in the folder: a change whose
``<change>.csv`` is there is not run again. Prints the table of docs/compare.md.

right    numbers that tell the planted cause, of all that changed
beside   numbers that tell another cause too, which was not planted
untold   published tables that are other bytes, and neither told nor held back
few      exact numbers of people or clusters that differ by one to four: there must be none
"""

import csv
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from compared_changes import CHANGES, OVERLAY, Change

from isop_analysis.contracts.published import published

DAY = "2026-01-01"
THEN = f"releases/demo/{DAY}-1/tables"
MINIMUM, OF_TEAMS = 5, ("teams", "not_shown")
LEFT_OUT = (".venv", ".git", "tests", "docs", "benchmarks", "reports/compared")
COLUMNS = ("change", "numbers", "rows", "answers", "held", "causes told", "right", "beside", "untold", "few")


@dataclass(frozen=True)
class Told:
    """What `compare` wrote of one change, and the published tables that are other bytes."""

    change: Change
    rows: tuple[dict[str, str], ...]
    other: frozenset[str]

    @cached_property
    def numbers(self) -> dict[tuple[str, str, str], tuple[str, ...]]:
        """Cells and rows that changed, each with its causes."""
        return {
            (row["table"], row["row"], row["column"]): tuple(filter(None, row["causes"].split("; ")))
            for row in self.rows
            if row["what"] != "answer" and row["how"] != "held_back"
        }

    @property
    def held(self) -> set[str]:
        """Tables that are held back."""
        return {row["table"] for row in self.rows if row["how"] == "held_back"}

    @property
    def few(self) -> int:
        """How many exact numbers of people or clusters differ by less than the smallest cell."""
        return sum(0 < abs(now - then) < MINIMUM for then, now in self._exact())

    def _exact(self) -> Iterator[tuple[int, int]]:
        for row in self.rows:
            if row["what"] != "number" or not (row["then"].isdecimal() and row["now"].isdecimal()):
                continue
            kinds = {one.name: one.kind for one in published(row["table"]).columns}
            counts = row["column"] == "clusters" or kinds.get(row["column"]) == "count"
            if counts and row["column"] not in OF_TEAMS:
                yield int(row["then"]), int(row["now"])

    @property
    def line(self) -> list[str]:
        """The change's row of the table."""
        whole = sum(not column for _, _, column in self.numbers)
        answers = {row["row"] for row in self.rows if row["what"] == "answer"}
        causes = Counter(cause for own in self.numbers.values() for cause in own)
        planted = set(self.change.causes)
        right = sum(bool(planted & set(own)) == bool(planted) for own in self.numbers.values())
        beside = sum(bool(set(own) - planted) for own in self.numbers.values())
        untold = self.other - self.held - {table for table, _, _ in self.numbers} - {"held_back"}
        counts = (len(self.numbers) - whole, whole, len(answers), len(self.held))
        told = "; ".join(f"{cause} ({count:,})" for cause, count in causes.most_common())
        share = f"{right:,} of {len(self.numbers):,}"
        return [
            self.change.name,
            *(f"{one:,}" for one in counts),
            told,
            share,
            f"{beside:,}",
            f"{len(untold)}",
            f"{self.few}",
        ]


def main(project: Path, folder: Path, names: list[str]) -> None:
    """Make, run and compare each change; print the table."""
    before = folder / "before"
    if not before.is_dir():
        copy(project, before)
        isop(before, "release", "--to", "the board", "--date", DAY)
    print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}", flush=True)
    for name in names or CHANGES:
        print(f"| {' | '.join(told(before, folder, name).line)} |", flush=True)
    for name in names or CHANGES:
        for single in CHANGES[name].made_of:
            print(alone(told(before, folder, name), told(before, folder, single)))


def alone(both: Told, single: Told) -> str:
    """Say how many numbers tell a cause, of those that it changes alone and that changed with another too."""
    own = [both.numbers[place] for place in single.numbers if place in both.numbers]
    named = sum(bool(set(single.change.causes) & set(causes)) for causes in own)
    others = [causes for place, causes in both.numbers.items() if place not in single.numbers]
    also = sum(bool(set(single.change.causes) & set(causes)) for causes in others)
    return (
        f"{both.change.name}: of {len(own):,} numbers that '{single.change.name}' changes alone, "
        f"{named:,} name it; of {len(others):,} others {also:,} do"
    )


def told(before: Path, folder: Path, name: str) -> Told:
    """Return what is told of a change, which is made and run if it was not before."""
    kept, others = folder / f"{name}.csv", folder / f"{name}.txt"
    if not kept.is_file():
        place = folder / name
        shutil.rmtree(place, ignore_errors=True)
        copy(before, place)
        CHANGES[name].make(place)
        isop(place, "run", "--cores", "1")
        isop(place, "compare", f"{DAY}-1")
        then, now = place / THEN, place / "data/published/demo"
        other = [one.stem for one in now.glob("*.csv") if one.read_bytes() != (then / one.name).read_bytes()]
        others.write_text("".join(f"{one}\n" for one in sorted(other)))
        for page in (place / f"reports/compared/demo/{DAY}-1").iterdir():
            shutil.copyfile(page, folder / f"{name}{page.name.removeprefix('changes')}")
    with kept.open(encoding="utf-8", newline="") as file:
        rows = tuple(csv.DictReader(file))
    return Told(CHANGES[name], rows, frozenset(others.read_text().splitlines()))


def copy(project: Path, folder: Path) -> None:
    """Copy a project with all that a run left."""
    shutil.copytree(project, folder, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))


def isop(project: Path, *words: str) -> None:
    """Do what a verb asks for, with the code of the project."""
    paths = [str(project / OVERLAY), str(project / "src")]
    own = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}
    command = [sys.executable, "-m", "isop_analysis", *words]
    done = subprocess.run(command, cwd=project, env=own, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{project.name}: {done.stderr}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), Path(sys.argv[2]).absolute(), sys.argv[3:])
