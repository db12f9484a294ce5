rule fit_multilevel:
    input:
        plan.tables("scale_scores", "persons", "teams", "participation"),
    output:
        plan.written_by("fit_multilevel"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.fit_multilevel"),
        settings=plan.settings("fit_multilevel"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("fit_multilevel"),
    message:
        "Fitting the multilevel models"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis fit_multilevel --checked --config {params.config:q} > {log:q} 2>&1"
