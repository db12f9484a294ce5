"""Fit the study's structural and panel models.

Reads scale_scores, persons, teams, participation and answers; writes structural_fits, structural_rows,
structural_parameters, structural_twins, structural_misfit, factor_measures, factor_pairs,
structural_invariance, structural_releases, structural_defined, structural_levels, structural_confounding,
structural_confounding_curve and structural_robustness. A model that can't be fitted is a row with its reason
and a line of the log, and the run goes on.
"""

from typing import TYPE_CHECKING

from isop_analysis.contracts import empty_table, write_rows
from isop_analysis.models.structural.fits import fit_structural
from isop_analysis.models.tables import read_model_tables
from isop_analysis.models.unfitted import print_unfitted
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def run(study: Study) -> None:
    """Fit all structural models and write their tables."""
    found = fit_structural(study, read_model_tables(study), _answers(study))
    tables = {
        "structural_fits": found.fits,
        "structural_rows": found.rows,
        "structural_parameters": found.parameters,
        "structural_twins": found.twins,
        "structural_misfit": found.misfit,
        "factor_measures": found.measures,
        "factor_pairs": found.pairs,
        "structural_invariance": found.steps,
        "structural_releases": found.releases,
        "structural_defined": found.defined,
        "structural_levels": found.levels,
        "structural_confounding": found.confounding.effects,
        "structural_confounding_curve": found.confounding.curve,
        "structural_robustness": found.confounding.paths,
    }
    for name, rows in tables.items():
        write_rows(rows, name, study.processed)
    print_unfitted(found.fits)


def _answers(study: Study) -> "pd.DataFrame":
    return study.table("answers") if study.structural else empty_table("answers")
