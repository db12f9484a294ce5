"""Measure the scales: reliability, agreement, descriptions, counts; what can't be computed says why.

Reads answers, responses, scale_scores and persons; writes item_counts, item_descriptives, scale_descriptives,
reliability, agreement, team_scores, sample and choices.
"""

from isop_analysis.contracts import empty_table, write_table
from isop_analysis.measurement.choices import choice_rows
from isop_analysis.measurement.description import count_rows, scale_rows, team_rows
from isop_analysis.measurement.participants import sample_rows
from isop_analysis.measurement.psychometrics import measure
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Measure every scale of the study and write its tables."""
    rows, persons = StudyRows.read(study), study.table("persons")
    found = measure(study, rows)
    _write(study, "reliability", found.reliability)
    _write(study, "agreement", found.agreement)
    _write(study, "item_descriptives", found.items)
    _write(study, "scale_descriptives", scale_rows(study, rows))
    _write(study, "team_scores", team_rows(rows))
    _write(study, "item_counts", count_rows(rows))
    _write(study, "sample", sample_rows(study, rows, persons))
    _write(study, "choices", choice_rows(study, rows, persons))


def _write(study: Study, name: str, rows: list[dict[str, object]]) -> None:
    import pandas as pd

    write_table(pd.DataFrame(rows) if rows else empty_table(name), name, study.processed)
