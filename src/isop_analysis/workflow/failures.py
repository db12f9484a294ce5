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
    return "\n".join(line for step in sorted(failed) for line in _reasons(step, logs / f"{step}.log"))


def _reasons(step: str, log: Path) -> list[str]:
    text = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
    found = [line for line in text.splitlines() if line.startswith(f"ERROR {step}: ")]
    if not found:
        found = [f"ERROR {step}: ended without giving a reason (stopped, or out of memory?)"]
    return [*found, f"      log: {log.as_posix()}"]
