rule measure_scales:
    input:
        plan.tables("answers", "responses", "scale_scores", "persons"),
    output:
        plan.written_by("measure_scales"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.measure_scales"),
        settings=plan.settings("measure_scales"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("measure_scales"),
    message:
        "Measuring the scales"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis measure_scales --checked --config {params.config:q} > {log:q} 2>&1"
