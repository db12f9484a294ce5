"""Where sheets lie, and whether they are still as they were written: read without the typesetter."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

LIST = "index.json"


def folder_of_sheets(study: "Study") -> Path:
    """Return the folder of a study's sheets as PDF."""
    return study.build / "sheets"


def forget_changed_pdfs(study: "Study") -> None:
    """Remove the list where a sheet is gone or was changed, so that the step counts as not done."""
    path = folder_of_sheets(study) / LIST
    if path.is_file():
        listed: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        if not all(_is(folder_of_sheets(study) / name, digest) for name, digest in listed.items()):
            path.unlink()


def _is(path: Path, digest: str) -> bool:
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest
