"""The study: typed config models, its loader, its folders.

``isop.study.load("config/config.yaml")`` reads and validates everything a study is made of.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.study.loading import load
    from isop_analysis.study.problems import Problem, StudyError
    from isop_analysis.study.study import Study

__all__ = ["Problem", "Study", "StudyError", "load"]


def __getattr__(name: str) -> Any:
    """Import a name of the face when it is asked for, so that a room pays only for what it uses."""
    from importlib import import_module

    homes = {"Problem": "problems", "Study": "study", "StudyError": "problems", "load": "loading"}
    if name not in homes:
        raise AttributeError(f"module 'isop_analysis.study' has no attribute '{name}'")
    return getattr(import_module(f"isop_analysis.study.{homes[name]}"), name)
