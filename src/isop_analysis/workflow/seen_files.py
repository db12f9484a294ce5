"""What was found in a file, kept until the file changes: planning a run reads no file twice."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from isop_analysis.base.last_guard import DISK_FULL, is_disk_full
from isop_analysis.base.whole_files import whole_file

MARGIN_NS = 2_000_000_000
"""A file younger than this may change again within one tick of its clock: it is not kept."""


class SeenFiles:
    """Findings by kind and path, each with the size and the time of change of its file.

    Parameters
    ----------
    kept
        Where findings stand between runs, such as ``.snakemake/seen_files.json``; what can't be read there
        counts as nothing seen.
    version
        What the findings were made by; those of another version, or another Python, count as nothing seen.
    """

    def __init__(self, kept: Path, version: str = "") -> None:
        self.kept = kept
        self.version = f"{sys.version} {version}"
        self._known = self._read()
        self._changed = False

    def find(self, kind: str, path: Path, found_in: Callable[[Path], Any]) -> Any:
        """Return what `found_in` finds in the file (as JSON knows it), called only when that isn't known."""
        state, name = path.stat(), f"{kind} {os.path.relpath(path)}"
        stamp = [state.st_size, state.st_mtime_ns]
        known = self._known.get(name)
        if known is not None and known[0] == stamp:
            return known[1]
        found = found_in(path)
        self._known[name] = [stamp, found]
        self._changed = True
        return found

    def keep(self) -> None:
        """Write the findings, but for those in files that have only just changed or are gone."""
        if not self._changed:
            return
        latest = time.time_ns() - MARGIN_NS
        lasting = {
            name: known for name, known in self._known.items() if known[0][1] < latest and _there(name)
        }
        try:
            with whole_file(self.kept) as part:
                part.write_text(json.dumps({"version": self.version, "files": lasting}), encoding="utf-8")
        except OSError as error:
            sys.exit(f"ERROR {DISK_FULL if is_disk_full(error) else error}")
        self._changed = False

    def _read(self) -> dict[str, Any]:
        try:
            content = json.loads(self.kept.read_text(encoding="utf-8"))
            return dict(content["files"]) if content["version"] == self.version else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}


def _there(name: str) -> bool:
    return Path(name.partition(" ")[2]).is_file()


@cache
def seen() -> SeenFiles:
    """Return what is known of files; it stands below the working folder, as all that Snakemake knows."""
    here = Path(__file__)
    readers = [here, here.with_name("source_text.py"), here.parents[1] / "contracts" / "tables.py"]
    version = " ".join(hashlib.sha256(reader.read_bytes()).hexdigest() for reader in readers)
    return SeenFiles(Path(".snakemake/seen_files.json"), version)


def sha256_of(path: Path) -> str:
    """Return a file's hash, without reading a file that has not changed since it was last seen."""
    return str(seen().find("sha256", path, hash_of))


def hash_of(path: Path) -> str:
    """Return a file's hash."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
