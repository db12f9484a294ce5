"""The key of the pseudonyms: made once per study, never silently anew.

``isop key make|fingerprint|backup|restore|destroy --config config/config.yaml``

- make         write a new key file (32 random bytes) and the study's lock file with its fingerprint
- fingerprint  print the key's fingerprint; record it where the study has no lock file yet
- backup       copy the key to --file, readable by its owner only
- restore      put the key of --file back; refused unless it is the study's
- destroy      overwrite and delete the key (with --yes): no new answer can ever be linked to an earlier one

The key of an invented study is public: derived from the study's name, so that every run gives the same
pseudonyms. It protects nobody.
"""

import hashlib
import os
import secrets
from pathlib import Path

from isop_analysis.base.whole_files import make_folder
from isop_analysis.cleaning.lock import fingerprint, read_lock, write_lock
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

SYNCED = (
    *("dropbox", "onedrive", "google drive", "googledrive", "my drive", "mijn drive", "icloud"),
    *(
        "mobile documents",
        "com~apple~clouddocs",
        "cloudstorage",
        "nextcloud",
        "owncloud",
        "surfdrive",
        "stack",
    ),
)
"""Beginnings of the names of folders that are copied to others' machines."""
DEMO_KEY, DEMO_STUDIES = "4e68ddcc65b0bd58", ("demo", "tiny")
"""Fingerprint of the committed key, and the studies that ship with it."""
PUBLIC = "# Public key of an invented study: it protects nobody and may be committed.\n"
BYTES = 32


def read_key(study: Study) -> bytes:
    """Return the study's key.

    Raises
    ------
    StudyError
        When the key is missing, damaged, another than the lock file's, not recorded in a lock file, public
        for people who exist, the demo's in another study, readable by others, or kept inside the project or a
        folder that is synced.
    """
    setting, lock, path = study.config.privacy.key, read_lock(study), key_path(study)
    if setting.public and not study.config.invented:
        raise _refusal(study, "a public key protects nobody; set public: false and make a key")
    _refuse_place(study)
    if not path.is_file():
        raise _refusal(study, _how_to_get(study, lock.fingerprint, lock.destroyed))
    _refuse_loose(study, path)
    key = _parse(study, path)
    _refuse_demo(study, key)
    if lock.fingerprint is None:
        go_on = _run(study, "fingerprint")
        reason = f"{lock.shown} is missing; restore it, or, if this is the key to go on with, {go_on}"
        raise _refusal(study, reason)
    if lock.fingerprint != fingerprint(key):
        reason = (
            f"has the fingerprint {fingerprint(key)}, the study's is {lock.fingerprint} ({lock.shown}); "
            f"{_run(study, 'restore --file <backup>')}"
        )
        raise _refusal(study, reason)
    return key


def read_names_key(study: Study) -> bytes:
    """Return the key for names of teams, sites and coders: the study's.

    A study of published data (public, not invented) holds nobody's identity, which `read_key` sees to, and no
    name that isn't published: an open key will do.
    """
    open_to_all = study.config.privacy.key.public and not study.config.invented
    return stand_in_key(study.name) if open_to_all else read_key(study)


def stand_in_key(study: str) -> bytes:
    """Return the open key of answers that carry no identity: there is nothing it could protect."""
    return f"responses of {study} without identity".encode()


def key_path(study: Study) -> Path:
    """Return where the key lies: relative to the project's root, or as it is."""
    return study.root / Path(study.config.privacy.key.file).expanduser()


def make(study: Study) -> str:
    """Make the study's key and lock file; return the fingerprint. Refused where either is there already."""
    lock, path = read_lock(study), key_path(study)
    _refuse_place(study)
    if path.exists():
        raise _refusal(study, f"is there already; {_run(study, 'fingerprint')} to see which it is")
    if lock.fingerprint is not None and not study.config.privacy.key.public:
        raise _refusal(study, _how_to_get(study, lock.fingerprint, lock.destroyed))
    key = public_key(study.name) if study.config.privacy.key.public else secrets.token_bytes(BYTES)
    _write(path, key, PUBLIC if study.config.privacy.key.public else "")
    write_lock(study, key)
    return fingerprint(key)


def record(study: Study) -> str:
    """Return the key's fingerprint; write the lock file where there is none."""
    path = key_path(study)
    if path.is_file() and read_lock(study).fingerprint is None:
        _refuse_demo(study, _parse(study, path))
        write_lock(study, _parse(study, path))
    return fingerprint(read_key(study))


def backup(study: Study, file: Path) -> None:
    """Copy the key to a file that doesn't exist yet; refused inside the project and in synced folders."""
    reason = _bad_place(study, file)
    if reason:
        raise StudyError([Problem(file.name, f"{reason}; name a file elsewhere")])
    _write_new(study, file, read_key(study))


def restore(study: Study, file: Path) -> None:
    """Put a backup in the key's place; refused unless its fingerprint is the study's."""
    lock, path = read_lock(study), key_path(study)
    if not file.is_file():
        raise StudyError([Problem(file.name, "backup of the key is missing; correct the path")])
    if lock.destroyed:
        raise _refusal(study, _how_to_get(study, lock.fingerprint, lock.destroyed))
    key = _parse(study, file)
    if lock.fingerprint is not None and lock.fingerprint != fingerprint(key):
        own = fingerprint(key)
        reason = f"its fingerprint is {own}, that of the study is {lock.fingerprint}; find the right one"
        raise StudyError([Problem(file.name, reason)])
    _write_new(study, path, key)
    write_lock(study, key)


def destroy(study: Study) -> None:
    """Overwrite and delete the key, and say so in the lock file.

    Copies and what a disk keeps of overwritten files are out of reach: delete backups too.
    """
    key, path = read_key(study), key_path(study)
    with path.open("r+b") as file:
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    write_lock(study, key, destroyed=True)


def public_key(name: str) -> bytes:
    """Return the key that an invented study of this name gets."""
    return hashlib.sha256(f"public key of the invented study {name}".encode()).digest()


def _parse(study: Study, path: Path) -> bytes:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    text = "".join(line.strip() for line in lines if not line.startswith("#"))
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != BYTES:
        reason = f"holds no key of {2 * BYTES} hexadecimal digits; {_run(study, 'restore --file <backup>')}"
        raise _refusal(study, reason)
    return key


def _write(path: Path, key: bytes, comment: str = "") -> None:
    make_folder(path.parent)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644 if comment else 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{comment}{key.hex()}\n")


def _write_new(study: Study, path: Path, key: bytes) -> None:
    if path.exists():
        raise StudyError([Problem(path.name, "is there already; name another file, or move it away")])
    _write(path, key, PUBLIC if study.config.privacy.key.public else "")


def _refuse_place(study: Study) -> None:
    reason = None if study.config.invented else _bad_place(study, key_path(study))
    if reason:
        raise _refusal(study, f"{reason}; name a file elsewhere, where it can't be committed or copied")


def _bad_place(study: Study, path: Path) -> str | None:
    """Return why a key may not lie here: in the project, or in a folder that others' machines get."""
    place = path.expanduser().resolve()
    if place.is_relative_to(study.root.resolve()):
        return "lies inside the project"
    return "lies in a synced folder" if is_synced(path) else None


def is_synced(path: Path) -> bool:
    """Return whether a file lies in a folder that is copied to others' machines, by the folders' names."""
    own = path.expanduser()
    folders = {part.casefold() for part in (*own.resolve().parent.parts, *own.parent.parts)}
    return any(part.startswith(SYNCED) for part in folders)


def _refuse_loose(study: Study, path: Path) -> None:
    if not study.config.privacy.key.public and path.stat().st_mode & 0o077:
        raise _refusal(
            study, f"can be read by others (mode {path.stat().st_mode & 0o777:o}); run chmod 600 on it"
        )


def _refuse_demo(study: Study, key: bytes) -> None:
    owners = {fingerprint(public_key(name)): name for name in DEMO_STUDIES} | {DEMO_KEY: "demo"}
    if study.name not in DEMO_STUDIES and fingerprint(key) in owners:
        reason = "is the public key of the demo, which anyone has; set public: false, name another file"
        raise _refusal(study, f"{reason}, and {_run(study, 'make')}")


def _how_to_get(study: Study, known: str | None, destroyed: bool) -> str:
    if destroyed:
        return f"the study's key ({known}) was destroyed; its answers can't be linked any more"
    if known is None:
        return f"key is missing; {_run(study, 'make')}, once, and back it up"
    return f"key is missing (the study's is {known}); {_run(study, 'restore --file <backup>')}"


def _run(study: Study, command: str) -> str:
    return f"run ./isop key {command} --config {study.config_part.document.file}"


def _refusal(study: Study, reason: str) -> StudyError:
    document = study.config_part.document
    line = document.line(("privacy", "key", "file"))
    shown = f"'{study.config.privacy.key.file}' {reason}"
    return StudyError([Problem(document.file, shown, line, "privacy.key.file")])
