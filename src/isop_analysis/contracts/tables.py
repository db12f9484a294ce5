"""Where the contract of each table is, in the order of the line: only that of a table that is used loads."""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from isop_analysis.base.nearest import meant

if TYPE_CHECKING:
    from isop_analysis.contracts.table import Table

HOMES: dict[str, tuple[str, ...]] = {
    "received": (
        "received_responses",
        "received_answers",
        "received_comments",
        "register_teams",
        "register_members",
        "register_attendance",
        "received_consent",
        "received_aliases",
        "received_documents",
        "received_codings",
        "received_texts",
        "masking_entries",
        "masking_decisions",
        "quote_approvals",
        "import_report",
        "site_keys",
        "outcomes",
        "region_schools",
        "region_names",
        "context_report",
    ),
    "cleaned": (
        "pseudonyms",
        "hidden_names",
        "comments",
        "link_questions",
        "sheet_people",
        "published_people",
        "sheet_consents",
        "quote_consents",
        "persons",
        "teams",
        "memberships",
        "participation",
        "responses",
        "answers",
        "exclusions",
        "flow",
        "people_flow",
        "linking",
        "documents",
        "segments",
        "codings",
    ),
    "masked": (
        "masked_texts",
        "masked_segments",
        "masking_log",
        "masking_doubtful",
        "masking",
    ),
    "measured": (
        "scale_scores",
        "item_counts",
        "item_descriptives",
        "scale_descriptives",
        "reliability",
        "agreement",
        "team_scores",
        "sample",
        "choices",
    ),
    "networked": (
        "network_ties",
        "network_professions",
        "network_egos",
        "network_teams",
        "network_tests",
        "task_shares",
        "task_professions",
        "task_kinds",
        "task_overlaps",
    ),
    "missing": (
        "missing_patterns",
        "answer_kinds",
        "missing_tests",
        "dropout",
        "dropout_groups",
        "dropout_model",
    ),
    "modelled": (
        "model_fits",
        "model_rows",
        "model_coefficients",
        "model_variances",
        "model_effects",
        "model_lines",
        "scales_by_team",
        "joint_display",
        "audit",
    ),
    "structural": (
        "structural_fits",
        "structural_rows",
        "structural_twins",
        "structural_parameters",
        "structural_misfit",
        "factor_measures",
        "factor_pairs",
        "structural_invariance",
        "structural_releases",
    ),
    "indirect": (
        "structural_defined",
        "structural_levels",
        "structural_confounding",
        "structural_confounding_curve",
        "structural_robustness",
    ),
    "diagnosed": (
        "model_diagnostics",
        "model_influence",
        "model_means",
        "model_random",
    ),
    "hypothesised": (
        "hypotheses",
        "deviations",
    ),
    "related": (
        "site_models",
        "site_estimates",
        "site_loadings",
    ),
    "opined": ("second_opinions",),
    "designed": ("detectable_effects",),
    "worded": (
        "theme_counts",
        "coder_agreement",
        "coding_discussion",
        "code_frequencies",
        "code_pairs",
        "saturation",
        "quote_candidates",
        "quotes",
    ),
    "mixed": ("theme_scores", "case_order"),
}
"""Modules of this room by the tables they hold. A step depends on the contracts of the tables it names."""


@cache
def by_name(name: str) -> "Table":
    """Return the contract of a table; KeyError, with the nearest name, when there is none."""
    for home, names in HOMES.items():
        if name in names:
            held: tuple[Table, ...] = getattr(import_module(f"isop_analysis.contracts.{home}"), home.upper())
            return held[names.index(name)]
    known = [name for names in HOMES.values() for name in names]
    raise KeyError(f"no table is called '{name}'{meant(name, known, '')}")
