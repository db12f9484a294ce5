"""Teams' means as they are told: coarse, nameless, and such that no two members can work out a third."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from isop_analysis.publish.displays import display_rows
from isop_analysis.publish.teams import (
    Told,
    _told,
    nearest_part,
    spread_rows,
    team_rows,
    told_teams,
)
from isop_analysis.study import load

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(("mean", "told"), [(3.0, 3.0), (3.12, 3.0), (3.13, 3.25), (1.0, 1.0), (4.99, 5.0)])
def test_a_mean_is_told_to_a_sixteenth_of_the_range(mean: float, told: float) -> None:
    assert nearest_part(mean, 1, 5) == told


def test_teams_below_five_and_teams_at_the_end_are_not_shown() -> None:
    varied, alike, few = np.array([2.0, 3, 4, 3, 2.5, 4]), np.full(5, 5.0), np.array([3.0, 4, 2, 3])
    found = _told([few, alike, varied, varied, varied], 1, 5, 16, 5)
    assert found.values == (3.0, 3.0, 3.0)
    assert found.not_shown == 2
    assert _told([few, alike, varied, varied], 1, 5, 16, 5).values == ()
    # Pooled over all: three times the squares, 0 and 2 over 22 df; 1.96 SDs over the root of five.
    squares = 3 * ((varied - varied.mean()) ** 2).sum() + 2
    assert found.margin == pytest.approx(1.96 * (squares / 22 / 5) ** 0.5)


def test_dots_stand_lowest_first_and_the_spread_from_eight_up() -> None:
    told = {
        ("s", "T0"): Told((2.0, 2.5, 3.0), 4, 0.5),
        ("s", "T1"): Told(tuple(2 + n / 4 for n in range(9)), 0, 0.5),
    }
    rows = team_rows(told)
    assert [(row["occasion"], row["place"], row["mean"]) for row in rows[:3]] == [
        ("T0", 1, 2.0), ("T0", 2, 2.5), ("T0", 3, 3.0),
    ]  # fmt: skip
    assert not any("team" in row for row in rows)
    first, later = spread_rows(told)
    assert (first["teams"], first["not_shown"], first["low"]) == ("3", "4", None)
    assert (later["low"], later["high"]) == (pytest.approx(2.2), pytest.approx(3.8))


def test_teams_are_those_of_a_wave_and_people_without_one_are_none() -> None:
    """Two teams in two cohorts each, one team of four people, and five people without a team."""
    answered = [2.0, 2.5, 3.0, 3.5, 4.0]
    rows = [
        (team, wave, score)
        for team, wave, own in (
            ("A", "c2023_t0", answered), ("A", "c2024_t0", [one + 0.5 for one in answered]),
            ("D", "c2023_t0", answered),
            ("B", "c2024_t0", answered[:4]), ("none", "c2024_t0", answered), ("C", "c2024_t1", answered),
        )
        for score in own
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["team", "wave", "score"]).assign(scale="transfer", status="scored")
    unscored = frame.assign(scale="network_skill", status="no_answers")
    told = told_teams(load(ROOT / "config/config.yaml"), pd.concat([frame, unscored]))
    assert {key: (own.values, own.not_shown) for key, own in told.items()} == {
        ("transfer", "T0"): ((3.0, 3.0, 3.5), 1),
        # One dot alone would be a team that everyone in it knows.
        ("transfer", "T1"): ((), 1),
    }
    assert [row["place"] for row in team_rows(told)] == [1, 2, 3]
    # Sums of squares 2.5, 2.5, 2.5 and 1.25 over 4, 4, 4 and 3 df at T0.
    assert told["transfer", "T0"].margin == pytest.approx(1.96 * (8.75 / 15 / 5) ** 0.5)


@pytest.mark.parametrize(
    ("raised", "told"), [(0, "0-1"), (1, "0-1"), (2, "2-3"), (3, "2-3"), (4, "4-5"), (5, "5-6"), (6, "5-6")]
)
def test_whether_all_or_none_of_a_band_raised_a_theme_is_not_told(raised: int, told: str) -> None:
    row = {
        "display": "d",
        "scale": "s",
        "band": 1,
        "score_mean": 3.2,
        "theme": "t",
        "code": "all",
        "teams": 6,
    }
    row |= {
        "teams_with_theme": raised,
        "segments": 12,
        "raised": 9,
        "asked": 20,
        "teams_left_out": 3,
        "score_low": 3.0,
        "score_high": 3.4,
    }
    (found,) = display_rows(pd.DataFrame([row]), 5, frozenset([("t", "all")]))
    assert (found["teams_with_theme"], found["segments"]) == (told, "10-14")
    assert (found["teams"], found["teams_left_out"]) == ("6", "3")
    assert "score_low" not in found
    # Of what few people raised nothing is told: how many teams did would bound them from below.
    assert display_rows(pd.DataFrame([row]), 5, frozenset([("other", "all")])) == []
