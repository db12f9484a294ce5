"""The line from raw exports to a report, for the study named by --configfile (profiles/default/config.yaml)."""

import sys

from isop_analysis.workflow import RunLock, failure_summary, fingerprint, prepare_jobs, plan_of

prepare_jobs()
plan = plan_of(workflow.configfiles, config)
lock = RunLock(plan.study.name)


rule all:
    default_target: True
    input:
        plan.results,
    message:
        f"Done: {', '.join(plan.reports)}"


include: "workflow/rules/check_study.smk"
include: "workflow/rules/import_answers.smk"
include: "workflow/rules/import_context.smk"
include: "workflow/rules/clean_answers.smk"
include: "workflow/rules/score_scales.smk"
include: "workflow/rules/measure_scales.smk"
include: "workflow/rules/describe_missingness.smk"
include: "workflow/rules/fit_multilevel.smk"
include: "workflow/rules/fit_structural.smk"
include: "workflow/rules/relate_outcomes.smk"
include: "workflow/rules/simulate_designs.smk"
include: "workflow/rules/integrate_findings.smk"
include: "workflow/rules/draw_figures.smk"
include: "workflow/rules/execute_notebooks.smk"
include: "workflow/rules/render_report.smk"
include: "workflow/rules/audit_run.smk"


onstart:
    lock.take()


onerror:
    print(failure_summary(log, plan.logs), file=sys.stderr)
