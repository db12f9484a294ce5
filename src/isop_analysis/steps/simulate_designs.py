"""Simulate what the designs of the multilevel models can find, in one job.

Reads scale_scores, persons, teams, participation, network_egos and network_teams, and where a model names
what teams raised documents, segments and codings; writes detectable_effects. A design that was simulated
before is found again by its contents in `designs` beside the tables; a model that can't be fitted is a row
with its reason.
"""

from isop_analysis.contracts import write_rows
from isop_analysis.integration.raised_variables import with_raised
from isop_analysis.models.designs.detectable import detectable_rows
from isop_analysis.models.designs.simulated import Simulations
from isop_analysis.models.tables import read_model_tables
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Simulate every design and write what it finds."""
    planning = study.config.planning
    simulations = Simulations(
        study.processed / "designs", study.config.seed, planning.replications, planning.alpha
    )
    tables = with_raised(study, read_model_tables(study, networks=True))
    rows = detectable_rows(study, tables, simulations)
    write_rows(rows, "detectable_effects", study.processed)
    simulations.forget_unused()
