"""Reproducible mixed-methods analysis of interprofessional learning teams.

Rooms load on first use, so that a step pays only for what it imports::

    import isop_analysis as isop

    fit = isop.multilevel.fit("skill ~ dose + (1 | team)", data)
"""

import importlib
from types import ModuleType

__version__ = "0.1.0"

FACE = {
    "study": "study",
    "contracts": "contracts",
    "answers": "answers",
    "opendata": "opendata",
    "cleaning": "cleaning",
    "scales": "stats.scales",
    "missingness": "stats.missingness",
    "multilevel": "stats.multilevel",
    "structural": "stats.structural",
    "measurement": "measurement",
    "models": "models",
    "designs": "models.designs",
    "sites": "models.sites",
    "integration": "integration",
    "qualitative": "qualitative",
    "networks": "stats.networks",
    "language": "language",
    "figures": "figures",
    "report": "report",
    "audit": "audit",
    "demo": "demo",
}
"""What an analyst types after `isop.`, and the room it is."""


def __getattr__(name: str) -> ModuleType:
    """Import a room the first time it is asked for."""
    if name in FACE:
        return importlib.import_module(f"isop_analysis.{FACE[name]}")
    raise AttributeError(f"module 'isop_analysis' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to, rooms that are not loaded yet included."""
    return sorted([*globals(), *FACE])
