"""What was not answered: who at which occasion, which kind of answer, and Little's test of chance."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.base.reasons import Refused, written
from isop_analysis.contracts.kinds import ANSWER_KINDS
from isop_analysis.measurement.disclosure import small_cells
from isop_analysis.measurement.missing.recognised import recognised, scores_at, scores_over_time
from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.stats.missingness import AnswerPattern, answer_patterns, mcar_test

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]
REST = "rest"


def pattern_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of missing_patterns: over the occasions, and over the instruments at each.

    Only people who would be recognised count: others seem to answer once. What a person's cohort was not
    asked is not missing.
    """
    responses = recognised(study, rows)
    minimum = study.config.privacy.minimum_cell
    found = _rows("occasions", ALL, _answered(responses, "occasion", list(rows.occasions)), minimum)
    instruments = [one.name for one in study.instruments]
    for occasion in rows.occasions:
        here = responses[responses["occasion"] == occasion]
        found += _rows("instruments", occasion, _answered(here, "instrument", instruments), minimum)
    return found


def _answered(responses: pd.DataFrame, column: str, names: list[str]) -> pd.DataFrame:
    """Return per person and name whether they answered, missing where no cohort of theirs was asked."""
    pairs = responses[["person", "cohort", column]].astype("str")
    answered = pd.crosstab(pairs["person"], pairs[column]).reindex(columns=names) > 0
    asked = pd.crosstab(pairs["cohort"], pairs[column]).reindex(columns=names) > 0
    cohorts = pairs[["person", "cohort"]].drop_duplicates().merge(asked, left_on="cohort", right_index=True)
    own = cohorts.drop(columns="cohort").groupby("person").any().reindex(answered.index)
    return answered.astype("boolean").where(own)


def _rows(of: str, occasion: str, answered: pd.DataFrame, minimum: int) -> list[Row]:
    if answered.empty:
        return []
    return [
        {
            "of": of,
            "occasion": occasion,
            "pattern": found.marks or REST,
            "kind": found.kind if of == "occasions" else None,
            "people": found.count,
            "share": found.count / len(answered),
        }
        for found in _enough(answer_patterns(answered, minimum), minimum)
    ]


def _enough(patterns: tuple[AnswerPattern, ...], minimum: int) -> list[AnswerPattern]:
    """Leave out a pattern of too few people: it stands alone where everyone together are too few."""
    return [pattern for pattern in patterns if pattern.count >= minimum]


def kind_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of answer_kinds: answers to a scale's items by kind, over all occasions together.

    A kind that fewer than `minimum_cell` people have is hidden, and with it the next rarest, so that the
    total does not give it away: a few people who skip a whole page are many answers.
    """
    answers = rows.answers[["response", "person", "item", "answer_kind"]]
    answers = answers.astype({"item": "str", "answer_kind": "str"})
    found: list[Row] = []
    for _, scale in study.scales:
        own = answers[answers["item"].isin(scale.items)]
        if len(own):
            rows_of_scale = _kinds_of(own, study.config.privacy.minimum_cell)
            found += [{"scale": scale.name} | row for row in rows_of_scale]
    return found


def _kinds_of(answers: pd.DataFrame, minimum: int) -> list[Row]:
    kinds = [kind for kind in ANSWER_KINDS if (answers["answer_kind"] == kind).any()]
    grouped = answers.groupby("answer_kind")
    counts = grouped.size().reindex(kinds)
    hidden = small_cells(grouped["person"].nunique().reindex(kinds), minimum)
    return [
        {
            "answer_kind": kind,
            "answers": None if few else int(count),
            "share": None if few else count / counts.sum(),
            "suppressed": bool(few),
        }
        for kind, count, few in zip(kinds, counts, hidden, strict=True)
    ]


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
