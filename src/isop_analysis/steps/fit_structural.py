"""Fit the study's structural and panel models.

Reads scale_scores, persons, teams, participation and answers; writes structural_fits, structural_rows,
structural_parameters, structural_twins, structural_misfit, factor_measures, factor_pairs,
structural_invariance, structural_releases, structural_defined, structural_levels, structural_confounding,
structural_confounding_curve and structural_robustness. A model that can't be fitted is a row with its reason
and a line of the log, and the run goes on. A part writes the tables of its own models.
"""

from operator import attrgetter
from typing import TYPE_CHECKING

from isop_analysis.contracts import empty_table, write_rows
from isop_analysis.models.parts import folder_of, forget_parts, gathered
from isop_analysis.models.structural.fits import fit_structural
from isop_analysis.models.tables import read_model_tables
from isop_analysis.models.unfitted import print_unfitted
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

STEP = "fit_structural"
TABLES = {
    "structural_fits": "fits",
    "structural_rows": "rows",
    "structural_parameters": "parameters",
    "structural_twins": "twins",
    "structural_misfit": "misfit",
    "factor_measures": "measures",
    "factor_pairs": "pairs",
    "structural_invariance": "steps",
    "structural_releases": "releases",
    "structural_defined": "defined",
    "structural_levels": "levels",
    "structural_confounding": "confounding.effects",
    "structural_confounding_curve": "confounding.curve",
    "structural_robustness": "confounding.paths",
}
"""Tables of models, each by its place among the rows that fits leave."""


def run(study: Study, part: int | None = None, gather: bool = False) -> None:
    """Fit all structural models, or those of a part, or gather the parts; write their tables."""
    if gather:
        tables = gathered(study, STEP, TABLES)
    else:
        found = fit_structural(study, read_model_tables(study), _answers(study), part)
        tables = {name: attrgetter(place)(found) for name, place in TABLES.items()}
    if part is None:
        forget_parts(study, STEP)
    for name, rows in tables.items():
        write_rows(rows, name, folder_of(study, STEP, part))
    print_unfitted(tables["structural_fits"])


def _answers(study: Study) -> "pd.DataFrame":
    return study.table("answers") if study.structural else empty_table("answers")
