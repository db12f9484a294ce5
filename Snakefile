"""The line from raw exports to a report, for the study of --configfile (config/config.yaml without it)."""

import sys
from pathlib import Path
if Path.cwd() != Path(workflow.basedir).resolve():
    sys.exit(f"ERROR the project lies in {workflow.basedir}: go there (cd) and start it again.")

import isop_analysis

if not workflow.configfiles:
    configfile: "config/config.yaml"

own, active = Path(workflow.basedir).resolve() / "src", Path(isop_analysis.__file__).resolve().parents[1]
if active != own:
    sys.exit(
        f"ERROR the active environment runs the code of {active}, not that of {own}: leave it (`deactivate`) "
        "and use ./run."
    )

from isop_analysis.steps import STEPS, fork_server
from isop_analysis.workflow import RunLock, failure_summary, fingerprint, follow_run
from isop_analysis.workflow import keep_preparation, plan_of, prepare_jobs, seen

progress = follow_run()
prepare_jobs()
plan = plan_of(workflow.configfiles, config)
lock = RunLock(plan.study.name)


rule all:
    default_target: True
    input:
        plan.results,
    message:
        f"Done: {', '.join(plan.reports)}"


for step in STEPS:

    include: f"workflow/rules/{step}.smk"


seen().keep()


onstart:
    lock.take()
    plan.sweep()
    fork_server.start()


onsuccess:
    progress.close_run()
    keep_preparation(plan)


onerror:
    progress.close_run()
    print(failure_summary(progress.failed, progress.interrupted), file=sys.stderr)
