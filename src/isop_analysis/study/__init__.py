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
    """Import the face when a name of it is asked for, so that who needs a part only pays for that."""
    if name not in __all__:
        raise AttributeError(f"module 'isop_analysis.study' has no attribute '{name}'")
    from isop_analysis.study.loading import load
    from isop_analysis.study.problems import Problem, StudyError
    from isop_analysis.study.study import Study

    return {"Problem": Problem, "Study": Study, "StudyError": StudyError, "load": load}[name]
