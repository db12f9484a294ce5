rule mask_texts:
    input:
        plan.tables("documents", "segments", "hidden_names", "received_texts", "masking_decisions"),
        plan.tables(*plan.naming, "region_names"),
        plan.key,
    output:
        plan.written_by("mask_texts"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.mask_texts"),
        settings=plan.settings("mask_texts"),
    threads: 1
    resources:
        mem_mb=2000,
    log:
        plan.log("mask_texts"),
    message:
        "Masking coded texts"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis mask_texts --checked --config {params.config:q} > {log:q} 2>&1"
