"""Joint displays: bands of teams by their score beside what their members raised (Fetters et al. 2013)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.integration.themes import ALL
from isop_analysis.study.display_settings import JointDisplay

if TYPE_CHECKING:
    import pandas as pd

MINIMUM_TEAMS = 5
"""Fewer teams in a band would show the lowest or the highest of them."""


@dataclass(frozen=True)
class Subject:
    """What teams may have raised: a theme as a whole (code ``all``), or a code of it."""

    theme: str
    code: str = ALL

    def of(self, rows: "pd.DataFrame") -> "pd.DataFrame":
        """Return the rows of segments or people that are about it."""
        if self.code == ALL:
            return rows[rows["theme"].astype("str") == self.theme]
        return rows[rows["code"].astype("str") == self.code]


def subjects_of(display: JointDisplay, themes: Mapping[str, str]) -> list[Subject]:
    """Return the themes of a display, or its codes; `themes` has the theme of each code."""
    return [*map(Subject, display.themes), *(Subject(themes[code], code) for code in display.codes)]


@dataclass(frozen=True)
class Scored:
    """The teams of a display in the order of their scores.

    Attributes:
        teams: team, mean (k rows), lowest first; ties stand in the order of team names.
        left_out: teams with too few scores, or of whom nobody was asked.
    """

    teams: "pd.DataFrame"
    left_out: int

    @classmethod
    def of(
        cls, display: JointDisplay, team_scores: "pd.DataFrame", asked: Collection[str], minimum_people: int
    ) -> "Scored":
        """Return teams with at least `minimum_people` scores of whom anybody was `asked`, in an interview."""
        here = team_scores[
            (team_scores["scale"] == display.scale) & (team_scores["occasion"] == display.occasion)
        ]
        kept = here[(here["n"] >= minimum_people) & here["team"].isin(asked)]
        return cls(kept.sort_values(["mean", "team"], kind="stable"), len(here) - len(kept))


def joint_display(
    display: JointDisplay,
    scored: Scored,
    documents: "pd.DataFrame",
    segments: "pd.DataFrame",
    subjects: list[Subject],
) -> list[Row]:
    """Return the rows of one joint display: band × what may be raised.

    Per band: its teams, the range and mean of their scores, how many of them have a segment with the theme or
    code, how many segments, and how many of their people were `asked` and `raised` it; a document that names
    nobody is a person. Bands are numbered from the lowest scores.
    """
    means = scored.teams.assign(band=bands_of(display, len(scored.teams)))
    return [
        _cell(display, int(str(band)), teams, segments, subject)
        | {"asked": _people(_in(documents, teams)), "teams_left_out": scored.left_out}
        for band, teams in means.groupby("band")
        if str(band) != "0"
        for subject in subjects
    ]


def bands_of(display: JointDisplay, teams: int) -> list[int]:
    """Return the band of each team in the order of scores; 0 where there are too few teams for one.

    Cases are ordered in groups of five, the last of five to nine. Other bands have equal numbers of teams: as
    many bands as declared, or as can have five teams.
    """
    most = teams // MINIMUM_TEAMS
    if display.kind == "case_ordered":
        return [min(place // MINIMUM_TEAMS + 1, most) for place in range(teams)]
    bands = min(display.bands, most)
    return [place * bands // teams + 1 if bands else 0 for place in range(teams)]


def _cell(
    display: JointDisplay, band: int, teams: "pd.DataFrame", segments: "pd.DataFrame", subject: Subject
) -> Row:
    here = subject.of(_in(segments, teams))
    return {
        "display": display.name,
        "scale": display.scale,
        "band": band,
        "teams": len(teams),
        "score_low": float(teams["mean"].min()),
        "score_high": float(teams["mean"].max()),
        "score_mean": float(teams["mean"].mean()),
        "theme": subject.theme,
        "code": subject.code,
        "teams_with_theme": int(here["team"].nunique()),
        "segments": int(here["segment"].nunique()),
        "raised": _people(here),
    }


def _in(rows: "pd.DataFrame", teams: "pd.DataFrame") -> "pd.DataFrame":
    return rows[rows["team"].isin(teams["team"])]


def _people(rows: "pd.DataFrame") -> int:
    """Return how many speak in documents or segments."""
    return int(rows["person"].astype("object").fillna(rows["document"].astype("object")).nunique())
