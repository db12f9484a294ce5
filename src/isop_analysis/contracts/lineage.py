"""Which tables a step reads, and which ones a published table is made of: the edges of the line.

Tests hold `READS` to the rules' inputs, and `MADE_FROM` to what publishing reads.
"""

from isop_analysis.contracts.every_table import TABLES, tables_of
from isop_analysis.contracts.publication import STEP
from isop_analysis.contracts.received import NAMING

_OF_MODELS = (
    *("scale_scores", "persons", "teams", "participation", "network_egos", "network_teams"),
    *("documents", "segments", "codings"),
)
READS: dict[str, tuple[str, ...]] = {
    "clean_answers": tuple(tables_of("import_answers")),
    "mask_texts": (
        *("documents", "segments", "hidden_names", "received_texts", "masking_decisions", *NAMING),
        "region_names",
    ),
    "score_scales": ("answers", "responses"),
    "measure_scales": ("answers", "responses", "scale_scores", "persons"),
    "map_networks": ("answers", "responses", "persons", "teams", "participation"),
    "describe_missingness": ("answers", "responses", "scale_scores", "persons", "participation"),
    "fit_multilevel": _OF_MODELS,
    "fit_structural": ("scale_scores", "persons", "teams", "participation", "answers"),
    "relate_outcomes": ("answers", "teams", "participation", "outcomes"),
    "simulate_designs": _OF_MODELS,
    "second_opinion": (
        *(*_OF_MODELS, "responses", "answers", "reliability", "agreement", "model_fits"),
        *("model_coefficients", "model_variances", "structural_fits", "structural_parameters"),
        "factor_measures",
    ),
    "integrate_findings": (
        *("team_scores", "scale_scores", "documents", "segments", "codings", "hidden_names"),
        *("received_codings", "quote_consents", "masked_texts", "masked_segments", "quote_approvals"),
    ),
    STEP: (
        *(one.name for one in TABLES if not one.restricted and one.step != "audit_run"),
        *("hidden_names", *NAMING),
    ),
}
"""Tables by the step that reads them; steps after publishing read published tables alone."""

_ANSWERED = (
    *("model_effects", "hypotheses", "detectable_effects", "model_variances", "site_estimates"),
    *("site_models", "structural_fits", "structural_defined"),
)
_OF_PROFESSIONS = ("choices", "sample", "persons")
MADE_FROM: dict[str, tuple[str, ...]] = {
    "scored_people": ("scale_scores",),
    "exclusion_counts": ("exclusions",),
    "score_counts": ("scale_scores",),
    "team_scores": ("scale_scores",),
    "team_spread": ("scale_scores",),
    "outcome_cells": ("outcomes",),
    "item_descriptives": ("item_descriptives", "item_counts"),
    "scale_descriptives": ("scale_descriptives", "item_counts"),
    "theme_counts": ("theme_counts", "teams"),
    "missing_patterns": ("missing_patterns", "dropout_groups", "missing_tests"),
    "quotes": ("quotes", "code_frequencies"),
    "joint_display": ("joint_display", "theme_counts", "theme_scores"),
    "conclusions": _ANSWERED,
    "conclusion_effects": _ANSWERED,
    "conclusion_caveats": (*_ANSWERED, "reliability", "dropout"),
    "fit_of_integration": ("model_effects", "theme_counts", "code_frequencies"),
    "profession_ties": ("network_ties", *_OF_PROFESSIONS),
    "profession_tasks": ("task_shares", *_OF_PROFESSIONS),
    "profession_spread": ("network_ties", "task_shares", *_OF_PROFESSIONS),
    "task_overlaps": ("task_shares", *_OF_PROFESSIONS),
    "network_measures": ("network_tests", "network_teams"),
    "held_back": (),
}
"""Processed tables by the published one that is made of them, where that is not the one of its name alone."""

_NETWORKS = ("network_ties", "network_egos", "network_teams", "network_tests", "task_shares")
DECIDED_WITH: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("choices", "profession_ties", "profession_tasks"), _NETWORKS),
    **dict.fromkeys(("profession_spread", "task_overlaps"), _NETWORKS),
    "network_measures": (*_NETWORKS, "choices", "sample"),
    "dropout_groups": ("sample",),
}
"""Processed tables by the published one in which they decide what may be told: people are counted in both."""


def made_from(published: str) -> tuple[str, ...]:
    """Return the processed tables that a published one is made of."""
    return MADE_FROM.get(published, (published,))


def reached_from(tables: tuple[str, ...]) -> tuple[str, ...]:
    """Return these tables and all that lie before them, in the order of the line."""
    steps = {one.name: one.step for one in TABLES}
    found: set[str] = set()
    waiting = list(tables)
    while waiting:
        table = waiting.pop()
        if table not in found:
            found.add(table)
            waiting += READS.get(steps[table], ())
    return tuple(one.name for one in TABLES if one.name in found)


def steps_before(step: str) -> tuple[str, ...]:
    """Return the steps whose tables a step reads; those after publishing read what it wrote."""
    if step not in READS:
        return (STEP,) if step not in FIRST else ()
    steps = {one.name: one.step for one in TABLES}
    return tuple(dict.fromkeys(steps[table] for table in READS[step] if steps[table] != step))


FIRST = ("check_study", "import_answers", "import_context")
"""Steps that read no table."""
