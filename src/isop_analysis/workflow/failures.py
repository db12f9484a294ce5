"""Why a run failed, in the end and in one place: each failed step's reasons and where its log is."""

import re
from pathlib import Path

FAILED_RULE = re.compile(r"^Error in rule (\w+)", re.MULTILINE)


def failure_summary(run_log: str | Path, logs: Path) -> str:
    """Return the reasons of each failed step with the path of its log.

    Parameters
    ----------
    run_log
        Snakemake's own log of the run, which names the rules that failed.
    logs
        Folder of the steps' logs, ``<step>.log``.
    """
    failed = sorted(set(FAILED_RULE.findall(_read(Path(run_log)))))
    lines = [line for step in failed for line in _reasons(step, logs / f"{step}.log")]
    return "\n".join(lines)


def _reasons(step: str, log: Path) -> list[str]:
    text = _read(log)
    found = [line for line in text.splitlines() if line.startswith(f"ERROR {step}: ")]
    if not found:
        found = [f"ERROR {step}: ended without giving a reason (stopped, or out of memory?)"]
    return [*found, f"      log: {log.as_posix()}"]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
