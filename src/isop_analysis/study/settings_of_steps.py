"""Which settings each step uses, by the keys of the config's files; `workflow` hashes their values."""

EVERYTHING = (
    *("config", "instruments", "models", "integration", "hypotheses", "registration", "questions"),
    "displays",
)
SCORING = ("instruments.name", "instruments.answer_scales", "instruments.items", "instruments.scales")
PEOPLE = ("config.study", "config.waves", "config.attributes", "config.privacy")
MULTILEVEL = ("models.multilevel", "hypotheses")
STRUCTURAL = ("models.structural", "models.panels")

# Per step the keys it reads: of the study file, or of each instrument, model and integration file.
USED: dict[str, tuple[str, ...]] = {
    "import_answers": (
        *("config.study", "config.raw", "config.waves", "config.attributes", "config.team_register"),
        *("config.consent", "config.linking", "config.invented", "config.privacy", "config.limits"),
        *("integration.coded", "integration.codes", "integration.masking", "integration.quotes"),
        *("instruments.name", "instruments.about", "instruments.sources", "instruments.answer_scales"),
        *("instruments.items", "instruments.multiple_choice"),
    ),
    "import_context": (
        *("config.study", "config.raw", "config.waves", "config.sites", "config.outcomes", "config.region"),
        *("config.invented", "config.privacy", "config.limits"),
    ),
    "clean_answers": (
        *(*PEOPLE, "config.invented", "config.raw", "config.team_register", "config.consent"),
        *("config.linking", "config.cleaning", *SCORING, "instruments.about", "instruments.multiple_choice"),
        *("integration.coded", "integration.codes"),
    ),
    "mask_texts": ("config.study", "config.raw", "config.invented", "config.privacy", "integration.masking"),
    "score_scales": ("config.study", "instruments.sources", *SCORING),
    "measure_scales": (
        *(*PEOPLE, "config.choices_by", *SCORING, "instruments.about", "instruments.multiple_choice"),
        "instruments.sources",
    ),
    "map_networks": (
        *("config.study", "config.waves", "config.attributes", "config.networks", "config.seed"),
        "instruments.multiple_choice",
    ),
    "describe_missingness": (*PEOPLE, "config.missing", *SCORING),
    "fit_multilevel": (*PEOPLE, "config.seed", *SCORING, *MULTILEVEL, "raised"),
    "fit_structural": (
        "config.study",
        "config.seed",
        "config.waves",
        *SCORING,
        *STRUCTURAL,
    ),
    "relate_outcomes": (
        *("config.study", "config.waves", "config.outcomes", "config.seed", *SCORING, "models.micro_macro"),
    ),
    "second_opinion": (
        *(*PEOPLE, *SCORING, "instruments.about", *MULTILEVEL, "models.structural", "raised"),
        "instruments.sources",
    ),
    "simulate_designs": (
        *("config.study", "config.seed", "config.waves", "config.attributes", "config.planning"),
        *(*SCORING, "models.multilevel", "raised"),
    ),
    "integrate_findings": (
        *("config.study", "config.privacy", "config.seed", "config.waves", "deviations"),
        *("integration.coded", "integration.codes", "integration.joint_displays"),
        *("integration.quotes", "config.raw", "config.invented", "displays.joint_displays"),
    ),
    "publish_tables": (
        *(*PEOPLE, *SCORING, "instruments.about", "integration.codes", "config.sheet", "clauses"),
        *("config.networks", "config.choices_by", "instruments.multiple_choice"),
        *("config.data_date", "registration", "asked", "displays.joint_displays", "displays.judgements"),
        "integration.joint_displays",
    ),
    "draw_figures": EVERYTHING,
    "execute_notebooks": EVERYTHING,
    "render_report": EVERYTHING,
    "write_sheets": (
        *("config.study", "config.data_date", "config.invented", "config.consent", "config.waves"),
        *("config.teams", "config.sheet", "config.privacy", *SCORING, "integration.codes"),
    ),
    "write_dossier": EVERYTHING,
    "audit_run": EVERYTHING,
}
