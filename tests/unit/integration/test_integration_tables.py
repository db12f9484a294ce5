"""Overview, themes, coders and joint displays on cases small enough to count by hand."""

import pandas as pd
import pytest

from isop_analysis.integration.joint_display import joint_display
from isop_analysis.integration.overview import scales_by_team
from isop_analysis.integration.themes import coder_agreement, theme_counts
from isop_analysis.study.integration_settings import JointDisplay


def team_scores(means: dict[str, float | None]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "team": list(means),
            "scale": "skill",
            "occasion": "T1",
            "n": 6,
            "mean": pd.Series(list(means.values()), dtype="float64"),
        }
    )


def segments(rows: list[tuple[int, str, str | None, str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["segment", "team", "person", "theme", "code", "coder"])


def test_teams_stand_in_three_bands() -> None:
    table = scales_by_team(team_scores({"A": 2.0, "B": 3.0, "C": 4.0, "D": None}))
    assert table["band"].tolist()[:3] == ["low", "middle", "high"]
    assert table["z"].tolist()[:3] == pytest.approx([-1.0, 0.0, 1.0])
    assert table.loc[3, ["mean", "z", "band"]].isna().all()


def test_two_teams_have_no_band() -> None:
    assert scales_by_team(team_scores({"A": 2.0, "B": 3.0}))["band"].isna().all()


def test_themes_count_a_segment_of_two_coders_once() -> None:
    rows = segments(
        [
            (1, "A", "p1", "roles", "overlap", "x"),
            (1, "A", "p1", "roles", "overlap", "y"),
            (2, "A", "p2", "roles", "overlap", "x"),
            (3, "B", "p3", "roles", "borders", "x"),
        ]
    )
    counts = {row["code"]: row for row in theme_counts(rows)}
    assert (counts["all"]["segments"], counts["all"]["teams"], counts["all"]["people"]) == (3, 2, 3)
    assert (counts["overlap"]["segments"], counts["overlap"]["people"]) == (2, 2)


def test_kappa_of_two_coders_by_hand() -> None:
    """Ten segments: both gave the code to 4, one to 2, neither to 4: observed .8, expected .5, kappa .6."""
    both = [(n, "A", None, "t", "c", coder) for n in range(4) for coder in "xy"]
    one = [(4, "A", None, "t", "c", "x"), (4, "A", None, "t", "d", "y")]
    one += [(5, "A", None, "t", "d", "x"), (5, "A", None, "t", "c", "y")]
    neither = [(n, "A", None, "t", "d", coder) for n in range(6, 10) for coder in "xy"]
    row = coder_agreement(segments([*both, *one, *neither]))[0]
    assert (row["code"], row["segments"], row["both"], row["one"]) == ("c", 10, 4, 2)
    assert row["percentage"] == pytest.approx(80.0)
    assert row["kappa"] == pytest.approx(0.6)


def test_agreement_needs_two_coders() -> None:
    row = coder_agreement(segments([(1, "A", None, "t", "c", "x")]))[0]
    assert row["reason"] == 'coders {"found": 1}'
    assert row["kappa"] is None


def test_a_joint_display_puts_bands_beside_themes() -> None:
    display = JointDisplay.model_validate(
        {
            "name": "d",
            "title": {"nl": "x", "en": "x"},
            "scale": "skill",
            "themes": ["roles"],
            "occasion": "T1",
            "bands": 2,
        }
    )
    means = dict(zip("ABCDEFGHIJK", range(1, 12), strict=True))
    rows = segments([(1, "A", None, "roles", "c", "x"), (2, "K", None, "roles", "c", "x")])
    low, high = joint_display(display, team_scores(means), rows, minimum_people=5)
    assert (low["teams"], low["score_low"], low["score_high"], low["teams_with_theme"]) == (6, 1.0, 6.0, 1)
    assert (high["band"], high["teams"], high["segments"]) == (2, 5, 1)
    # Nine teams give one band of five or more; a team with four scores is left out.
    (one,) = joint_display(display, team_scores(dict(list(means.items())[:9])), rows, minimum_people=5)
    assert (one["teams"], one["teams_left_out"]) == (9, 0)
    few = team_scores(means).assign(n=[4, *[6] * 10])
    assert [row["teams_left_out"] for row in joint_display(display, few, rows, 5)] == [1, 1]
    assert joint_display(display, few.head(5), rows, minimum_people=5) == []
