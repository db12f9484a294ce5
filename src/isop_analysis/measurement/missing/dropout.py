"""Those who left between two occasions against those who stayed: scores and dose."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.measurement.missing.occasion_scores import dose_at
from isop_analysis.measurement.missing.recognised import pairs, recognised, seen_again
from isop_analysis.measurement.rows import StudyRows
from isop_analysis.stats.missingness import standardised_difference
from isop_analysis.stats.verdicts import sign_of

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]
NUMBERS = ("stayed_mean", "left_mean", "difference_sd", "ci_low", "ci_high", "verdict")


def dropout_rows(study: "Study", rows: StudyRows, participation: pd.DataFrame) -> list[Row]:
    """Return the rows of dropout: those who answered again against those who did not.

    Only people who could have been seen again count: their responses are linked, and the scale was asked in
    their cohort at the later occasion. The difference (left − stayed) is in pooled SDs, with Welch's
    interval; two people or more on either side. For the dose, people in a team who answered anything count.
    """
    responses = recognised(study, rows)
    scored = rows.scores[rows.scores["status"].astype("str") == "scored"]
    scored = scored.astype({"person": "str"}).merge(responses[["response", "cohort"]], on="response")
    found: list[Row] = []
    for _, scale in study.scales:
        own = scored[scored["scale"].astype("str") == scale.name]
        asked = [occasion for occasion in rows.occasions if (own["occasion"] == occasion).any()]
        for earlier, later in pairwise(asked):
            first = seen_again(own, earlier, later)
            people = first.groupby("person").agg(value=("score", "mean"), left=("left", "first"))
            found.append(_pair(scale.name, earlier, later) | _difference(people))
    doses = dose_at(study, participation)
    for pair in pairs(responses, rows.occasions) if len(doses) else []:
        people = pd.DataFrame({"value": doses.get(pair.earlier), "left": pair.left}).dropna()
        if len(people):
            found.append(_pair("dose", pair.earlier, pair.later) | _difference(people))
    return found


def _pair(variable: str, earlier: str, later: str) -> Row:
    return {"variable": variable, "from_occasion": earlier, "to_occasion": later}


def _difference(people: pd.DataFrame) -> Row:
    left = people["left"].astype("bool")
    stayed, gone = people.loc[~left, "value"], people.loc[left, "value"]
    row: Row = {"stayed_n": len(stayed), "left_n": len(gone), **dict.fromkeys(NUMBERS)}
    if min(len(stayed), len(gone)) < 2:
        return row
    row |= {"stayed_mean": float(stayed.mean()), "left_mean": float(gone.mean())}
    try:
        found = standardised_difference(stayed, gone)
    except Refused:
        return row
    return row | {
        "difference_sd": found.difference,
        "ci_low": found.ci_low,
        "ci_high": found.ci_high,
        "verdict": sign_of(found.ci_low, found.ci_high),
    }
