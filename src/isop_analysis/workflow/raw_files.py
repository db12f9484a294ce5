"""Which raw files a step reads, and a hash of them: a changed raw file reruns the step that reads it."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.study.study import Study
from isop_analysis.workflow.seen_files import sha256_of

MANIFEST = "MANIFEST.csv"
CONTEXT = {"site_keys", "outcomes"}


@dataclass(frozen=True, order=True)
class Listed:
    """A row of the manifest."""

    file: str
    sha256: str
    instrument: str
    wave: str


def raw_digest(study: Study, step: str) -> str:
    """Return a hash of the contents of the files a step reads and of their rows in the manifest.

    ``import_context`` reads site keys, outcomes and the region's open data, ``import_answers`` all other
    files of the raw folder, listed or not, ``audit_run`` every file. A missing file is left to the step,
    which says so in a sentence.
    """
    rows = listed(study.raw / MANIFEST)
    context = {row.file for row in rows if row.instrument in CONTEXT}
    if step == "import_context":
        rows = [row for row in rows if row.file in context]
        files = {name: study.raw / name for name in context} | _open_data(study)
    elif step == "audit_run":
        files = _all_files(study.raw, besides=set())
    else:
        rows = [row for row in rows if row.file not in context]
        files = _all_files(study.raw, besides={*context, MANIFEST})
    hashes = [f"{name} {sha256_of(file)}" for name, file in sorted(files.items()) if file.is_file()]
    return hashlib.sha256("\n".join([*map(str, sorted(rows)), *hashes]).encode()).hexdigest()


def listed(manifest: Path) -> list[Listed]:
    """Return the rows of a manifest; none if there is no manifest, which the step will say."""
    if not manifest.is_file():
        return []
    with manifest.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        rows = list(csv.DictReader(file))
    return [Listed(*(str(row.get(key) or "").strip() for key in Listed.__match_args__)) for row in rows]


def _open_data(study: Study) -> dict[str, Path]:
    region = study.config.region
    names = (region.final_test, region.disadvantage) if region else ()
    return {name: study.root / name for name in names if name}


def _all_files(folder: Path, besides: set[str]) -> dict[str, Path]:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".")]
    return {name: path for path in files if (name := path.relative_to(folder).as_posix()) not in besides}
