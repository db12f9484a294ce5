"""Map who works with which profession, and who does which tasks.

Reads answers, responses, persons, teams and participation; writes network_ties, network_professions,
network_egos, network_teams, network_tests, task_shares, task_professions, task_kinds and task_overlaps. A
study without the part `networks` gets them without rows.
"""

from typing import TYPE_CHECKING

from isop_analysis.contracts import tables_of, write_rows
from isop_analysis.measurement.networks.named import named
from isop_analysis.measurement.networks.tables import Mapped, members_at_waves
from isop_analysis.study.study import Study

if TYPE_CHECKING:
    from isop_analysis.contracts.table import Row
    from isop_analysis.study.network_settings import Networks

STEP = "map_networks"


def run(study: Study) -> None:
    """Map the networks of the study and write their tables."""
    networks = study.config.networks
    rows = {} if networks is None else _rows(_mapped(study, networks))
    for name in tables_of(STEP):
        write_rows(rows.get(name, []), name, study.processed)


def _mapped(study: Study, networks: "Networks") -> Mapped:
    persons, teams = study.table("persons"), study.table("teams")
    return Mapped(
        networks,
        named(study, networks, study.table("answers"), study.table("responses"), persons),
        members_at_waves(study.table("participation"), persons, networks.attribute),
        dict(zip(teams["team"].astype("str"), teams["site"].astype("str"), strict=True)),
        study.config.seed,
    )


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
