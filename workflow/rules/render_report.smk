rule render_report:
    input:
        plan.published,
        plan.figures,
    output:
        plan.reports,
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.render_report"),
        settings=plan.settings("render_report"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("render_report"),
    message:
        "Writing the report"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis render_report --checked --config {params.config:q} > {log:q} 2>&1"
