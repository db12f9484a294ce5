"""The raw folder and the rows of its MANIFEST.csv: file, sha256, instrument, wave."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.answers.delimited import TextFile
from isop_analysis.answers.detect import layout_of
from isop_analysis.answers.small_tables import refuse_other_widths
from isop_analysis.base.nearest import heading_meant
from isop_analysis.base.whole_files import part_of
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

MANIFEST = "MANIFEST.csv"
COLUMNS = ("file", "sha256", "instrument", "wave")
NO_FILES = ("~$", ".")
PASSED_OVER = frozenset({MANIFEST, part_of(Path(MANIFEST)).name, "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Entry:
    """A row of the manifest; `row` is its row there."""

    file: str
    sha256: str
    instrument: str
    wave: str
    row: int = 0


def entries_of(study: Study) -> list[Entry]:
    """Return the rows of a study's manifest; StudyError when it is missing or lacks a column."""
    path, name = study.raw / MANIFEST, shown(study, MANIFEST)
    if not study.raw.is_dir():
        raise StudyError([Problem(study.config.raw, "folder is missing; put the raw exports there")])
    if not path.is_file():
        message = f"file is missing; it lists the raw files with their hashes; make it with {command(study)}"
        raise StudyError([Problem(name, message)])
    records = list(TextFile(path, name, layout_of(path, name)).records())
    header = [cell.strip().casefold() for cell in records[0]]
    missing = [column for column in COLUMNS if column not in header]
    if missing:
        headed = len(missing) < len(COLUMNS)
        lacks = [
            f"column '{column}' is missing{heading_meant(column, header, headed=headed)}"
            for column in missing
        ]
        raise StudyError([Problem(name, message, 1) for message in lacks])
    rows = [(row, record) for row, record in enumerate(records[1:], start=2) if any(record)]
    refuse_other_widths(name, len(header), rows)
    return [_entry(row, dict(zip(header, record, strict=False))) for row, record in rows]


def _entry(row: int, cells: dict[str, str]) -> Entry:
    file, sha256, instrument, wave = (cells.get(column, "").strip() for column in COLUMNS)
    return Entry(file, sha256, instrument, wave, row)


def raw_files(folder: Path) -> set[str]:
    """Return the files of the raw folder, relative to it; hidden ones and the manifest don't count."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix()
        for path in paths
        if path.name not in PASSED_OVER and not path.name.startswith(NO_FILES)
    }


def shown(study: Study, file: str) -> str:
    """Return a raw file's name as messages show it."""
    return f"{study.config.raw.rstrip('/')}/{file}"


def command(study: Study) -> str:
    """Return the command that writes the study's manifest anew."""
    return f"./isop manifest --config {study.config_part.document.file}"


def sha256_of(path: Path) -> str:
    """Return a file's hash."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
