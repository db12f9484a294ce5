"""Why a run failed, in the end and in one place: each failed job's reasons and where its log is."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from isop_analysis.base.last_guard import DISK_FULL, has_room


class FailedJob(NamedTuple):
    """A job that failed: its step, and the file of its log."""

    step: str
    log: str


INTERRUPTED = "ERROR stopped by Ctrl-C; what is done is kept: run it again to go on"
SILENT = "ended without giving a reason (stopped, or out of memory?)"


def failure_summary(failed: Iterable[FailedJob], interrupted: bool = False) -> str:
    """Return the reasons of each failed job with the path of its log.

    After an interruption jobs that gave no reason are not told: they were stopped.
    """
    lines = [INTERRUPTED] if interrupted else []
    for job in sorted(failed):
        errors = _errors(job)
        if not errors and interrupted:
            continue
        lines += [*(errors or [_silent(job)]), f"      log: {job.log}"]
    return "\n".join(lines)


def _silent(job: FailedJob) -> str:
    return f"ERROR {job.step}: {SILENT if has_room(Path(job.log).parent) else DISK_FULL}"


def _errors(job: FailedJob) -> list[str]:
    log = Path(job.log)
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    return [line for line in text.splitlines() if line.startswith(f"ERROR {job.step}: ")]
