"""Scores and dose of each person at an occasion."""

from typing import TYPE_CHECKING

import pandas as pd

from isop_analysis.measurement.missing.recognised import recognised
from isop_analysis.measurement.rows import StudyRows

if TYPE_CHECKING:
    from isop_analysis.study.study import Study


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
