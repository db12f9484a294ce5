"""Measure the scales: reliability, agreement, descriptions, counts; what can't be computed says why.

Reads answers, responses, scale_scores and persons; writes item_counts, item_descriptives, scale_descriptives,
reliability, agreement, team_scores, sample, dropout, choices, missing_patterns,
missing_tests and answer_kinds.
"""

from isop_analysis.contracts import empty_table, write_table
from isop_analysis.measurement import (
    StudyRows,
    chance_rows,
    choice_rows,
    count_rows,
    dropout_rows,
    kind_rows,
    measure,
    pattern_rows,
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
    _write(study, "dropout", dropout_rows(study, rows))
    _write(study, "choices", choice_rows(study, rows, persons))
    _write(study, "missing_patterns", pattern_rows(study, rows, persons))
    _write(study, "missing_tests", chance_rows(study, rows))
    _write(study, "answer_kinds", kind_rows(study, rows))


def _write(study: Study, name: str, rows: list[dict[str, object]]) -> None:
    import pandas as pd

    write_table(pd.DataFrame(rows) if rows else empty_table(name), name, study.processed)
