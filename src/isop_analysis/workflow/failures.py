"""Why a run failed, in the end and in one place: each failed job's reasons and where its log is."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class FailedJob(NamedTuple):
    """A job that failed: its step, and the file of its log."""

    step: str
    log: str


def failure_summary(failed: Iterable[FailedJob]) -> str:
    """Return the reasons of each failed job with the path of its log."""
    silent = "ended without giving a reason (stopped, or out of memory?)"
    return "\n".join(
        line
        for job in sorted(failed)
        for line in [*(_errors(job) or [f"ERROR {job.step}: {silent}"]), f"      log: {job.log}"]
    )


def _errors(job: FailedJob) -> list[str]:
    log = Path(job.log)
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    return [line for line in text.splitlines() if line.startswith(f"ERROR {job.step}: ")]
