rule score_scales:
    input:
        plan.tables("answers", "responses"),
    output:
        plan.written_by("score_scales"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.score_scales"),
        settings=plan.settings("score_scales"),
    threads: 1
    resources:
        mem_mb=500,
    log:
        plan.log("score_scales"),
    message:
        "Scoring the scales"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis score_scales --checked --config {params.config:q} > {log:q} 2>&1"
