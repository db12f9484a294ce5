rule draw_figures:
    input:
        plan.processed,
    output:
        plan.figures,
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.draw_figures"),
        settings=plan.settings("draw_figures"),
    log:
        plan.log("draw_figures"),
    message:
        "Drawing the figures"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis draw_figures --config {params.config:q} > {log:q} 2>&1"
