"""Why a run failed, in the end and in one place: each failed step's reasons and where its log is."""

import re
from collections.abc import Sequence
from pathlib import Path

FAILED_RULE = re.compile(r"^Error in rule (\w+)", re.MULTILINE)
STEP_OF_RULE = {"check": "check_study"}


def failure_summary(run_logs: str | Sequence[str], logs: Path) -> str:
    """Return the reasons of each failed step with the path of its log.

    Parameters
    ----------
    run_logs
        Snakemake's own log of the run, or several, which name the rules that failed.
    logs
        Folder of the steps' logs, ``<step>.log``.
    """
    texts = [_read(Path(log)) for log in ([run_logs] if isinstance(run_logs, str) else run_logs)]
    failed = {STEP_OF_RULE.get(rule, rule) for text in texts for rule in FAILED_RULE.findall(text)}
    lines = [line for step in sorted(failed) for line in _reasons(step, logs / f"{step}.log")]
    return "\n".join(lines)


def _reasons(step: str, log: Path) -> list[str]:
    text = _read(log)
    found = [line for line in text.splitlines() if line.startswith(f"ERROR {step}: ")]
    if not found:
        found = [f"ERROR {step}: ended without giving a reason (stopped, or out of memory?)"]
    return [*found, f"      log: {log.as_posix()}"]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
