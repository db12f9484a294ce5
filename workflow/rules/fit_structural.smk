rule fit_structural:
    input:
        plan.tables("scale_scores", "persons", "teams", "participation", "answers"),
    output:
        plan.written_by("fit_structural"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.fit_structural"),
        settings=plan.settings("fit_structural"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("fit_structural"),
    message:
        "Fitting the structural models"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis fit_structural --checked --config {params.config:q} > {log:q} 2>&1"
