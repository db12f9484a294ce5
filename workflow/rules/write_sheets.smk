plan.forget_changed_sheets()


rule write_sheets:
    input:
        plan.team_tables,
    output:
        plan.team_sheets,
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.write_sheets"),
        settings=plan.settings("write_sheets"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("write_sheets"),
    message:
        "Writing the team sheets"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis write_sheets --checked --config {params.config:q} > {log:q} 2>&1"
