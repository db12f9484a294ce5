"""SHA256SUMS: the hash of every file that all readers of a folder get, as `sha256sum -c SHA256SUMS` reads it.

Not in it: itself and the crate, which names it with its hash; the record of a release, which names both; and
teams' own sheets, which go to one team each, and hold so little that a hash tells what they say.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from isop_analysis.audit.folder_names import CRATE, SUMS
from isop_analysis.audit.hashes import file_hash
from isop_analysis.base.whole_files import ENDING, PUBLISHED, write_whole
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import RELEASE_RECORD

SHEETS = "sheets"
SAMPLE = "sample."
LINE = re.compile(r"([0-9a-f]{64}) [ *](\S.*)")


def given_out(folder: Path) -> list[str]:
    """Return the files of a folder that SHA256SUMS lists, by their paths inside it, in order."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in files if is_listed(path))


def is_listed(path: Path) -> bool:
    """Tell whether SHA256SUMS lists a file at this path inside its folder."""
    return not (
        path.as_posix() in (SUMS, CRATE, RELEASE_RECORD) or of_one_team(path) or path.suffix == ENDING
    )


def of_one_team(path: Path) -> bool:
    """Tell whether a file inside a folder is about single teams: their sheets, and the list of these."""
    return path.parts[0] == SHEETS and not (len(path.parts) == 2 and path.name.startswith(SAMPLE))


def sums_of(folder: Path, files: Iterable[str]) -> dict[str, str]:
    """Return the SHA-256 of files by their paths inside a folder."""
    return {file: file_hash(folder / file) for file in files}


def write_sums(folder: Path, sums: Mapping[str, str]) -> Path:
    """Write SHA256SUMS into a folder; return its path."""
    lines = [f"{digest}  {file}\n" for file, digest in sorted(sums.items())]
    write_whole(folder / SUMS, "".join(lines), PUBLISHED)
    return folder / SUMS


def read_sums(folder: Path) -> dict[str, str]:
    """Return the SHA-256 by path inside the folder, as SHA256SUMS has it.

    Raises
    ------
    StudyError
        For each line that is none of such a file, or names a file outside the folder.
    """
    found, problems = {}, []
    text = (folder / SUMS).read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        match = LINE.fullmatch(line)
        if match is None or _leads_out(match[2]):
            expected = "64 hexadecimal digits, two spaces and a file of this folder were expected"
            problems.append(Problem(SUMS, f"is damaged: {expected}; get the folder anew", number))
        else:
            found[match[2]] = match[1]
    if problems:
        raise StudyError(problems)
    return found


def _leads_out(file: str) -> bool:
    path = PurePosixPath(file)
    return path.is_absolute() or ".." in path.parts or "\\" in file
