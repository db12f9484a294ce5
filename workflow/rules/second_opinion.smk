rule second_opinion:
    input:
        plan.tables("scale_scores", "persons", "teams", "participation", "network_egos", "network_teams"),
        plan.tables("documents", "segments", "codings", "responses", "answers", "reliability", "agreement"),
        plan.tables("model_fits", "model_coefficients", "model_variances"),
        plan.tables("structural_fits", "structural_parameters", "factor_measures"),
    output:
        plan.written_by("second_opinion"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.second_opinion"),
        settings=plan.settings("second_opinion"),
    threads: 1
    resources:
        mem_mb=1500,
    log:
        plan.log("second_opinion"),
    message:
        "Asking other libraries for a second opinion"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis second_opinion --checked --config {params.config:q} > {log:q} 2>&1"
