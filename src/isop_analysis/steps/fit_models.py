"""Fit the study's multilevel and structural models, in one job.

Reads scale_scores, persons, teams, participation and answers; writes model_fits, model_rows,
model_coefficients, model_variances, model_effects, model_lines, model_diagnostics, model_influence,
model_means, model_random, hypotheses, deviations, structural_fits, structural_parameters,
structural_twins, structural_misfit, factor_measures, factor_pairs, structural_invariance,
structural_releases, structural_defined, structural_levels, structural_confounding,
structural_confounding_curve and structural_robustness. A model that can't be fitted is a row with its
reason and a line of the log, and the run goes on.
"""

from typing import TYPE_CHECKING

from isop_analysis.contracts import empty_table, write_table
from isop_analysis.models import (
    deviation_rows,
    fit_all,
    fit_panels,
    fit_structural,
    hypothesis_rows,
    read_model_tables,
)
from isop_analysis.steps.unfitted import unfitted_lines
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def run(study: Study) -> None:
    """Fit all models and write their tables."""
    tables = read_model_tables(study)
    multilevel = fit_all(study, tables)
    _write(study, "model_fits", multilevel.fits)
    _write(study, "model_coefficients", multilevel.coefficients)
    _write(study, "model_variances", multilevel.variances)
    _write(study, "model_effects", multilevel.effects)
    _write(study, "model_lines", multilevel.lines)
    _write(study, "model_diagnostics", multilevel.diagnostics)
    _write(study, "model_influence", multilevel.influence)
    _write(study, "model_means", multilevel.means)
    _write(study, "model_random", multilevel.random)
    _write(study, "hypotheses", hypothesis_rows(study, multilevel.effects))
    _write(study, "deviations", deviation_rows(study))
    structural = fit_structural(study, tables, _answers(study))
    fit_panels(study, tables, structural)
    _write(study, "model_rows", [*multilevel.rows, *structural.rows])
    _write(study, "structural_fits", structural.fits)
    _write(study, "structural_parameters", structural.parameters)
    _write(study, "structural_twins", structural.twins)
    _write(study, "structural_misfit", structural.misfit)
    _write(study, "factor_measures", structural.measures)
    _write(study, "factor_pairs", structural.pairs)
    _write(study, "structural_invariance", structural.steps)
    _write(study, "structural_releases", structural.releases)
    _write(study, "structural_defined", structural.defined)
    _write(study, "structural_levels", structural.levels)
    _write(study, "structural_confounding", structural.confounding.effects)
    _write(study, "structural_confounding_curve", structural.confounding.curve)
    _write(study, "structural_robustness", structural.confounding.paths)
    for line in unfitted_lines([*multilevel.fits, *structural.fits]):
        print(line)


def _answers(study: Study) -> "pd.DataFrame":
    if not study.structural:
        return empty_table("answers")
    return study.table("answers")


def _write(study: Study, name: str, rows: list[dict[str, object]]) -> None:
    import pandas as pd

    write_table(pd.DataFrame(rows) if rows else empty_table(name), name, study.processed)
