"""What the Snakefile needs of the package (paths, what a rerun depends on, the run's lock, failures), and the
one command that people type.

The only room that knows Snakemake; no step imports it.
"""

from isop_analysis.workflow.failures import failure_summary
from isop_analysis.workflow.fingerprints import fingerprint
from isop_analysis.workflow.jobs import prepare_jobs
from isop_analysis.workflow.lock import RunLock
from isop_analysis.workflow.plan import Plan
from isop_analysis.workflow.preparation import keep_preparation
from isop_analysis.workflow.progress import follow_run
from isop_analysis.workflow.seen_files import seen
from isop_analysis.workflow.study_file import plan_of

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
