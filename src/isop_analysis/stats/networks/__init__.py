"""Networks of professions and who does what. Pure statistics; those named are professions, never people.

1. `ties`: from "person × named profession" to `Ties`: `.matrix()`, `.network()` by content and frequency.
2. `egos`, `own_and_other`: per person and per profession how many and how varied, and the E–I index.
3. `teams`: density, reciprocity and centralisation of each team's network, with bounds over what is missing;
   `whole_network`, `network_bounds` do it for one matrix.
4. `ei_permutation`: is the E–I index another one than chance would give within teams?
5. `tasks`: profession × task over waves: `.shares`, `.professions`, `.tasks`, `.overlaps`.

What can't be computed is a `isop_analysis.base.reasons.Refused`; a measure that is not defined is NaN.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.stats.networks.ego_measures import egos, own_and_other
    from isop_analysis.stats.networks.heterogeneity import blau, blau_corrected, blau_maximum, ei_index
    from isop_analysis.stats.networks.permutation import EiPermutation, ei_permutation
    from isop_analysis.stats.networks.task_matrix import TaskMatrix, tasks
    from isop_analysis.stats.networks.team_networks import teams
    from isop_analysis.stats.networks.tie_table import Ties, ties
    from isop_analysis.stats.networks.whole import Bounds, Measures, network_bounds, whole_network

HOMES = {
    "stats.networks.ego_measures": ("egos", "own_and_other"),
    "stats.networks.heterogeneity": ("blau", "blau_corrected", "blau_maximum", "ei_index"),
    "stats.networks.permutation": ("EiPermutation", "ei_permutation"),
    "stats.networks.task_matrix": ("TaskMatrix", "tasks"),
    "stats.networks.team_networks": ("teams",),
    "stats.networks.tie_table": ("Ties", "ties"),
    "stats.networks.whole": ("Bounds", "Measures", "network_bounds", "whole_network"),
}
"""Modules by the names of the face they hold; each loads when one of them is asked for."""

__all__ = [
    "Bounds",
    "EiPermutation",
    "Measures",
    "TaskMatrix",
    "Ties",
    "blau",
    "blau_corrected",
    "blau_maximum",
    "egos",
    "ei_index",
    "ei_permutation",
    "network_bounds",
    "own_and_other",
    "tasks",
    "teams",
    "ties",
    "whole_network",
]


def __getattr__(name: str) -> Any:
    """Import a name of the face on first use."""
    for module, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"isop_analysis.{module}"), name)
    raise AttributeError(f"module 'isop_analysis.stats.networks' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return sorted([*globals(), *__all__])
