rule audit_run:
    input:
        plan.between,
        plan.published,
        plan.figures,
        plan.executed_notebooks,
        plan.reports,
        plan.team_tables,
        plan.team_sheets,
        plan.dossier,
        plan.tables("published_people"),
        plan.parts,
        plan.releases,
        plan.key,
        plan.line,
        config=plan.config_file,
    output:
        plan.written_by("audit_run"),
        plan.closing,
        plan.made_with,
    params:
        source=fingerprint("isop_analysis.steps.audit_run"),
        settings=plan.settings("audit_run"),
        raw=plan.raw("audit_run"),
        code=plan.code,
    threads: 1
    resources:
        mem_mb=500,
    log:
        plan.log("audit_run"),
    message:
        "Recording where each number came from"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis audit_run --checked --config {input.config:q} > {log:q} 2>&1"
