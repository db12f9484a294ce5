rule publish_tables:
    input:
        plan.processed,
        plan.releases,
        plan.tables("hidden_names", *plan.naming),
    output:
        plan.written_by("publish_tables"),
        plan.published,
        plan.team_tables,
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.publish_tables"),
        settings=plan.settings("publish_tables"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("publish_tables"),
    message:
        "Publishing what readers may know"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis publish_tables --checked --config {params.config:q} > {log:q} 2>&1"
