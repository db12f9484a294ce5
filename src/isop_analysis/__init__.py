"""Reproducible mixed-methods analysis of interprofessional learning teams.

Rooms load on first use, so that a step pays only for what it imports::

    import isop_analysis as isop

    fit = isop.multilevel.fit("skill ~ dose + (1 | team)", data)
"""

import importlib
from types import ModuleType

__version__ = "0.1.0"

ROOMS = (
    "study",
    "contracts",
    "answers",
    "opendata",
    "cleaning",
    "scales",
    "missingness",
    "measurement",
    "multilevel",
    "structural",
    "models",
    "designs",
    "integration",
    "figures",
    "report",
    "audit",
    "simulation",
)


def __getattr__(name: str) -> ModuleType:
    """Import a room the first time it is asked for."""
    if name in ROOMS:
        return importlib.import_module(f"isop_analysis.{name}")
    raise AttributeError(f"module 'isop_analysis' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to, rooms that are not loaded yet included."""
    return sorted([*globals(), *ROOMS])
