"""The audit trail: every file that a run read or wrote, with its hash and the step it belongs to."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.audit.folder_names import CRATE, README, SUMS, WORKFLOW
from isop_analysis.contracts import TABLES

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]
BUILT = {
    "figures": "draw_figures",
    "notebooks": "execute_notebooks",
    "sheets": "write_sheets",
    "dossier": "write_dossier",
}
WRITTEN_AFTERWARDS = (WORKFLOW, README, SUMS, CRATE)
"""What closes the folder, once all that it tells of is there."""


def audit_rows(study: "Study") -> list[Row]:
    """Return one row a file: config and raw files (step ``input``), and all that the steps wrote."""
    rows = [_row(study.root, path, step) for path, step in _files(study)]
    return sorted(rows, key=lambda row: str(row["file"]))


def _files(study: "Study") -> Iterator[tuple[Path, str]]:
    for document in study.documents:
        yield study.root / document.file, "input"
    for path in sorted(study.raw.iterdir()):
        if path.is_file():
            yield path, "input"
    for table in TABLES:
        path = study.processed / f"{table.name}.parquet"
        if not table.restricted and table.step != "audit_run" and path.exists():
            yield path, table.step
    for path in sorted(study.published.glob("*.csv")):
        yield path, "publish_tables"
    for path in sorted(path for path in study.sheets.rglob("*") if path.is_file()):
        yield path, "publish_tables"
    for path in sorted(study.build.rglob("*")):
        own = path.relative_to(study.build).parts[0]
        if path.is_file() and path.suffix != ".part" and own not in WRITTEN_AFTERWARDS:
            yield path, BUILT.get(own, "render_report")


def _row(root: Path, path: Path, step: str) -> Row:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "file": path.relative_to(root).as_posix(),
        "step": step,
        "sha256": digest,
        "bytes": path.stat().st_size,
    }
