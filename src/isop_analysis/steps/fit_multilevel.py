"""Fit the study's multilevel models and test its hypotheses.

Reads scale_scores, persons, teams, participation, network_egos and network_teams, and where a model names
what teams raised documents, segments and codings; writes model_fits, model_rows, model_coefficients,
model_variances, model_effects, model_lines, model_diagnostics, model_influence, model_means, model_random
and hypotheses. A model that can't be fitted is a row with its reason and a line of the log, and the run goes
on.
A part writes the tables of its own models; what is asked of all of them is done where they are gathered.
"""

from isop_analysis.contracts import write_rows
from isop_analysis.integration.raised_variables import with_raised
from isop_analysis.models.hypotheses import hypothesis_rows
from isop_analysis.models.multilevel.fits import fit_all
from isop_analysis.models.parts import folder_of, forget_parts, gathered
from isop_analysis.models.tables import read_model_tables
from isop_analysis.models.unfitted import print_unfitted
from isop_analysis.study.study import Study

STEP = "fit_multilevel"
TABLES = {
    "model_fits": "fits",
    "model_rows": "rows",
    "model_coefficients": "coefficients",
    "model_variances": "variances",
    "model_effects": "effects",
    "model_lines": "lines",
    "model_diagnostics": "diagnostics",
    "model_influence": "influence",
    "model_means": "means",
    "model_random": "random",
}
"""Tables of models, each by its place among the rows that fits leave."""


def run(study: Study, part: int | None = None, gather: bool = False) -> None:
    """Fit all multilevel models, or those of a part, or gather the parts; write their tables."""
    if gather:
        tables = gathered(study, STEP, TABLES)
    else:
        found = fit_all(study, with_raised(study, read_model_tables(study, networks=True)), part)
        tables = {name: getattr(found, place) for name, place in TABLES.items()}
    if part is None:
        tables["hypotheses"] = hypothesis_rows(study, tables["model_effects"])
        forget_parts(study, STEP)
    for name, rows in tables.items():
        write_rows(rows, name, folder_of(study, STEP, part))
    print_unfitted(tables["model_fits"])
