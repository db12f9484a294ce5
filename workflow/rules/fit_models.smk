rule fit_models:
    input:
        plan.tables("scale_scores", "persons", "teams", "memberships", "participation", "answers"),
    output:
        plan.written_by("fit_models"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.fit_models"),
        settings=plan.settings("fit_models"),
    log:
        plan.log("fit_models"),
    message:
        "Fitting the models"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis fit_models --config {params.config:q} > {log:q} 2>&1"
