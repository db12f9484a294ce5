"""Seconds that a set-up from nothing takes, by uv and by pip alone, by turns and with empty caches.

``python benchmarks/set_up.py [times]``

Each time in a fresh copy of the repository with a home folder of its own: what runs need, then what tests and
notebooks add. Most of it is downloading: the wires count as much as the two programs.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from line import copy_to

WAYS = {"uv": "", "pip": "get_uv() { false; };"}


def seconds_of(way: str, folder: Path) -> tuple[float, float]:
    """Return the seconds of the first set-up in a folder, and of what tests add."""
    home = folder / "home"
    home.mkdir()
    found = []
    for what in ("set_up", "set_up_tests"):
        start = time.perf_counter()
        command = f". workflow/environment.sh; {WAYS[way]} {what}"
        subprocess.run(
            ["sh", "-euc", command],
            cwd=folder,
            check=True,
            env={**os.environ, "HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")},
            stdout=subprocess.DEVNULL,
        )
        found.append(time.perf_counter() - start)
    return found[0], found[1]


def main(times: int) -> None:
    """Print a row a set-up."""
    print("| by | what runs need, s | what tests and notebooks add, s |\n|---|---|---|")
    for _ in range(times):
        for way in WAYS:
            with tempfile.TemporaryDirectory(prefix="set_up") as folder:
                copy_to(Path(folder))
                first, added = seconds_of(way, Path(folder))
            print(f"| {way} | {first:.0f} | {added:.0f} |", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2)
