"""Check a finished folder against its own hashes and its crate; nothing but the folder is needed.

1. Is it such a folder: SHA256SUMS and a crate that can be read? 2. Files that are missing, changed or added
since. 3. Do the crate and, in a release, its record say the same? Everything that is wrong is told at once.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from isop_analysis.audit.folder_names import CRATE, SUMS
from isop_analysis.audit.hashes import file_hash
from isop_analysis.audit.sums import given_out, read_sums
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import RELEASE_RECORD

Entities = Mapping[str, Mapping[str, object]]
ANEW = "get the folder anew from who gave it"


@dataclass(frozen=True)
class Finished:
    """A folder that was given out: its study, its files with their hashes, and what its crate says, by id."""

    folder: Path
    study: str
    sums: Mapping[str, str]
    entities: Entities


def read_finished(folder: Path) -> Finished:
    """Read a folder's sums and crate.

    Raises
    ------
    StudyError
        Where it is no folder that a run made, or one of the two can't be read.
    """
    if not folder.is_dir():
        raise StudyError([Problem(str(folder), "is no folder; name one that a run made, or a copy of it")])
    for file in (SUMS, CRATE):
        if not (folder / file).is_file():
            named = "name reports/build/<study>, releases/<study>/<release>, or a whole copy of one"
            reason = f"holds no {file}, as every finished folder does, or it was removed; {named}"
            raise StudyError([Problem(str(folder), reason)])
    entities = _entities(folder)
    return Finished(folder, str(entities["./"].get("identifier", "")), read_sums(folder), entities)


def verify(finished: Finished) -> None:
    """Check a folder's files.

    Raises
    ------
    StudyError
        With a sentence for each file that is missing, changed or added, and each contradiction.
    """
    problems = [*_sums(finished), *_files(finished), *_crate(finished), *_record(finished)]
    if problems:
        raise StudyError(problems)


def of_study(finished: Finished, name: str) -> None:
    """Raise a StudyError where the folder is another study's."""
    if finished.study != name:
        reason = f"belongs to the study '{finished.study}', not to '{name}'; name that study's config"
        raise StudyError([Problem(str(finished.folder), reason)])


def _entities(folder: Path) -> Entities:
    try:
        graph = json.loads((folder / CRATE).read_text(encoding="utf-8"))["@graph"]
        found = {str(entity["@id"]): entity for entity in graph}
        if "identifier" not in found["./"]:
            raise KeyError("identifier")
    except (ValueError, KeyError, TypeError):
        reason = f"can't be read as the description of a run (RO-Crate); {ANEW}"
        raise StudyError([Problem(CRATE, reason)]) from None
    return found


def _told(finished: Finished) -> dict[str, str]:
    """Return the hashes that the crate has of the folder's files."""
    return {name: str(one["sha256"]) for name, one in finished.entities.items() if _is_file(name, one)}


def _sums(finished: Finished) -> Iterator[Problem]:
    """Hold SHA256SUMS to the hash that the crate has of it: where it was changed, all else follows."""
    if _told(finished).get(SUMS) != file_hash(finished.folder / SUMS):
        yield Problem(SUMS, f"is not the one that {CRATE} names: one of the two was changed; {ANEW}")


def _files(finished: Finished) -> Iterator[Problem]:
    """Hold files to SHA256SUMS; of those that are as the crate has them, `_crate` tells what differs."""
    present, told = given_out(finished.folder), _told(finished)
    for file in sorted({*finished.sums, *present}):
        if not (finished.folder / file).is_file():
            yield Problem(file, f"is missing; {ANEW}")
            continue
        digest = file_hash(finished.folder / file)
        if digest in (finished.sums.get(file), told.get(file)):
            continue
        if file in finished.sums:
            yield Problem(file, f"was changed since the run: its SHA-256 is not that of {SUMS}; {ANEW}")
        else:
            yield Problem(file, f"was added since the run: {SUMS} does not name it; take it away")


def _crate(finished: Finished) -> Iterator[Problem]:
    """Hold the crate's files and hashes to SHA256SUMS."""
    told = _told(finished)
    told.pop(SUMS, None)
    for file in sorted({*told, *finished.sums}):
        if file not in told:
            yield Problem(
                CRATE, f"does not name '{file}', which {SUMS} does: one of the two was changed; {ANEW}"
            )
        elif file not in finished.sums:
            yield Problem(CRATE, f"names '{file}', which {SUMS} does not: one of the two was changed; {ANEW}")
        elif told[file] != finished.sums[file]:
            path = finished.folder / file
            if path.is_file() and file_hash(path) == told[file]:
                yield Problem(SUMS, f"has another SHA-256 of '{file}' than the file and {CRATE}; {ANEW}")
            else:
                yield Problem(CRATE, f"has another SHA-256 of '{file}' than {SUMS}; {ANEW}")


def _is_file(name: str, entity: Mapping[str, object]) -> bool:
    """Tell whether an entity is a file of the folder: those from elsewhere have ids with # or a scheme."""
    return "sha256" in entity and "#" not in name and ":" not in name


def _record(finished: Finished) -> Iterator[Problem]:
    """Hold a release's record, where there is one, to the crate and SHA256SUMS that it was frozen with."""
    path = finished.folder / RELEASE_RECORD
    if not path.is_file():
        return
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        study, files = record["study"], dict(record["files"])
    except (ValueError, KeyError, TypeError):
        yield Problem(RELEASE_RECORD, f"is no record of a release; {ANEW}")
        return
    if study != finished.study:
        reason = f"is of the study '{study}', the crate beside it of '{finished.study}'; {ANEW}"
        yield Problem(RELEASE_RECORD, reason)
    for file in (CRATE, SUMS):
        if files.get(file) != file_hash(finished.folder / file):
            yield Problem(
                file, f"was changed since the release: {RELEASE_RECORD} has another SHA-256; {ANEW}"
            )
