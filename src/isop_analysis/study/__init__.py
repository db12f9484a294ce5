"""The study: typed config models, its loader, its folders.

``isop.study.load("config/config.yaml")`` reads and validates everything a study is made of.
"""

from isop_analysis.study.load import load
from isop_analysis.study.problems import Problem, StudyError
from isop_analysis.study.study import Study

__all__ = ["Problem", "Study", "StudyError", "load"]
