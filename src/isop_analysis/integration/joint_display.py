"""Joint displays: bands of teams by their score beside the themes of their segments (Fetters et al. 2013)."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.study.integration_settings import JointDisplay

if TYPE_CHECKING:
    import pandas as pd

MINIMUM_TEAMS = 5
"""Fewer teams in a band would show the lowest or the highest of them."""


def joint_display(
    display: JointDisplay,
    team_scores: "pd.DataFrame",
    segments: "pd.DataFrame",
    asked: Collection[str],
    minimum_people: int,
) -> list[Row]:
    """Return the rows of one joint display: band × theme.

    Teams with at least `minimum_people` scores of whom anybody was `asked`, in an interview, are put in bands
    of equal number by their mean on the scale at the display's occasion (1 is lowest; ties stand in the order
    of team names), as many as declared or as can have five teams. Per band: its teams, the range
    and mean of their scores, how many of them have a segment with the theme, and how many segments.
    `teams_left_out` have too few scores, or nobody was asked.
    """
    here = team_scores[
        (team_scores["scale"] == display.scale) & (team_scores["occasion"] == display.occasion)
    ]
    means = here[(here["n"] >= minimum_people) & here["team"].isin(asked)].sort_values(
        ["mean", "team"], kind="stable"
    )
    bands = min(display.bands, len(means) // MINIMUM_TEAMS)
    if bands == 0:
        return []
    means = means.assign(band=[place * bands // len(means) + 1 for place in range(len(means))])
    left_out = len(here) - len(means)
    return [
        _cell(display, int(str(band)), teams, segments, theme) | {"teams_left_out": left_out}
        for band, teams in means.groupby("band")
        for theme in display.themes
    ]


def _cell(
    display: JointDisplay, band: int, teams: "pd.DataFrame", segments: "pd.DataFrame", theme: str
) -> Row:
    here = segments[segments["team"].isin(teams["team"]) & (segments["theme"] == theme)]
    return {
        "display": display.name,
        "scale": display.scale,
        "band": band,
        "teams": len(teams),
        "score_low": float(teams["mean"].min()),
        "score_high": float(teams["mean"].max()),
        "score_mean": float(teams["mean"].mean()),
        "theme": theme,
        "teams_with_theme": int(here["team"].nunique()),
        "segments": int(here["segment"].nunique()),
    }
