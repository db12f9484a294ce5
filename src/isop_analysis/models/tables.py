"""The processed tables that models are built from."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from isop_analysis.models.networks import person_networks, team_networks

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study


@dataclass(frozen=True)
class ModelTables:
    """Tables of clean and score, as frames, the waves with occasion and time, responses without a score.

    Of networks a row a person, and a row a team, at a wave (`models.networks`); none in a study without.
    `disputed`: variables that no model may use, as coders agree too little on the code that they are of.
    """

    scores: "pd.DataFrame"
    persons: "pd.DataFrame"
    teams: "pd.DataFrame"
    participation: "pd.DataFrame"
    waves: "pd.DataFrame"
    unscored: "pd.DataFrame | None" = None
    person_networks: "pd.DataFrame | None" = None
    team_networks: "pd.DataFrame | None" = None
    disputed: frozenset[str] = frozenset()

    def without_score(self, scale: str, in_team: bool) -> int:
        """Return how many responses about a scale have no score, of people in a team or of all."""
        if self.unscored is None:
            return 0
        own = self.unscored[self.unscored["scale"] == scale]
        return int((own["team"] != "none").sum()) if in_team else len(own)

    @property
    def first_occasion(self) -> str:
        """The occasion with the smallest time."""
        return str(self.waves.sort_values("time", kind="stable")["occasion"].iloc[0])

    @cached_property
    def scored_scales(self) -> frozenset[str]:
        """Names of the scales that have scores."""
        return frozenset(self.scores["scale"].unique())

    def spread_of(self, scale: str) -> float:
        """Return the standard deviation of a scale's scores at the first occasion that has any, else NaN."""
        if scale not in self._spreads:
            scores = self.scores[self.scores["scale"] == scale].merge(self.waves, on="wave")
            first = scores[scores["time"] == scores["time"].min()]["score"]
            self._spreads[scale] = float(first.std())
        return self._spreads[scale]

    @cached_property
    def _spreads(self) -> dict[str, float]:
        return {}

    @cached_property
    def described_scores(self) -> "pd.DataFrame":
        """Each row of `scores` with what is known of its wave, person, team, participation and networks."""
        frame = self.scores[["score", "person", "team", "site", "wave"]]
        frame = _add(frame, self.waves, ["wave"])
        frame = _add(frame, self.persons.drop(columns=["responses"], errors="ignore"), ["person"])
        frame = _add(frame, self.teams, ["team"])
        frame = _add(frame, self.participation, ["person", "team", "wave"])
        if self.person_networks is not None:
            frame = _add(frame, self.person_networks, ["person", "wave"])
        if self.team_networks is not None:
            frame = _add(frame, self.team_networks, ["team", "wave"])
        return frame


def read_model_tables(study: "Study", networks: bool = False) -> ModelTables:
    """Read the tables that models need, measures of networks where asked; categories become plain text."""
    scores = _plain(study.table("scale_scores"))
    return ModelTables(
        scores=scores[scores["status"] == "scored"].reset_index(drop=True),
        persons=_plain(study.table("persons")),
        teams=_plain(study.table("teams")),
        participation=_plain(study.table("participation")),
        waves=wave_table(study),
        unscored=scores[scores["status"] != "scored"].reset_index(drop=True),
        person_networks=person_networks(_plain(study.table("network_egos"))) if networks else None,
        team_networks=team_networks(_plain(study.table("network_teams"))) if networks else None,
    )


def wave_table(study: "Study") -> "pd.DataFrame":
    """Return one row a wave: wave, cohort, school_year, occasion, time, months."""
    import pandas as pd

    rows = [
        {
            "wave": wave.name,
            "cohort": wave.cohort,
            "school_year": wave.school_year,
            "occasion": wave.occasion,
            "time": wave.time,
            "months": wave.months,
        }
        for wave in study.config.waves
    ]
    return pd.DataFrame(rows)


def _add(frame: "pd.DataFrame", other: "pd.DataFrame", on: list[str]) -> "pd.DataFrame":
    new = [name for name in other.columns if name in on or name not in frame.columns]
    return frame.merge(other[new], on=on, how="left", validate="many_to_one")


def _plain(frame: "pd.DataFrame") -> "pd.DataFrame":
    categories = frame.select_dtypes("category").columns
    return frame.astype(dict.fromkeys(categories, "str"))
