"""The files of a finished folder: which step made each, its kind, and what of it the crate tells."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from isop_analysis.audit.crate.entities import Entity, id_of, refs
from isop_analysis.audit.folder_names import README, SUMS, WORKFLOW
from isop_analysis.contracts.published import PUBLISHED_NAMES, published

if TYPE_CHECKING:
    from isop_analysis.report.dossier.facts import Facts

BY_FOLDER = {
    "figures": "draw_figures",
    "notebooks": "execute_notebooks",
    "sheets": "write_sheets",
    "dossier": "write_dossier",
    WORKFLOW: "audit_run",
}
FORMATS = {
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".csv": "text/csv",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".json": "application/json",
    ".yml": "application/yaml",
    ".yaml": "application/yaml",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".sav": "application/x-spss-sav",
    ".md": "text/markdown",
    ".zip": "application/zip",
}
"""Media types; all else that is given out is plain text."""


def made_by(file: str) -> str:
    """Return the step that made a file of the folder."""
    path = PurePosixPath(file)
    if file in (SUMS, README):
        return "audit_run"
    if path.parts[0] == "tables" and path.suffix == ".csv" and path.stem in PUBLISHED_NAMES:
        return "publish_tables"
    return BY_FOLDER.get(path.parts[0], "render_report")


def file_entities(sums: Mapping[str, str], facts: "Facts") -> Iterator[Entity]:
    """Return an entity a file, with its hash; tables and figures with what they are made of."""
    figures = {f"figures/{one.language}/{one.name}.svg": (one.title, one.tables) for one in facts.figures}
    tables = {f"tables/{one.name}.csv": one for one in facts.told}
    for file, digest in sums.items():
        path = PurePosixPath(file)
        entity = Entity(id_of(file), ("File",), {"name": path.name, "encodingFormat": _format(path)})
        entity = entity.with_more(sha256=digest)
        if file in tables:
            made_from = [f"#table/{name}" for name in tables[file].made_from]
            title = published(path.stem).title
            entity = entity.with_more(description=title, isBasedOn=refs(made_from))
        elif file in figures:
            title, read = figures[file]
            entity = entity.with_more(
                description=title, isBasedOn=refs(f"tables/{name}.csv" for name in read)
            )
        yield entity


def _format(path: PurePosixPath) -> str:
    return FORMATS.get(path.suffix, "text/plain")
