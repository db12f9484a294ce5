"""From config to measures: scores, reliability, agreement, descriptions and counts of a study's scales."""

from isop_analysis.measurement.choices import choice_rows
from isop_analysis.measurement.description import count_rows, scale_rows, small_cells, team_rows
from isop_analysis.measurement.participants import sample_rows
from isop_analysis.measurement.psychometrics import measure
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.measurement.scores import score_study

__all__ = [
    "StudyRows",
    "choice_rows",
    "count_rows",
    "measure",
    "sample_rows",
    "scale_rows",
    "score_study",
    "small_cells",
    "team_rows",
]
