"""Only one run of a study at a time: a lock that the system lets go of when its process dies."""

from pathlib import Path

from isop_analysis.base.locks import FileLock


class RunLock:
    """The lock of a study's run; a killed run leaves nothing that must be unlocked."""

    def __init__(self, study: str, folder: Path = Path(".snakemake")) -> None:
        self.study = study
        self.lock = FileLock(folder / f"run_of_{study}.lock")

    def take(self) -> None:
        """Take the lock and keep it while this object lives.

        Raises
        ------
        SystemExit
            With one sentence when another run of the study is under way.
        """
        if not self.lock.take():
            raise SystemExit(
                f"Another run of study {self.study} is under way in this folder "
                f"(process {self.lock.holder() or 'unknown'}); wait until it has ended."
            )

    def release(self) -> None:
        """Let go of the lock before the process ends."""
        self.lock.release()
