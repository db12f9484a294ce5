"""Locks between processes: the system lets go of them when their process dies, so none is left behind."""

import fcntl
import os
from pathlib import Path
from typing import IO


class FileLock:
    """One process at a time holds the lock of a path; the file names it.

    Examples
    --------
    >>> import tempfile
    >>> lock = FileLock(Path(tempfile.mkdtemp()) / "run.lock")
    >>> lock.take(), lock.holder() == str(os.getpid())
    (True, True)
    >>> lock.release()
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None

    def take(self, *, wait: bool = False) -> bool:
        """Take the lock and keep it while this object lives; whether it was free (always, with `wait`)."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+", encoding="utf-8")
        try:
            fcntl.lockf(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return False
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file
        return True

    def holder(self) -> str:
        """Return the number of the process that took the lock last, empty where none has."""
        if self._file is not None:
            # To open and close the file here would end the lock: the system keeps it per process.
            return str(os.getpid())
        return self.path.read_text(encoding="utf-8").strip() if self.path.is_file() else ""

    def release(self) -> None:
        """Let go of the lock before the process ends."""
        if self._file is not None:
            self._file.close()
            self._file = None
