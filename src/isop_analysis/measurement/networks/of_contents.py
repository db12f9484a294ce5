"""Ties by content, of each person once: named professions as the study merged them, or as asked."""

from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Refused
from isop_analysis.measurement.networks.named import Named
from isop_analysis.measurement.rows import ALL
from isop_analysis.stats.networks import Ties, ties

if TYPE_CHECKING:
    import pandas as pd

KEYS = ["question", "person", "wave"]


def with_chosen(found: Named, asked: "pd.DataFrame", question: str) -> "pd.DataFrame":
    """Return who was asked a question and has a profession, a row an option they chose, or one without."""
    own = asked[(asked["question"] == question) & asked["profession"].notna()]
    return own.merge(found.chosen, on=KEYS, how="left")


def ties_of(
    found: Named, asked: "pd.DataFrame", contents: list[str], *, as_asked: bool = False
) -> dict[str, Ties]:
    """Return the ties of each content that anyone was asked, and of all together (`all`).

    Parameters
    ----------
    asked
        Rows of `Named.asked`, a person at one wave only.
    contents
        Questions that ask with whom.
    as_asked
        Partners are the options, those outside too; else professions as merged, as people's own are.
    """
    import pandas as pd

    frames = {name: with_chosen(found, asked, name) for name in contents}
    frames = {
        name: frame.assign(partner=frame["option"] if as_asked else frame["option"].map(found.merged))
        for name, frame in frames.items()
        if len(frame)
    }
    own = {name: ties(frame, frequency="frequency") for name, frame in frames.items()}
    if not own:
        return {}
    return {ALL: ties(pd.concat(frames.values()), content="question"), **own}


def refusal_of(error: Refused) -> dict[str, object]:
    """Return the standing of a row that can't be computed."""
    from isop_analysis.base.reasons import written

    return {"status": "refused", "reason": written([error.reason])}
