"""Do teams with other scores raise other things? Shares of a team's people against its mean score."""

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Reason, written
from isop_analysis.contracts.table import Row
from isop_analysis.integration.joint_display import MINIMUM_TEAMS, Scored, Subject
from isop_analysis.stats.holm import holm
from isop_analysis.stats.permuted import Slope, permuted_slope
from isop_analysis.stats.verdicts import Interval, verdict_of
from isop_analysis.study.display_settings import JointDisplay

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

LEAST_TEAMS = 2 * MINIMUM_TEAMS
"""Two bands' worth: with fewer teams nothing but chance could be seen."""
LEAST_PEOPLE = 20
HUNDRED = 100
LEVEL = 0.05


@dataclass(frozen=True)
class Talked:
    """What was said in teams, a row each person in a team; a document that names nobody is a person.

    Attributes:
        people: team, speaker, characters (of all that they said; NaN where a length is unknown).
        raised: team, speaker, theme, code: what each of them raised.
    """

    people: "pd.DataFrame"
    raised: "pd.DataFrame"

    @classmethod
    def of(cls, documents: "pd.DataFrame", segments: "pd.DataFrame") -> "Talked":
        """Return what was said in documents whose coding is analysed, and in their segments."""
        own = documents[["document", "team", "person", "characters"]].astype("object")
        own = own.assign(
            speaker=own["person"].fillna(own["document"]), characters=own["characters"].astype("float64")
        )
        people = own.groupby(["team", "speaker"], sort=True)["characters"].agg(lambda n: n.sum(skipna=False))
        coded = segments[["document", "theme", "code"]].astype("str")
        raised = coded.merge(own[["document", "team", "speaker"]].astype("str"), on="document")
        return cls(people.reset_index(), raised.drop(columns="document").drop_duplicates())


@dataclass(frozen=True)
class Shares:
    """Teams of a display and how many of their people raised something (k each, in the order of scores)."""

    scores: "np.ndarray"
    asked: "np.ndarray"
    raised: "np.ndarray"
    lengths: "np.ndarray"

    @classmethod
    def of(cls, scored: Scored, talked: Talked, subject: Subject) -> "Shares":
        """Return the teams; `lengths` are characters a person, of all people alike where one is unknown."""
        import numpy as np

        teams = scored.teams["team"].astype("str").tolist()
        people = talked.people.assign(team=talked.people["team"].astype("str")).groupby("team")
        asked = people["speaker"].nunique().reindex(teams).to_numpy("float64")
        characters = people["characters"].agg(lambda n: n.sum(skipna=False)).reindex(teams).to_numpy()
        raised = subject.of(talked.raised).groupby("team")["speaker"].nunique().reindex(teams, fill_value=0)
        known = bool(np.isfinite(characters).all())
        lengths = characters / asked if known else np.zeros(len(teams))
        return cls(scored.teams["mean"].to_numpy("float64"), asked, raised.to_numpy("float64"), lengths)

    def refused(self, width: int) -> Reason | None:
        """Return why the teams can't be compared.

        That few raised it, or few did not, is decided on bands of `width` people, so that it tells no more
        than these do.
        """
        if len(self.scores) < LEAST_TEAMS:
            return Reason("few_teams_to_compare", needed=LEAST_TEAMS, teams=len(self.scores))
        if self.asked.sum() < LEAST_PEOPLE:
            return Reason("few_people_to_compare", needed=LEAST_PEOPLE)
        raised = int(self.raised.sum())
        if min(raised, int(self.asked.sum()) - raised) // width == 0:
            return Reason("few_or_nearly_all_raised", needed=width)
        return None


def theme_score_rows(
    display: JointDisplay, scored: Scored, talked: Talked, subjects: list[Subject], seed: int, width: int
) -> list[Row]:
    """Return the rows of theme_scores: each theme or code of a display against its score.

    The estimate is how many more of every hundred interviewed people of a team raised it per point of the
    team's mean score, between teams whose people said equally much (characters a person); its interval and p
    by permutation of teams. Holm's correction is over everything the display sets against the score.
    """
    shares = [Shares.of(scored, talked, subject) for subject in subjects]
    reasons = [own.refused(width) for own in shares]
    slopes = [
        permuted_slope(HUNDRED * own.raised / own.asked, own.scores, own.lengths, seed)
        if reason is None
        else None
        for own, reason in zip(shares, reasons, strict=True)
    ]
    adjusted = holm([slope.p_value if slope else None for slope in slopes])
    rows = zip(subjects, shares, reasons, slopes, adjusted, strict=True)
    return [
        {
            "display": display.name,
            "scale": display.scale,
            "theme": subject.theme,
            "code": subject.code,
            "teams": len(own.scores),
            "people": int(own.asked.sum()),
            "raised": int(own.raised.sum()),
            "tests": len(subjects),
            "p_holm": p_holm,
            **_told(slope, reason, display.smallest),
            "holds": None if p_holm is None else p_holm <= LEVEL,
        }
        for subject, own, reason, slope, p_holm in rows
    ]


def _told(slope: Slope | None, reason: Reason | None, smallest: float | None) -> Row:
    if slope is None or not (isfinite(slope.low) and isfinite(slope.high)):
        why = reason or Reason("teams_alike_to_compare")
        empty = dict.fromkeys(("estimate", "ci_low", "ci_high", "p_value"))
        return empty | {"verdict": "refused", "status": "refused", "reason": written([why])}
    verdict = verdict_of(Interval(slope.low, slope.high), smallest)
    ends = {"estimate": slope.estimate, "ci_low": slope.low, "ci_high": slope.high}
    told: Row = {**ends, "p_value": slope.p_value, "verdict": str(verdict), "status": "fitted"}
    return told | {"reason": None}
