# Writes no file, so that it always runs; what it finds goes to the screen and to its log.
rule check_study:
    params:
        config=plan.config_file,
    threads: 1
    resources:
        mem_mb=500,
    log:
        plan.log("check_study"),
    message:
        "Checking the study"
    conda:
        "../../environment.yml"
    shell:
        "python -m isop_analysis check_study --config {params.config:q} 2>&1 | tee {log:q}"
