"""Fit the study's multilevel models and test its hypotheses.

Reads scale_scores, persons, teams and participation; writes model_fits, model_rows, model_coefficients,
model_variances, model_effects, model_lines, model_diagnostics, model_influence, model_means, model_random
and hypotheses. A model that can't be fitted is a row with its reason and a line of the log, and
the run goes on.
"""

from isop_analysis.contracts import write_rows
from isop_analysis.models.hypotheses import hypothesis_rows
from isop_analysis.models.multilevel.fits import fit_all
from isop_analysis.models.tables import read_model_tables
from isop_analysis.models.unfitted import print_unfitted
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Fit all multilevel models and write their tables."""
    found = fit_all(study, read_model_tables(study))
    tables = {
        "model_fits": found.fits,
        "model_rows": found.rows,
        "model_coefficients": found.coefficients,
        "model_variances": found.variances,
        "model_effects": found.effects,
        "model_lines": found.lines,
        "model_diagnostics": found.diagnostics,
        "model_influence": found.influence,
        "model_means": found.means,
        "model_random": found.random,
        "hypotheses": hypothesis_rows(study, found.effects),
    }
    for name, rows in tables.items():
        write_rows(rows, name, study.processed)
    print_unfitted(found.fits)
