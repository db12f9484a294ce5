"""What was not answered: who at which occasion, which kind of answer, and Little's test of chance."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.base.reasons import Refused, written
from isop_analysis.contracts.kinds import ANSWER_KINDS
from isop_analysis.measurement.missing.recognised import recognised, scores_at, scores_over_time
from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.stats.missingness import answer_patterns, mcar_test

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]


def pattern_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of missing_patterns: over the occasions, and over the instruments at each.

    Only people who would be recognised count: others seem to answer once. What a person's cohort was not
    asked is not missing.
    """
    responses = recognised(study, rows)
    found = _rows("occasions", ALL, _answered(responses, "occasion", list(rows.occasions)))
    instruments = [one.name for one in study.instruments]
    for occasion in rows.occasions:
        here = responses[responses["occasion"] == occasion]
        found += _rows("instruments", occasion, _answered(here, "instrument", instruments))
    return found


def _answered(responses: pd.DataFrame, column: str, names: list[str]) -> pd.DataFrame:
    """Return per person and name whether they answered, missing where no cohort of theirs was asked."""
    pairs = responses[["person", "cohort", column]].astype("str")
    answered = pd.crosstab(pairs["person"], pairs[column]).reindex(columns=names) > 0
    asked = pd.crosstab(pairs["cohort"], pairs[column]).reindex(columns=names) > 0
    cohorts = pairs[["person", "cohort"]].drop_duplicates().merge(asked, left_on="cohort", right_index=True)
    own = cohorts.drop(columns="cohort").groupby("person").any().reindex(answered.index)
    return answered.astype("boolean").where(own)


def _rows(of: str, occasion: str, answered: pd.DataFrame) -> list[Row]:
    if answered.empty:
        return []
    return [
        {
            "of": of,
            "occasion": occasion,
            "pattern": found.marks,
            "kind": found.kind if of == "occasions" else None,
            "people": found.count,
            "share": found.count / len(answered),
        }
        for found in answer_patterns(answered)
    ]


def kind_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of answer_kinds: answers to a scale's items by kind, over all occasions together."""
    answers = rows.answers[["response", "person", "item", "answer_kind"]]
    answers = answers.astype({"item": "str", "answer_kind": "str"})
    found: list[Row] = []
    for _, scale in study.scales:
        own = answers[answers["item"].isin(scale.items)]
        found += [{"scale": scale.name} | row for row in _kinds_of(own)]
    return found


def _kinds_of(answers: pd.DataFrame) -> list[Row]:
    """Return how many answers are of each kind, and of how many people: some skip a whole page."""
    return [
        {
            "answer_kind": kind,
            "answers": len(own),
            "people": int(own["person"].nunique()),
            "share": len(own) / len(answers),
        }
        for kind in ANSWER_KINDS
        if len(own := answers[answers["answer_kind"] == kind])
    ]


NUMBERS = ("n", "n_dropped", "variables", "patterns", "cells_missing", "statistic", "df", "p_value")


def chance_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of missing_tests; what can't be tested says why.

    Only people who would be recognised count: others seem to answer once.
    """
    found: list[Row] = []
    for _, scale in study.scales:
        frame = scores_over_time(study, rows, scale.name)
        if frame.shape[1] > 1:
            found.append({"of": "occasions", "scale": scale.name, "occasion": ALL} | _tested(frame))
    for occasion in rows.occasions:
        frame = scores_at(study, rows, occasion)
        if len(frame) and frame.shape[1] > 1:
            found.append({"of": "scales", "scale": ALL, "occasion": occasion} | _tested(frame))
    return found


def _tested(frame: pd.DataFrame) -> Row:
    empty: Row = dict.fromkeys(NUMBERS)
    try:
        found = mcar_test(frame)
    except Refused as refusal:
        size = {"n": len(frame), "variables": frame.shape[1]}
        return empty | size | {"status": "refused", "reason": written([refusal.reason])}
    numbers: Row = {name: getattr(found, name) for name in NUMBERS}
    return numbers | {"status": "computed", "reason": None}
