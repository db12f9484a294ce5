"""Only one run of a study at a time: a lock that the system lets go of when its process dies."""

import fcntl
import os
from pathlib import Path
from typing import IO


class RunLock:
    """The lock of a study's run; a killed run leaves nothing that must be unlocked."""

    def __init__(self, study: str, folder: Path = Path(".snakemake")) -> None:
        self.study = study
        self.path = folder / f"run_of_{study}.lock"
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock and keep it while this object lives.

        Raises
        ------
        SystemExit
            With one sentence when another run of the study is under way.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+", encoding="utf-8")
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            with file:
                raise SystemExit(self._refusal(file)) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let go of the lock before the process ends."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _refusal(self, file: IO[str]) -> str:
        file.seek(0)
        process = file.read().strip()
        return (
            f"Another run of study {self.study} is under way in this folder "
            f"(process {process or 'unknown'}); wait until it has ended."
        )
