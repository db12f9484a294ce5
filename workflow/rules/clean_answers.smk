rule clean_answers:
    input:
        plan.written_by("import_answers"),
        plan.key,
    output:
        plan.written_by("clean_answers"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.clean_answers"),
        settings=plan.settings("clean_answers"),
    threads: 1
    resources:
        mem_mb=2000,
    log:
        plan.log("clean_answers"),
    message:
        "Cleaning the answers"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis clean_answers --checked --config {params.config:q} > {log:q} 2>&1"
