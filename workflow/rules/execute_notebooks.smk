rule execute_notebooks:
    input:
        plan.published,
    output:
        plan.executed_notebooks,
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.execute_notebooks", tuple(plan.notebooks)),
        settings=plan.settings("execute_notebooks"),
    threads: 1
    resources:
        mem_mb=1500,
    log:
        plan.log("execute_notebooks"),
    message:
        "Executing the notebooks"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis execute_notebooks --checked --config {params.config:q} > {log:q} 2>&1"
