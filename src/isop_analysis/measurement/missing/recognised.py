"""People who would be recognised in another response: who left, their scores, dose and cluster.

Only they can miss a response.
"""

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


def scores_at(study: "Study", rows: StudyRows, occasion: str) -> pd.DataFrame:
    """Return one row a person who answered then, one column a scale asked then: means over responses."""
    responses = recognised(study, rows)
    here = responses[responses["occasion"] == occasion]
    asked = set(here["instrument"])
    scales = [scale.name for instrument, scale in study.scales if instrument.name in asked]
    means = _mean_scores(rows, here, "scale")
    return means.reindex(index=sorted(set(here["person"])), columns=scales).astype("float64")


def scores_over_time(study: "Study", rows: StudyRows, scale: str) -> pd.DataFrame:
    """Return one row a person with a score of the scale, one column an occasion: means over responses."""
    own = rows.scores[rows.scores["scale"].astype("str") == scale]
    means = _mean_scores(
        StudyRows(rows.answers, rows.responses, own, rows.occasions), recognised(study, rows)
    )
    return means.reindex(columns=[name for name in rows.occasions if name in means]).astype("float64")


def _mean_scores(rows: StudyRows, responses: pd.DataFrame, by: str = "occasion") -> pd.DataFrame:
    scores = rows.scores[rows.scores["status"].astype("str") == "scored"]
    scores = scores[["response", "scale", "score"]].astype({"scale": "str"})
    scores = scores.merge(responses[["response", "person", "occasion"]], on="response")
    return scores.groupby(["person", by])["score"].mean().unstack(by)


def dose_at(study: "Study", participation: pd.DataFrame) -> dict[str, pd.Series]:
    """Return per occasion the dose of each person then, the mean over teams."""
    occasions = {wave.name: wave.occasion for wave in study.config.waves}
    known = participation.dropna(subset=["dose"]).astype({"person": "str"})
    at = known["wave"].astype("str").map(occasions)
    return {str(name): own.groupby("person")["dose"].mean() for name, own in known.groupby(at)}


def connected_sites(responses: pd.DataFrame) -> pd.Series:
    """Return per person the connected component of sites, or the own pseudonym without a site."""
    named = responses[responses["site"].astype("str") != "none"]
    joined: dict[str, str] = {}
    for _, own in named.groupby("person", sort=True):
        roots = sorted({_root(joined, str(site)) for site in own["site"]})
        joined |= dict.fromkeys(roots[1:], roots[0])
    site = named.groupby("person")["site"].first().astype("str").map(lambda one: _root(joined, one))
    people = pd.Series(sorted(set(responses["person"])))
    return pd.Series(people.map(site).fillna(people).to_numpy(), index=people.to_numpy())


def _root(joined: dict[str, str], site: str) -> str:
    while site in joined:
        site = joined[site]
    return site
