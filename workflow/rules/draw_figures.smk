plan.forget_changed_drawings()


rule draw_figures:
    input:
        plan.published,
    output:
        plan.figures_in("{language}"),
    wildcard_constraints:
        language="|".join(plan.study.config.languages),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.draw_figures"),
        settings=plan.settings("draw_figures"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("draw_figures_{language}"),
    message:
        "Drawing the figures ({wildcards.language})"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis draw_figures --checked --config {params.config:q} --language {wildcards.language} --code {params.source} > {log:q} 2>&1"
