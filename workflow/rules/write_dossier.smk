rule write_dossier:
    input:
        plan.between,
        plan.published,
        plan.figures,
        plan.parts,
        plan.releases,
        plan.key,
        "requirements.lock",
        "workflow/loaded_modules.txt",
        config=plan.config_file,
    output:
        plan.dossier,
    params:
        source=fingerprint("isop_analysis.steps.write_dossier"),
        settings=plan.settings("write_dossier"),
        raw=plan.raw("audit_run"),
        code=plan.code,
    threads: 1
    resources:
        mem_mb=500,
    log:
        plan.log("write_dossier"),
    message:
        "Writing where each number came from"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis write_dossier --checked --config {input.config:q} > {log:q} 2>&1"
