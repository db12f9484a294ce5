rule fit_structural_part:
    input:
        plan.tables("scale_scores", "persons", "teams", "participation", "answers"),
    output:
        plan.part_tables("fit_structural", "{part}"),
    wildcard_constraints:
        part=r"[1-9]\d*",
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.fit_structural"),
        settings=plan.settings("fit_structural"),
        models_per_job=plan.study.config.models_per_job,
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("fit_structural_{part}"),
    message:
        "Fitting the structural models (part {wildcards.part})"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis fit_structural --checked --config {params.config:q} --part {wildcards.part} > {log:q} 2>&1"


rule fit_structural:
    input:
        plan.tables("scale_scores", "persons", "teams", "participation", "answers"),
        plan.parts_gathered("fit_structural"),
    output:
        plan.written_by("fit_structural"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.fit_structural"),
        settings=plan.settings("fit_structural"),
        gather="--gather" if plan.parts_gathered("fit_structural") else "",
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("fit_structural"),
    message:
        "Fitting the structural models"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis fit_structural --checked --config {params.config:q} {params.gather} > {log:q} 2>&1"
