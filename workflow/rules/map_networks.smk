rule map_networks:
    input:
        plan.tables("answers", "responses", "persons", "teams", "participation"),
    output:
        plan.written_by("map_networks"),
    params:
        config=plan.config_file,
        source=fingerprint("isop_analysis.steps.map_networks"),
        settings=plan.settings("map_networks"),
    threads: 1
    resources:
        mem_mb=500,
    log:
        plan.log("map_networks"),
    message:
        "Mapping the networks"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis map_networks --checked --config {params.config:q} > {log:q} 2>&1"
