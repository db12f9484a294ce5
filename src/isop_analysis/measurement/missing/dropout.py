"""Those who left between two occasions: their scores and dose, and how many of each group."""

from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.measurement.groups import Group, GroupCounts, Key
from isop_analysis.measurement.missing.recognised import Pair, dose_at, pairs, recognised, seen_again
from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.stats.missingness import share_interval, standardised_difference
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


def group_rows(study: "Study", rows: StudyRows, persons: pd.DataFrame) -> list[Row]:
    """Return the rows of dropout_groups: of everyone and of each group, how many left."""
    found: list[Row] = []
    for pair in pairs(recognised(study, rows), rows.occasions):
        counts = left_by_group(study, persons, pair)
        found += [_group_row(pair, key, counts.group(key)) for key in counts.members]
    return found


def left_by_group(study: "Study", persons: pd.DataFrame, pair: Pair) -> GroupCounts:
    """Return the people of a pair by the groups of the study's attributes that somebody is of."""
    known = persons.astype({"person": "str"}).set_index("person").reindex(pair.left.index)
    members = {(ALL, ALL): pd.Series(True, index=known.index).to_numpy()}
    for attribute in study.config.attributes:
        values = known[attribute.name].astype("object")
        for value in attribute.values:
            own = (values == value.name).to_numpy(dtype=bool)
            if own.any():
                members[(attribute.name, value.name)] = own
    return GroupCounts(pair.left.astype("bool"), members, study.config.privacy.minimum_cell)


def _group_row(pair: Pair, key: Key, group: Group) -> Row:
    share = share_interval(group.chosen, group.asked)
    return {
        "from_occasion": pair.earlier,
        "to_occasion": pair.later,
        "attribute": key[0],
        "value": key[1],
        "people": group.asked,
        "left": group.chosen,
        "share": share.share,
        "ci_low": share.ci_low,
        "ci_high": share.ci_high,
    }
