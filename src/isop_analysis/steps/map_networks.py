"""Map who works with which profession, and who does which tasks.

Reads answers, responses, persons, teams and participation; writes network_ties, network_professions,
network_egos, network_teams, network_tests, task_shares, task_professions, task_kinds and task_overlaps. A
study without the part `networks` gets them without rows.
"""

from typing import TYPE_CHECKING

from isop_analysis.contracts import tables_of, write_rows
from isop_analysis.measurement.networks.tables import Mapped
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    from isop_analysis.contracts.table import Row

STEP = "map_networks"


def run(study: Study) -> None:
    """Map the networks of the study and write their tables."""
    networks = study.config.networks
    rows = {} if networks is None else _rows(Mapped.read(study, networks))
    for name in tables_of(STEP):
        write_rows(rows.get(name, []), name, study.processed)


def _rows(mapped: Mapped) -> "dict[str, list[Row]]":
    if mapped.named.asked.empty:
        return {}
    return {
        "network_ties": mapped.ties(),
        "network_professions": mapped.professions(),
        "network_egos": mapped.egos(),
        "network_teams": mapped.teams(),
        "network_tests": mapped.chance(),
        **mapped.tasks(),
    }
