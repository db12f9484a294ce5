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
    lines = [line for step in sorted(failed) for line in _reasons(step, logs)]
    return "\n".join(lines)


def _reasons(step: str, logs: Path) -> list[str]:
    """Return the reasons in a step's log, or in those of its jobs, ``<step>_<language>.log``."""
    jobs = sorted(logs.glob(f"{step}_*.log"))
    found = [_with_path(step, log) for log in jobs if _errors(step, log)] or [
        _with_path(step, log) for log in jobs[:1] or [logs / f"{step}.log"]
    ]
    return [line for lines in found for line in lines]


def _errors(step: str, log: Path) -> list[str]:
    return [line for line in _read(log).splitlines() if line.startswith(f"ERROR {step}: ")]


def _with_path(step: str, log: Path) -> list[str]:
    silent = f"ERROR {step}: ended without giving a reason (stopped, or out of memory?)"
    return [*(_errors(step, log) or [silent]), f"      log: {log.as_posix()}"]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
