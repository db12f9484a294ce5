rule import_context:
    input:
        plan.key,
    output:
        plan.written_by("import_context"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.import_context"),
        settings=plan.settings("import_context"),
        raw=plan.raw("import_context"),
    threads: 1
    resources:
        mem_mb=500,
    log:
        plan.log("import_context"),
    message:
        "Reading open data"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis import_context --checked --config {params.config:q} > {log:q} 2>&1"
