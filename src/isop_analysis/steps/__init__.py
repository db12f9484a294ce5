"""The steps of the line, in their order: each has ``run(study)``, which reads, calls, writes."""

STEPS = (
    "check_study",
    "import_answers",
    "import_context",
    "clean_answers",
    "mask_texts",
    "score_scales",
    "measure_scales",
    "map_networks",
    "describe_missingness",
    "fit_multilevel",
    "fit_structural",
    "relate_outcomes",
    "second_opinion",
    "simulate_designs",
    "integrate_findings",
    "publish_tables",
    "draw_figures",
    "execute_notebooks",
    "render_report",
    "write_sheets",
    "write_dossier",
    "audit_run",
)
OF_A_RUN = tuple(step for step in STEPS if step != "check_study")
"""Those that a run consists of; checking a study writes nothing."""
