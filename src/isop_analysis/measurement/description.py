"""Scales by occasion, teams' means, counts of answers: what was answered, with small cells suppressed."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.disclosure import small_cells, with_shares_of_enough
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
            described = with_shares_of_enough(described, study.config.privacy.minimum_cell)
            numbers: Row = described.drop(columns=["scale", "missing"]).to_dict("records")[0]  # type: ignore[assignment]
            head: Row = {"instrument": instrument.name, "scale": scale.name, "occasion": occasion}
            persons = int(scored["person"].nunique())
            teams = int(scored.loc[scored["team"] != "none", "team"].nunique())
            found.append(head | numbers | {"persons": persons, "teams": teams})
    return found


def team_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of team_scores.

    The standard error comes from the variance within teams pooled over all teams of that occasion, never from
    one team's own spread, which would tell of its members. Teams with fewer scores than `minimum_team` have
    neither mean nor error.
    """
    minimum = study.config.privacy.minimum_team
    scored = rows.scores[(rows.scores["status"] == "scored") & (rows.scores["team"] != "none")]
    found: list[Row] = []
    for (scale, occasion), here in scored.groupby(["scale", "occasion"], observed=True):
        pooled = _pooled_variance(here)
        for (team, wave), members in here.groupby(["team", "wave"], observed=True):
            n = int(members["person"].nunique())
            shown = n >= minimum
            error = (pooled / n) ** 0.5 if shown and pooled is not None else None
            found.append(
                {
                    "team": team,
                    "site": members["site"].iloc[0],
                    "wave": wave,
                    "occasion": occasion,
                    "scale": scale,
                    "n": n,
                    "mean": float(members["score"].mean()) if shown else None,
                    "se_pooled": error,
                    "suppressed": not shown,
                }
            )
    return found


def _pooled_variance(scores: pd.DataFrame) -> float | None:
    groups = scores.groupby(["team", "wave"], observed=True)["score"]
    within = scores["score"] - groups.transform("mean")
    df = len(scores) - groups.ngroups
    return float((within**2).sum() / df) if df > 0 else None


def count_rows(study: "Study", rows: StudyRows) -> list[Row]:
    """Return the rows of item_counts: how many gave each answer, and how many none, per occasion.

    Where a cell of an item is smaller than `minimum_cell`, it and the next smallest are suppressed, so that
    the total does not give it away.
    """
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
    minimum = study.config.privacy.minimum_cell
    hidden = counts.groupby(["item", "occasion"])["count"].transform(
        lambda cells: small_cells(cells, minimum)
    )
    counts["suppressed"] = hidden.astype(bool)
    counts["count"] = counts["count"].astype("Int64").mask(counts["suppressed"])
    return counts.to_dict("records")  # type: ignore[return-value]
