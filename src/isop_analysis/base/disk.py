"""A full disk, told as such."""

import errno
import shutil
from pathlib import Path

DISK_FULL = "the disk is full: make room and run it again; what is done is kept"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
LEAST = 2**16
"""Bytes without which not even a log can be written."""


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
