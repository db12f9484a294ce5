"""Describe missing answers: who answered what, kinds, Little's test, and who left between occasions.

Reads answers, responses, scale_scores, persons and participation; writes missing_patterns, answer_kinds,
missing_tests, dropout, dropout_groups and dropout_model.
"""

from isop_analysis.contracts import empty_table, write_table
from isop_analysis.measurement.missing.dropout import dropout_rows, group_rows
from isop_analysis.measurement.missing.leaving import leaving_rows
from isop_analysis.measurement.missing.nonresponse import chance_rows, kind_rows, pattern_rows
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.study.study import Study


def run(study: Study) -> None:
    """Describe what the study's people did not answer and write its tables."""
    rows, persons, participation = StudyRows.read(study), study.table("persons"), study.table("participation")
    _write(study, "missing_patterns", pattern_rows(study, rows))
    _write(study, "answer_kinds", kind_rows(study, rows))
    _write(study, "missing_tests", chance_rows(study, rows))
    _write(study, "dropout", dropout_rows(study, rows, participation))
    _write(study, "dropout_groups", group_rows(study, rows, persons))
    _write(study, "dropout_model", leaving_rows(study, rows, persons, participation))


def _write(study: Study, name: str, rows: list[dict[str, object]]) -> None:
    import pandas as pd

    write_table(pd.DataFrame(rows) if rows else empty_table(name), name, study.processed)
