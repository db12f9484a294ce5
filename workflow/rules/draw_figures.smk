rule draw_figures:
    input:
        plan.processed,
    output:
        plan.figures,
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.draw_figures"),
        settings=plan.settings("draw_figures"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("draw_figures"),
    message:
        "Drawing the figures"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis draw_figures --config {params.config:q} > {log:q} 2>&1"
