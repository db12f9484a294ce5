"""Case-ordered matrix: teams and people in the order of their scores, beside what they raised.

After the case-ordered descriptive matrix of Miles & Huberman (1994). Single cases are for analysts alone.
"""

from typing import TYPE_CHECKING

from isop_analysis.contracts.table import Row
from isop_analysis.integration.joint_display import Scored, Subject
from isop_analysis.integration.theme_scores import Talked
from isop_analysis.study.display_settings import JointDisplay

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study


def case_rows(
    display: JointDisplay,
    scored: Scored,
    people_scores: "pd.DataFrame",
    talked: Talked,
    subjects: list[Subject],
) -> list[Row]:
    """Return the rows of case_order: teams of a display, and their people with a score, lowest first.

    `people_scores` has team, person, score at the display's occasion. Only people who were interviewed are
    cases; `raised` of a team is how many of its people raised it, of a person 1 or 0.
    """
    teams = scored.teams["team"].astype("str").tolist()
    own = talked.people.astype({"team": "str", "speaker": "str"})
    asked = own[own["team"].isin(teams)].groupby("team")["speaker"].nunique()
    people = own.merge(people_scores, left_on=["team", "speaker"], right_on=["team", "person"])
    people = people.sort_values(["score", "speaker"], kind="stable")
    raised = {subject: subject.of(talked.raised) for subject in subjects}
    by_team = zip(teams, scored.teams["mean"], strict=True)
    cases = [("team", name, name, float(mean), int(asked[name])) for name, mean in by_team]
    columns = (people[name].tolist() for name in ("speaker", "team", "score"))
    cases += [("person", *own_score, 1) for own_score in zip(*columns, strict=True)]
    return [
        {
            "display": display.name,
            "unit": unit,
            "case": case,
            "team": team,
            "score": score,
            "asked": interviewed,
            "theme": subject.theme,
            "raised": _raised(raised[subject], unit, case, team),
        }
        for unit, case, team, score, interviewed in cases
        for subject in subjects
    ]


def scores_at(study: "Study", scale_scores: "pd.DataFrame", display: JointDisplay) -> "pd.DataFrame":
    """Return team, person, score (the mean of theirs) on the display's scale at its occasion."""
    waves = [wave.name for wave in study.config.waves if wave.occasion == display.occasion]
    own = scale_scores[["scale", "status", "wave", "team", "person"]].astype("str")
    own = own.assign(score=scale_scores["score"].astype("float64"))
    here = (own["scale"] == display.scale) & (own["status"] == "scored") & own["wave"].isin(waves)
    return own[here].groupby(["team", "person"])["score"].mean().reset_index()


def _raised(rows: "pd.DataFrame", unit: str, case: str, team: str) -> int:
    here = rows[rows["team"].astype("str") == team]
    if unit == "person":
        return int((here["speaker"].astype("str") == case).any())
    return int(here["speaker"].nunique())
