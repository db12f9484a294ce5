"""Joint displays: bands of teams by their score beside the themes of their segments (Fetters et al. 2013)."""

from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.study.integration_settings import JointDisplay

if TYPE_CHECKING:
    import pandas as pd


def joint_display(
    display: JointDisplay, team_scores: "pd.DataFrame", segments: "pd.DataFrame", minimum_teams: int
) -> list[Row]:
    """Return the rows of one joint display: band × theme.

    Teams that may be shown are put in bands of equal number by their mean on the scale at the display's
    occasion (1 is lowest; ties stand in the order of team names). Per band: its teams, the range and mean
    of their scores, how many of them have a segment with the theme, and how many segments. A band of fewer
    than `minimum_teams` teams is suppressed.
    """
    means = team_scores[
        (team_scores["scale"] == display.scale)
        & (team_scores["occasion"] == display.occasion)
        & team_scores["mean"].notna()
    ].sort_values(["mean", "team"], kind="stable")
    if means.empty:
        return []
    rank = list(range(len(means)))
    means = means.assign(band=[place * display.bands // len(means) + 1 for place in rank])
    found: list[Row] = []
    for band, teams in means.groupby("band"):
        of_band = segments[segments["team"].isin(teams["team"])]
        number = int(str(band))
        found += [_cell(display, number, teams, of_band, theme, minimum_teams) for theme in display.themes]
    return found


def _cell(
    display: JointDisplay,
    band: int,
    teams: "pd.DataFrame",
    segments: "pd.DataFrame",
    theme: str,
    minimum_teams: int,
) -> Row:
    here = segments[segments["theme"] == theme]
    hidden = len(teams) < minimum_teams
    return {
        "display": display.name,
        "scale": display.scale,
        "band": band,
        "teams": len(teams),
        "score_low": None if hidden else float(teams["mean"].min()),
        "score_high": None if hidden else float(teams["mean"].max()),
        "score_mean": None if hidden else float(teams["mean"].mean()),
        "theme": theme,
        "teams_with_theme": None if hidden else int(here["team"].nunique()),
        "segments": None if hidden else int(here["segment"].nunique()),
        "suppressed": hidden,
    }
