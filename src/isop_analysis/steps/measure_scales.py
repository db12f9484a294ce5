"""Measure the scales: reliability, agreement, descriptions, counts; what can't be computed says why.

Reads answers, responses, scale_scores and persons; writes item_counts, item_descriptives, scale_descriptives,
reliability, agreement, team_scores, sample and choices.
"""

from isop_analysis.contracts import empty_table, write_table
from isop_analysis.measurement import (
    StudyRows,
    choice_rows,
    count_rows,
    measure,
    sample_rows,
    scale_rows,
    team_rows,
)
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Measure every scale of the study and write its tables."""
    rows, persons = StudyRows.read(study), study.table("persons")
    found = measure(study, rows)
    _write(study, "reliability", found.reliability)
    _write(study, "agreement", found.agreement)
    _write(study, "item_descriptives", found.items)
    _write(study, "scale_descriptives", scale_rows(study, rows))
    _write(study, "team_scores", team_rows(study, rows))
    _write(study, "item_counts", count_rows(study, rows))
    _write(study, "sample", sample_rows(study, rows, persons))
    _write(study, "choices", choice_rows(study, rows, persons))


def _write(study: Study, name: str, rows: list[dict[str, object]]) -> None:
    import pandas as pd

    write_table(pd.DataFrame(rows) if rows else empty_table(name), name, study.processed)
