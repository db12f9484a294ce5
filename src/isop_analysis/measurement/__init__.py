"""From config to measures: scores, reliability, agreement, descriptions and counts of a study's scales."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.measurement.choices import choice_rows
    from isop_analysis.measurement.description import count_rows, scale_rows, team_rows
    from isop_analysis.measurement.participants import sample_rows
    from isop_analysis.measurement.psychometrics import measure
    from isop_analysis.measurement.rows import StudyRows
    from isop_analysis.measurement.scores import score_study

HOMES = {
    "measurement.choices": ("choice_rows",),
    "measurement.description": (
        "count_rows",
        "scale_rows",
        "team_rows",
    ),
    "measurement.participants": ("sample_rows",),
    "measurement.psychometrics": ("measure",),
    "measurement.rows": ("StudyRows",),
    "measurement.scores": ("score_study",),
}
"""Modules by the names of the face they hold; each loads when one of them is asked for."""

__all__ = [
    "StudyRows",
    "choice_rows",
    "count_rows",
    "measure",
    "sample_rows",
    "scale_rows",
    "score_study",
    "team_rows",
]


def __getattr__(name: str) -> Any:
    """Import a name of the face on first use."""
    for module, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"isop_analysis.{module}"), name)
    raise AttributeError(f"module 'isop_analysis.measurement' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return sorted([*globals(), *__all__])
