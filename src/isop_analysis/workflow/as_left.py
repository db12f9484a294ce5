"""Whether all is as the last whole run left it: then there is nothing to do, and no run need be planned.

A run depends on the project's files, on raw files and a key that may lie elsewhere, on the installed
libraries and on Snakemake's settings; what it writes are files too. Where none of them has another size or
time of change than after a whole run that ended well, nothing has happened since. Where any has, Snakemake
finds out what that means. Nothing is imported that takes time.
"""

import hashlib
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from isop_analysis.base.whole_files import whole_file

RESULTS = ("data/processed", "data/published", "data/restricted", "data/sheets", "reports")
ASIDE = {"__pycache__", "logs"}
"""Folders that no step reads and no rule names, as are those whose name begins with a full stop."""
MARGIN_NS = 2_000_000_000
"""A file younger than this may change again within one tick of its clock."""


@dataclass(frozen=True)
class Places:
    """What a study's run reads that may lie outside the project's folder, and the folders it writes."""

    read: tuple[str, ...]
    written: tuple[str, ...]


@dataclass(frozen=True)
class Left:
    """A hash of all that a run depends on, as it was before it, and one of all it wrote."""

    places: Places
    causes: str
    results: str


def is_as_left(config: Path) -> bool:
    """Whether nothing has changed since the last whole run of a study file that ended well."""
    left = _read(config)
    return left is not None and left == Left(left.places, causes(left.places), _results(left.places))


def causes(places: Places, until: int | None = None) -> str:
    """Return a hash of all that a run depends on; empty where a file is younger than `until` (ns)."""
    stamps = [f"{sys.version} {sys.prefix}", *_libraries(), *_settings()]
    for place in (".", *places.read):
        for path in _files(Path(place), besides=RESULTS if place == "." else ()):
            state = path.stat()
            if until is not None and state.st_mtime_ns > until:
                return ""
            stamps.append(_stamp(path, state))
    return _hash(stamps)


def causes_before(places: Places) -> str:
    """Return the hash of what a run that begins now depends on; empty where that may still be changing."""
    return causes(places, time.time_ns() - MARGIN_NS)


def keep(config: Path, places: Places, before: str) -> None:
    """Note what a whole run that ended well depended on, from before it began, and what it has left."""
    if not before or before != causes(places):
        _kept(config).unlink(missing_ok=True)
        return
    with whole_file(_kept(config)) as part:
        part.write_text(json.dumps(asdict(Left(places, before, _results(places)))), encoding="utf-8")


def _results(places: Places) -> str:
    return _hash(_stamp(path, path.stat()) for place in places.written for path in _files(Path(place)))


def _files(place: Path, besides: tuple[str, ...] = ()) -> Iterator[Path]:
    """Yield the files of a folder in a fixed order, or the file itself."""
    if place.is_file():
        yield place
    for folder, inner, names in os.walk(place):
        own = os.path.relpath(folder, place)
        inner[:] = sorted(
            name
            for name in inner
            if name not in ASIDE and not name.startswith(".") and Path(own, name).as_posix() not in besides
        )
        yield from (path for name in sorted(names) if (path := Path(folder, name)).exists())


def _stamp(path: Path, state: os.stat_result) -> str:
    return f"{path} {state.st_ino} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"


def _libraries() -> list[str]:
    folders = [Path(entry) for entry in sys.path if entry and Path(entry).is_dir()]
    return sorted(str(path) for folder in folders for path in folder.glob("*.dist-info"))


def _settings() -> list[str]:
    return sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("SNAKEMAKE"))


def _hash(stamps: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(stamps).encode("utf-8", "surrogateescape")).hexdigest()


def _kept(config: Path) -> Path:
    return Path(f".snakemake/as_left_{_hash([str(config)])[:12]}.json")


def _read(config: Path) -> Left | None:
    try:
        left = json.loads(_kept(config).read_text(encoding="utf-8"))
        places = Places(*(tuple(left["places"][name]) for name in ("read", "written")))
        return Left(places, str(left["causes"]), str(left["results"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
