"""Who answered at which occasions, and which instruments at each."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.missing.recognised import recognised
from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.stats.missingness import AnswerPattern, answer_patterns

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
