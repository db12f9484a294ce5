"""Overview, themes and joint displays on cases small enough to count by hand."""

import pandas as pd
import pytest

from isop_analysis.contracts.table import Row
from isop_analysis.integration.joint_display import Scored, Subject, joint_display
from isop_analysis.integration.overview import scales_by_team
from isop_analysis.integration.themes import theme_counts
from isop_analysis.study.display_settings import JointDisplay


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
    return pd.DataFrame(rows, columns=["segment", "team", "person", "theme", "code", "coder"]).assign(
        document=[f"d{number}" for number, *_ in rows]
    )


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

    def shown(scores: pd.DataFrame, asked: set[str]) -> list[Row]:
        scored = Scored.of(display, scores, asked, minimum_people=5)
        return joint_display(display, scored, rows, rows, [Subject("roles")])

    low, high = shown(team_scores(means), set(means))
    assert (low["teams"], low["score_low"], low["score_high"], low["teams_with_theme"]) == (6, 1.0, 6.0, 1)
    assert (high["band"], high["teams"], high["segments"]) == (2, 5, 1)
    # Nine teams give one band of five or more; a team with four scores is left out.
    (one,) = shown(team_scores(dict(list(means.items())[:9])), set(means))
    assert (one["teams"], one["teams_left_out"]) == (9, 0)
    few = team_scores(means).assign(n=[4, *[6] * 10])
    assert [row["teams_left_out"] for row in shown(few, set(means))] == [1, 1]
    assert shown(few.head(5), set(means)) == []
    # Of a team that nobody was interviewed in, nothing is known: it is left out too.
    found = shown(team_scores(means), set(means) - {"A"})
    assert [(row["teams"], row["teams_with_theme"], row["teams_left_out"]) for row in found] == [
        (5, 0, 1),
        (5, 1, 1),
    ]
