"""What came from outside the line: raw files by instrument and wave, open data, config, earlier releases."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.audit.hashes import file_hash, keyed_hash
from isop_analysis.report.dossier.facts import Input
from isop_analysis.study.study import RELEASE_RECORD

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

MANIFEST = "MANIFEST.csv"
OF_CONTEXT = ("site_keys", "outcomes")
"""What the manifest calls the files that `import_context` reads; `import_answers` reads the others."""
NOT_READ = ("companion",)


def inputs_of(study: "Study", key: bytes) -> tuple[Input, ...]:
    """Return every input, in an order that tells nothing of the files' names.

    Raises
    ------
    FileNotFoundError
        When a file that the manifest lists is not there.
    """
    raw = sorted(_raw(study, key), key=lambda one: (one.instrument, one.wave, one.digest))
    released = sorted(released_with(study, key).values(), key=lambda one: one.digest)
    return (*raw, *released, *_open(study), *_config(study))


def released_with(study: "Study", key: bytes) -> dict[str, Input]:
    """Return the records of earlier releases, by the releases' names."""
    records = sorted(study.releases.glob(f"*/{RELEASE_RECORD}"))
    return {path.parent.name: _keyed("released", key, path) for path in records}


def files_of(study: "Study") -> list[Path]:
    """Return where the raw files that the manifest lists, and open data, have to lie."""
    return [*(path for path, _, _ in _listed(study)), *(study.root / name for name in _regions(study))]


def digests_of(study: "Study") -> Iterator[str]:
    """Yield the plain hash of each raw file and of each record of an earlier release."""
    for path, _, _ in _listed(study):
        yield file_hash(path)
    for path in study.releases.glob(f"*/{RELEASE_RECORD}"):
        yield file_hash(path)


def inputs_of_step(step: str, every: tuple[Input, ...]) -> tuple[Input, ...]:
    """Return the inputs that a step reads itself; the config counts by the keys that it uses."""
    raw = [one for one in every if one.kind == "raw"]
    if step == "import_context":
        own = [one for one in raw if one.instrument in OF_CONTEXT]
        return (*own, *(one for one in every if one.kind == "open"))
    if step == "import_answers":
        return tuple(one for one in raw if one.instrument not in (*OF_CONTEXT, *NOT_READ))
    return tuple(one for one in every if one.kind == "released") if step == "publish_tables" else ()


def _raw(study: "Study", key: bytes) -> Iterator[Input]:
    for path, instrument, wave in _listed(study):
        yield _keyed("raw", key, path, instrument, wave)


def _listed(study: "Study") -> Iterator[tuple[Path, str, str]]:
    """Yield each file of the manifest with its instrument and wave."""
    manifest = study.raw / MANIFEST
    if not manifest.is_file():
        return
    with manifest.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            path = study.raw / (row.get("file") or "").strip()
            yield path, (row.get("instrument") or "").strip(), (row.get("wave") or "").strip()


def _keyed(kind: str, key: bytes, path: Path, instrument: str = "", wave: str = "") -> Input:
    digest = keyed_hash(key, file_hash(path))
    return Input(kind, digest, instrument, wave)  # type: ignore[arg-type]


def _open(study: "Study") -> list[Input]:
    """Return the region's files, which anyone can download."""
    return [Input("open", file_hash(study.root / name), path=name) for name in _regions(study)]


def _regions(study: "Study") -> list[str]:
    region = study.config.region
    return [name for name in (region.final_test, region.disadvantage) if name] if region else []


def _config(study: "Study") -> list[Input]:
    """Return the study's own files of settings; of one that lies elsewhere the name alone is told."""
    paths = [study.root / document.file for document in study.documents]
    return [Input("config", file_hash(path), path=_shown(study, path)) for path in paths]


def _shown(study: "Study", path: Path) -> str:
    return path.relative_to(study.root).as_posix() if path.is_relative_to(study.root) else path.name
