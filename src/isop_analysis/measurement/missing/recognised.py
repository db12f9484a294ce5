"""Responses of people who would be recognised in another response: only they can miss one."""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.rows import NOT_LINKED, StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


@dataclass(frozen=True)
class Pair:
    """An occasion and the next: who answered at the first, and whether each of them answered at the
    second.
    """

    earlier: str
    later: str
    left: pd.Series


def recognised(study: "Study", rows: StudyRows) -> pd.DataFrame:
    """Return the linked responses with their cohort; of one anonymous instrument, every response.

    Who is not linked always seems to miss the other instruments and to leave.
    """
    cohorts = {wave.name: wave.cohort for wave in study.config.waves}
    known = ~rows.responses["linked_by"].astype("str").isin(NOT_LINKED)
    if not known.any() and len(study.instruments) == 1:
        known = pd.Series(True, index=rows.responses.index)
    kept = rows.responses[known].astype({"person": "str", "instrument": "str"})
    return kept.assign(cohort=kept["wave"].astype("str").map(cohorts))


def seen_again(rows: pd.DataFrame, earlier: str, later: str) -> pd.DataFrame:
    """Return the rows at the earlier occasion of cohorts asked at the later one, with whether the
    person left.

    `rows` have person, cohort and occasion; `left` is new.
    """
    then = rows[rows["occasion"] == later]
    first = rows[(rows["occasion"] == earlier) & rows["cohort"].isin(then["cohort"].unique())]
    return first.assign(left=~first["person"].isin(then["person"]))


def pairs(responses: pd.DataFrame, occasions: tuple[str, ...]) -> list[Pair]:
    """Return each occasion with the next that was asked; people by pseudonym, left or not."""
    asked = [occasion for occasion in occasions if (responses["occasion"] == occasion).any()]
    found = []
    for earlier, later in pairwise(asked):
        left = seen_again(responses, earlier, later).groupby("person")["left"].first()
        if len(left):
            found.append(Pair(earlier, later, left))
    return found
