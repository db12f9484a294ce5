rule import_answers:
    input:
        plan.key,
    output:
        plan.written_by("import_answers"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.import_answers"),
        settings=plan.settings("import_answers"),
        raw=plan.raw("import_answers"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("import_answers"),
    message:
        "Reading the survey exports and the register"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis import_answers --checked --config {params.config:q} > {log:q} 2>&1"
