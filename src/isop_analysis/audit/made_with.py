"""A record beside published tables of what they were made with, to hold another build against.

It holds no secret: code and libraries that anyone can see, keys of the config (`config_keys`), and under the
study's key, so that it says "the same" or "another" and nothing else, a hash of whose answers stand behind
the tables, and one of figures of sites and schools.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from isop_analysis.audit.config_keys import KEPT_DIGITS, Plain, recorded
from isop_analysis.audit.folder_names import made_with_files
from isop_analysis.audit.versions import PACKAGE, CodeVersion, Libraries, code_version, libraries
from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.contracts.published import PUBLISHED_NAMES
from isop_analysis.contracts.published_files import published_path
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

CONTEXT = ("outcomes", "region_schools")
"""Processed tables of figures that are nobody's answers."""


@dataclass(frozen=True)
class MadeWith:
    """What published tables were made with.

    Attributes:
        study: its short name.
        code: commit and hash of the code.
        modules: 16 digits of SHA-256 per file of the package, without its blank lines and lines of comment.
        libraries: Python's version and those of the libraries.
        config: keys of the config that say something else than their default (`config_keys.recorded`).
        people, context: of whose answers, and of figures of sites and schools, under the study's key.
        tables: SHA-256 per published table.
    """

    study: str
    code: CodeVersion
    modules: Mapping[str, str]
    libraries: Libraries
    config: Mapping[str, Plain]
    people: str
    context: str
    tables: Mapping[str, str]

    def written(self) -> str:
        """Return the record as its file holds it."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False, sort_keys=True) + "\n"

    @classmethod
    def read(cls, text: str) -> "MadeWith":
        """Read a record; ValueError, KeyError or TypeError where it is none."""
        found = json.loads(text)
        parts = {"code": CodeVersion(**found["code"]), "libraries": Libraries(**found["libraries"])}
        return cls(**{**found, **parts})


def write_made_with(study: Study, key: bytes, people: "pd.DataFrame") -> None:
    """Write the record of the published tables that stand there; `people` are published_people."""
    found = MadeWith(
        study.name,
        code_version(study.root),
        _modules(),
        libraries(study.root),
        recorded(study, key),
        people_digest(people, key),
        _context_digest(study, key),
        {name: table_hash(published_path(name, study.published)) for name in PUBLISHED_NAMES},
    )
    for path in made_with_files(study):
        write_whole(path, found.written(), PUBLISHED)


def table_hash(path: Path) -> str:
    """Return the SHA-256 of a published table's file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def people_digest(people: "pd.DataFrame", key: bytes) -> str:
    """Return HMAC-SHA256 of the rows of a table published_people, in whatever order."""
    columns = [people[name].astype("str").tolist() for name in ("base", "person", "digest")]
    rows = "\x1e".join("\x1f".join(row) for row in sorted(zip(*columns, strict=True)))
    return hmac.digest(key, rows.encode(), "sha256").hex()


def _context_digest(study: Study, key: bytes) -> str:
    cells = "\x1e".join(study.table(name).to_csv(index=False) for name in CONTEXT)
    return hmac.digest(key, cells.encode(), "sha256").hex()


@cache
def _modules() -> dict[str, str]:
    """Return the package's files, each with a hash that no comment on a line of its own changes."""
    return dict(_hashed())


def _hashed() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*")):
        if not path.is_file() or "__pycache__" in path.parts or path.suffix in (".pyc", ".part"):
            continue
        content = path.read_bytes()
        if path.suffix == ".py":
            lines = (line.rstrip() for line in content.splitlines())
            content = b"\n".join(line for line in lines if line and not line.lstrip().startswith(b"#"))
        yield path.relative_to(PACKAGE).as_posix(), hashlib.sha256(content).hexdigest()[:KEPT_DIGITS]
