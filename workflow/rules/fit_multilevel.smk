rule fit_multilevel_part:
    input:
        plan.tables("scale_scores", "persons", "teams", "participation", "network_egos", "network_teams"),
        plan.tables("documents", "segments", "codings"),
    output:
        plan.part_tables("fit_multilevel", "{part}"),
    wildcard_constraints:
        part=r"[1-9]\d*",
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.fit_multilevel"),
        settings=plan.settings("fit_multilevel"),
        models_per_job=plan.study.config.models_per_job,
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("fit_multilevel_{part}"),
    message:
        "Fitting the multilevel models (part {wildcards.part})"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis fit_multilevel --checked --config {params.config:q} --part {wildcards.part} > {log:q} 2>&1"


rule fit_multilevel:
    input:
        plan.tables("scale_scores", "persons", "teams", "participation", "network_egos", "network_teams"),
        plan.tables("documents", "segments", "codings"),
        plan.parts_gathered("fit_multilevel"),
    output:
        plan.written_by("fit_multilevel"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.fit_multilevel"),
        settings=plan.settings("fit_multilevel"),
        gather="--gather" if plan.parts_gathered("fit_multilevel") else "",
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("fit_multilevel"),
    message:
        "Fitting the multilevel models"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis fit_multilevel --checked --config {params.config:q} {params.gather} > {log:q} 2>&1"
