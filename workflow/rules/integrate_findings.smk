rule integrate_findings:
    input:
        plan.tables("team_scores", "scale_scores", "documents", "segments", "codings"),
        plan.tables("hidden_names", "received_codings"),
        plan.tables("quote_consents", "masked_texts", "masked_segments", "quote_approvals"),
        plan.key,
    output:
        plan.written_by("integrate_findings"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.integrate_findings"),
        settings=plan.settings("integrate_findings"),
    threads: 1
    resources:
        mem_mb=500,
    log:
        plan.log("integrate_findings"),
    message:
        "Bringing scores and themes together"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis integrate_findings --checked --config {params.config:q} > {log:q} 2>&1"
