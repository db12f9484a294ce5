"""Scales by occasion, teams' means, counts of answers: what was answered."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.rows import ALL, StudyRows
from isop_analysis.measurement.scores import score_range
from isop_analysis.stats.scales import describe_scales

if TYPE_CHECKING:
    from isop_analysis.study.study import Study

Row = dict[str, object]


def scale_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of scale_descriptives: every scale at every occasion, then each person once."""
    found: list[Row] = []
    for instrument, scale in study.scales:
        own = rows.scores[rows.scores["scale"] == scale.name]
        for occasion in (*rows.occasions, ALL):
            here = own[own["response"].isin(rows.answering(instrument, scale, occasion)["response"])]
            if here.empty:
                continue
            scored = here[here["status"] == "scored"]
            described = describe_scales(
                here[["score"]].rename(columns={"score": scale.name}), *score_range(instrument, scale)
            )
            numbers: Row = described.drop(columns=["scale", "missing"]).to_dict("records")[0]  # type: ignore[assignment]
            head: Row = {"instrument": instrument.name, "scale": scale.name, "occasion": occasion}
            persons = int(scored["person"].nunique())
            teams = int(scored.loc[scored["team"] != "none", "team"].nunique())
            found.append(head | numbers | {"persons": persons, "teams": teams})
    return found


def team_rows(rows: StudyRows) -> list[Row]:
    """Return the rows of team_scores.

    The standard error comes from the variance within teams pooled over all teams of that occasion.
    """
    usable = (rows.scores["status"] == "scored") & (rows.scores["team"] != "none")
    scored = rows.scores.loc[usable, ["scale", "occasion", "team", "wave", "site", "person", "score"]]
    found: list[Row] = []
    for (scale, occasion), here in scored.groupby(["scale", "occasion"], observed=True):
        pooled = _pooled_variance(here)
        for (team, wave), members in here.groupby(["team", "wave"], observed=True):
            n = int(members["person"].nunique())
            found.append(
                {
                    "team": team,
                    "site": members["site"].iloc[0],
                    "wave": wave,
                    "occasion": occasion,
                    "scale": scale,
                    "n": n,
                    "mean": float(members["score"].mean()),
                    "se_pooled": None if pooled is None else (pooled / n) ** 0.5,
                }
            )
    return found


def _pooled_variance(scores: pd.DataFrame) -> float | None:
    groups = scores.groupby(["team", "wave"], observed=True)["score"]
    within = scores["score"] - groups.transform("mean")
    df = len(scores) - groups.ngroups
    return float((within**2).sum() / df) if df > 0 else None


def count_rows(rows: StudyRows) -> list[Row]:
    """Return the rows of item_counts: how many gave each answer, and how many none, per occasion."""
    answers = rows.answers[["response", "instrument", "item", "answer", "answer_kind"]].merge(
        rows.responses[["response", "occasion"]], on="response"
    )
    counts = (
        answers.astype({"instrument": "str", "item": "str", "answer_kind": "str"})
        .groupby(["instrument", "item", "occasion", "answer_kind", "answer"], dropna=False)
        .size()
        .rename("count")
        .reset_index()
    )
    return counts.to_dict("records")  # type: ignore[return-value]
