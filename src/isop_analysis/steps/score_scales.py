"""Score the scales: reverse-code, average what was answered, rescale where asked.

Reads answers and responses; writes scale_scores.
"""

from isop_analysis.contracts import write_table
from isop_analysis.measurement.scores import score_study
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Score every scale of the study and write the table."""
    scores = score_study(study, study.table("answers"), study.table("responses"))
    write_table(scores, "scale_scores", study.processed)
