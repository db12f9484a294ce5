rule relate_outcomes:
    input:
        plan.tables("answers", "teams", "participation", "outcomes"),
    output:
        plan.written_by("relate_outcomes"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.relate_outcomes"),
        settings=plan.settings("relate_outcomes"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("relate_outcomes"),
    message:
        "Relating sites to children's chances"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis relate_outcomes --checked --config {params.config:q} > {log:q} 2>&1"
