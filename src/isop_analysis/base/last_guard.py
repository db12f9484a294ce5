"""The last guard: whatever breaks, people read one sentence, and the story of it lies in a file.

The story holds the kinds of errors and the places in the code, never what an error says of itself: that may
quote a cell that names someone. A full disk, which may stop anything anywhere, is told as such.
"""

import errno
import platform
import shutil
import traceback
from collections.abc import Iterator
from pathlib import Path

from isop_analysis.base.whole_files import write_whole

PACKAGE = Path(__file__).parents[1]
DISK_FULL = "the disk is full: make room and run it again; what is done is kept"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
LEAST = 2**16
"""Bytes without which not even a log can be written."""


def story(error: BaseException) -> str:
    """Return the kind of an error and of those behind it, and where in the code each came by."""
    lines = [f"Python {platform.python_version()}, {platform.system()}"]
    for one in _chain(error):
        lines.append(type(one).__name__)
        lines += [
            f"  {_shown(Path(place.filename))}:{place.lineno} in {place.name}"
            for place in traceback.extract_tb(one.__traceback__)
        ]
    return "\n".join(lines) + "\n"


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _shown(path: Path) -> str:
    """Return a file of ours by its place in the package, any other by its name: folders may name people."""
    return path.relative_to(PACKAGE).as_posix() if path.is_relative_to(PACKAGE) else path.name


def is_told_by_us(error: BaseException) -> bool:
    """Whether an error was raised in our own code, so that what it says is a sentence that we wrote."""
    places = traceback.extract_tb(error.__traceback__)
    return bool(places) and Path(places[-1].filename).is_relative_to(PACKAGE)


def broke(error: BaseException, logs: Path, job: str) -> str:
    """Write the story to `<job>.broken.log` among the logs (its owner's alone), and return the sentence."""
    places = traceback.extract_tb(error.__traceback__)
    place = f"{Path(places[-1].filename).name}:{places[-1].lineno}" if places else "no place that is known"
    log = logs / f"{job}.broken.log"
    try:
        write_whole(log, story(error))
    except OSError:
        return f"broke with {type(error).__name__} in {place}, and {log} can't be written; please report it"
    return (
        f"broke with {type(error).__name__} in {place}; where it went is in {log}, without any data: please "
        "report it with that file"
    )


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or one that it came from, says that no room is left."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


def has_room(folder: Path) -> bool:
    """Whether a file can still be written in a folder, or in the nearest one above it that is there."""
    there = next((one for one in (folder, *folder.absolute().parents) if one.is_dir()), None)
    return there is None or shutil.disk_usage(there).free >= LEAST
