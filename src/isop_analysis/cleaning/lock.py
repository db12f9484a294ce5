"""The study's lock file: a committed line of JSON beside the config that holds the key's fingerprint."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.base.whole_files import PUBLISHED, write_whole
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Lock:
    """What the lock file says; a key that was destroyed never comes back."""

    path: Path
    shown: str
    fingerprint: str | None
    destroyed: bool = False


def read_lock(study: Study) -> Lock:
    """Return what ``<config folder>/<study>.lock.json`` says; fingerprint None where it isn't there."""
    config = Path(study.config_part.document.file)
    shown = (config.parent / f"{study.name}.lock.json").as_posix()
    path = study.root / shown
    if not path.is_file():
        return Lock(path, shown, None)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))["key"]
        return Lock(path, shown, str(content["fingerprint"]), bool(content.get("destroyed", False)))
    except (ValueError, KeyError, TypeError):
        reason = "is no lock file of a study; restore it from version control"
        raise StudyError([Problem(shown, reason)]) from None


def write_lock(study: Study, key: bytes, *, destroyed: bool = False) -> Path:
    """Write the fingerprint of the key; the file is meant to be committed."""
    lock = read_lock(study)
    content = {"study": study.name, "key": {"fingerprint": fingerprint(key), "destroyed": destroyed}}
    write_whole(lock.path, json.dumps(content, indent=2) + "\n", PUBLISHED)
    return lock.path


def fingerprint(key: bytes) -> str:
    """Return 16 hexadecimal digits that tell keys apart and nothing about the key."""
    return hashlib.sha256(b"isop_analysis key fingerprint\n" + key).hexdigest()[:16]
