"""A team of which a few people changed since a release has no dot; its scores stay in the common margin."""

from pathlib import Path

import pandas as pd

from isop_analysis.contracts import empty_table
from isop_analysis.publish.people import people_rows
from isop_analysis.publish.teams import told_teams
from isop_analysis.study import load

ROOT = Path(__file__).parents[3]
WAVE = "c2023_t0"
MEANS = {"a": 3.0, "b": 3.4, "c": 3.8, "d": 4.2}


def scores(size: int = 8) -> pd.DataFrame:
    spread = [-0.4, 0.0, 0.4, 0.0, -0.2, 0.2, 0.0, 0.0][:size]
    rows = [
        {"person": f"{team}{n}", "team": team, "wave": WAVE, "scale": "roles_tasks", "status": "scored"}
        | {"score": mean + own}
        for team, mean in MEANS.items()
        for n, own in enumerate(spread)
    ]
    rows.append(rows[0] | {"person": "alone", "team": "none"})
    return pd.DataFrame(rows)


def test_a_team_apart_has_no_dot() -> None:
    study = load(ROOT / "config/config.yaml")
    whole = told_teams(study, scores())["roles_tasks", "T0"]
    told = told_teams(study, scores(), frozenset({("b", WAVE)}))["roles_tasks", "T0"]
    assert set(whole.values) - set(told.values) == {3.5}
    assert (told.not_shown, told.margin) == (whole.not_shown + 1, whole.margin)


def test_who_scores_in_a_team_stands_behind_its_dot() -> None:
    frames = {"scale_scores": scores(5)}
    found = people_rows(lambda name: frames[name] if name in frames else empty_table(name), {})
    rows = [row for row in found if row["base"] == "teams"]
    assert len(rows) == 20
    assert rows[0]["person"] == f"{WAVE}/a/a0"
    assert len({row["digest"] for row in rows}) < 20, "equal scores of a scale have equal digests"
