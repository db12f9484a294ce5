"""Little's test: of each scale's scores over the occasions, and of all scales together at each occasion."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.base.reasons import Refused, written
from isop_analysis.measurement.missing.occasion_scores import scores_at, scores_over_time
from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.stats.missingness import mcar_test

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]
NUMBERS = ("n", "n_dropped", "variables", "patterns", "cells_missing", "statistic", "df", "p_value")


def chance_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of missing_tests; what can't be tested says why.

    Only people who would be recognised count: others seem to answer once.
    """
    minimum = study.config.privacy.minimum_cell
    found: list[Row] = []
    for _, scale in study.scales:
        frame = scores_over_time(study, rows, scale.name)
        if frame.shape[1] > 1:
            found.append({"of": "occasions", "scale": scale.name, "occasion": ALL} | _tested(frame, minimum))
    for occasion in rows.occasions:
        frame = scores_at(study, rows, occasion)
        if len(frame) and frame.shape[1] > 1:
            found.append({"of": "scales", "scale": ALL, "occasion": occasion} | _tested(frame, minimum))
    return found


def _tested(frame: pd.DataFrame, minimum: int) -> Row:
    empty: Row = dict.fromkeys(NUMBERS)
    if len(frame) < minimum:
        return empty | {"status": "suppressed", "reason": None}
    try:
        found = mcar_test(frame)
    except Refused as refusal:
        size = {"n": len(frame), "variables": frame.shape[1]}
        return empty | size | {"status": "refused", "reason": written([refusal.reason])}
    numbers: Row = {name: getattr(found, name) for name in NUMBERS}
    return numbers | {"status": "computed", "reason": None}
