"""People who are groups of their own in a model: told as a band beside the number of teams."""

from pathlib import Path

import pandas as pd
import pytest

from isop_analysis.publish.alone import band_of, with_bands
from isop_analysis.study import load

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("groups", "told"), [(65, "64-68"), (24, "24"), (20, "20"), (28, "24-28"), (29, "29-33")]
)
def test_teams_are_exact_and_people_without_one_a_band(groups: int, told: str) -> None:
    assert str(band_of(groups, 24, 5)) == told


def test_only_models_of_everyone_have_people_who_are_groups() -> None:
    study = load(ROOT / "config/config.yaml")
    everyone = next(one.name for one in study.multilevel if one.rows == "all")
    placed = next(one.name for one in study.multilevel if one.rows != "all")
    scores = pd.DataFrame(
        [(f"t{n % 24}", "transfer", "scored") for n in range(60)] + [("none", "transfer", "scored")] * 41,
        columns=["team", "scale", "status"],
    )
    counts = '{"person": 140, "team": 65}'
    rows = pd.DataFrame(
        {
            "model": [everyone, placed],
            "scale": "transfer",
            "clusters": pd.array([65, 65], dtype="Int64"),
            "cr2_clusters": pd.array([62, None], dtype="Int64"),
            "cluster_counts": [counts, counts],
        }
    )
    told = with_bands(study, {"model_fits": rows, "other": rows[["model"]]}, scores, 5)
    found = told["model_fits"]
    assert found["clusters"].tolist() == [64, 65]
    assert found["cr2_clusters"].tolist()[0] == 59
    assert found["cr2_clusters"].isna().tolist() == [False, True]
    assert found["cluster_counts"].tolist() == ['{"person": 140, "team": "64-68"}', counts]
    verdicts = rows.assign(assumption="enough_clusters", about="team", value=[65.0, 65.0])
    told_verdicts = with_bands(study, {"model_diagnostics": verdicts}, scores, 5)["model_diagnostics"]
    assert told_verdicts["value"].tolist() == [64.0, 65.0]
    assert told["other"].equals(rows[["model"]])
