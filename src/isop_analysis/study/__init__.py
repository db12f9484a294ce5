"""The study: typed config models, its loader, its folders.

``isop.study.load("config/config.yaml")`` reads and validates everything a study is made of.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.study.loading import load
    from isop_analysis.study.problems import Problem, StudyError
    from isop_analysis.study.study import Study

HOMES = {
    "study.loading": ("load",),
    "study.problems": ("Problem", "StudyError"),
    "study.study": ("Study",),
}
"""Modules by the names of the face they hold; each loads when one of them is asked for."""

__all__ = ["Problem", "Study", "StudyError", "load"]


def __getattr__(name: str) -> Any:
    """Import a name of the face on first use."""
    for module, names in HOMES.items():
        if name in names:
            return getattr(import_module(f"isop_analysis.{module}"), name)
    raise AttributeError(f"module 'isop_analysis.study' has no attribute '{name}'")


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return sorted([*globals(), *__all__])
