"""Compute the study's numbers again by other people's libraries: a second opinion beside each.

Reads answers, responses, scale_scores, persons, teams, participation, network_egos, network_teams and where a
model names what teams raised documents, segments and codings; of our results model_fits, model_coefficients,
model_variances, structural_fits, structural_parameters, factor_measures, reliability and agreement. Writes
second_opinions. A number that differs is a line of the log; what a library can't say stands there with its
reason, and the run goes on.
"""

from isop_analysis.contracts import write_rows
from isop_analysis.integration.raised_variables import with_raised
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.models.tables import read_model_tables
from isop_analysis.second_opinion.differing import print_differing
from isop_analysis.second_opinion.models_again import model_opinions
from isop_analysis.second_opinion.scales_again import scale_opinions
from isop_analysis.second_opinion.structures_again import structure_opinions
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Ask the libraries, hold what they say beside ours, and write a row a number."""
    tables = with_raised(study, read_model_tables(study, networks=True))
    plain = read_model_tables(study)
    answers = study.table("answers")
    found = [
        *model_opinions(study, tables),
        *structure_opinions(study, plain, answers),
        *scale_opinions(study, StudyRows.read(study)),
    ]
    write_rows(found, "second_opinions", study.processed)
    print_differing(found)
