"""Why a run failed, in the end and in one place: each failed step's reasons and where its log is."""

from collections.abc import Iterable
from pathlib import Path


def failure_summary(failed: Iterable[str], logs: Path) -> str:
    """Return the reasons of each failed step with the path of its log.

    Parameters
    ----------
    failed
        Names of the steps that failed.
    logs
        Folder of the steps' logs, ``<step>.log``.
    """
    return "\n".join(line for step in sorted(failed) for line in _reasons(step, logs))


def _reasons(step: str, logs: Path) -> list[str]:
    """Return the reasons in a step's log and in those of its jobs, ``<step>_<language or part>.log``.

    Where none gives a reason, the job whose log is youngest was stopped.
    """
    whole = logs / f"{step}.log"
    jobs = [one for one in (whole, *sorted(logs.glob(f"{step}_*.log"))) if one.is_file()] or [whole]
    telling = [log for log in jobs if _errors(step, log)] or [max(jobs, key=_changed)]
    silent = f"ERROR {step}: ended without giving a reason (stopped, or out of memory?)"
    return [
        line
        for log in telling
        for line in [*(_errors(step, log) or [silent]), f"      log: {log.as_posix()}"]
    ]


def _changed(log: Path) -> int:
    return log.stat().st_mtime_ns if log.is_file() else 0


def _errors(step: str, log: Path) -> list[str]:
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    return [line for line in text.splitlines() if line.startswith(f"ERROR {step}: ")]
