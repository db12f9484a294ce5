rule describe_missingness:
    input:
        plan.tables("answers", "responses", "scale_scores", "persons", "participation"),
    output:
        plan.written_by("describe_missingness"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.describe_missingness"),
        settings=plan.settings("describe_missingness"),
    threads: 1
    resources:
        mem_mb=500,
    log:
        plan.log("describe_missingness"),
    message:
        "Describing missing answers"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis describe_missingness --checked --config {params.config:q} > {log:q} 2>&1"
