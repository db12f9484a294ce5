"""What the Snakefile needs of the package (paths, what a rerun depends on, the run's lock, failures), and the
one command that people type.

The only room that knows Snakemake; no step imports it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.workflow.failures import failure_summary
    from isop_analysis.workflow.fingerprints import fingerprint
    from isop_analysis.workflow.jobs import prepare_jobs
    from isop_analysis.workflow.lock import RunLock
    from isop_analysis.workflow.plan import Plan
    from isop_analysis.workflow.preparation import keep_preparation
    from isop_analysis.workflow.progress import follow_run
    from isop_analysis.workflow.seen_files import seen
    from isop_analysis.workflow.study_file import plan_of

HOMES = {
    "failure_summary": "failures",
    "fingerprint": "fingerprints",
    "prepare_jobs": "jobs",
    "RunLock": "lock",
    "Plan": "plan",
    "keep_preparation": "preparation",
    "follow_run": "progress",
    "seen": "seen_files",
    "plan_of": "study_file",
}
"""Modules by the names of the face they hold; each loads when its name is asked for."""

__all__ = [
    "Plan",
    "RunLock",
    "failure_summary",
    "fingerprint",
    "follow_run",
    "keep_preparation",
    "plan_of",
    "prepare_jobs",
    "seen",
]


def __getattr__(name: str) -> Any:
    """Import a name of the face on first use."""
    if name in HOMES:
        return getattr(import_module(f"isop_analysis.workflow.{HOMES[name]}"), name)
    raise AttributeError(f"module 'isop_analysis.workflow' has no attribute '{name}'")
