rule simulate_designs:
    input:
        plan.tables("scale_scores", "persons", "teams", "participation", "network_egos", "network_teams"),
        plan.tables("documents", "segments", "codings"),
    output:
        plan.written_by("simulate_designs"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.simulate_designs"),
        settings=plan.settings("simulate_designs"),
    threads: 1
    resources:
        mem_mb=1000,
    log:
        plan.log("simulate_designs"),
    message:
        "Simulating what the designs can find"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis simulate_designs --checked --config {params.config:q} > {log:q} 2>&1"
