"""A small folder as a run leaves it, with sums and a crate that tells of nothing but its files."""

import json
from pathlib import Path

from isop_analysis.audit.folder_names import CRATE, SUMS
from isop_analysis.audit.hashes import file_hash
from isop_analysis.audit.sums import given_out, sums_of, write_sums

FILES = {"index.html": "<p>All</p>\n", "tables/sample.csv": "n\n5\n", "report.en.pdf": "%PDF\n"}


def finished_folder(folder: Path, study: str = "demo") -> Path:
    """Write the folder, and a team's sheet beside what everyone gets; return it."""
    for name, text in {**FILES, "sheets/abc.nl.pdf": "Team\n"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    sums = sums_of(folder, given_out(folder))
    write_sums(folder, sums)
    write_crate(folder, study, {**sums, SUMS: file_hash(folder / SUMS)})
    return folder


def write_crate(folder: Path, study: str, sums: dict[str, str]) -> None:
    """Write a crate that names these files."""
    files = [{"@id": name, "@type": "File", "sha256": digest} for name, digest in sums.items()]
    root = {"@id": "./", "@type": "Dataset", "identifier": study}
    (folder / CRATE).write_text(json.dumps({"@graph": [root, *files]}))
