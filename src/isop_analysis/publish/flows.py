"""The participant flow: exact numbers, but for stages that lie so close that single people would show."""

from itertools import pairwise
from typing import TYPE_CHECKING

from isop_analysis.contracts.cells import Count, written_names
from isop_analysis.contracts.table import Row
from isop_analysis.publish.banding import Bands

if TYPE_CHECKING:
    import pandas as pd

    from isop_analysis.study.study import Study

STAGES = ("received", "kept")
NO_TEAM = "none"
NO_COHORT = "none"
ANSWERED = "answered"
OUTSIDE = ("outside", "outside_kept")
"""Stages of people whom nobody invited: they stand beside the flow, not in it."""


def people_rows(flow: "pd.DataFrame", width: int) -> list[Row]:
    """Return the rows of people_flow.

    Where one to `width` − 1 people are lost from a stage to the next, only the next is told, and
    `told_with` names the stages before it. A stage that differs by so few from the same stage as told at
    an occasion before is not told either. People of no cohort are left out where fewer than `width` answered.
    People outside the register are told in bands, and not at all where they are fewer than `width`.
    """
    found: list[Row] = []
    before: dict[tuple[str, str], list[int]] = {}
    for (cohort, occasion), own in flow.groupby(["cohort", "occasion"], observed=True, sort=False):
        every = [(str(row["stage"]), int(row["people"])) for row in own.to_dict("records")]
        stages = [one for one in every if one[0] not in OUTSIDE]
        if str(cohort) == NO_COHORT and dict(stages).get(ANSWERED, 0) < width:
            continue
        waiting: list[str] = []
        for (stage, people), following in pairwise([*stages, ("", -width)]):
            earlier = before.setdefault((str(cohort), stage), [])
            apart = [people - following[1], *(abs(other - people) for other in earlier)]
            if any(0 < number < width for number in apart):
                waiting.append(stage)
                continue
            earlier.append(people)
            head: Row = {"cohort": cohort, "occasion": occasion, "stage": stage}
            found.append(head | {"people": str(people), "told_with": written_names(waiting)})
            waiting = []
        head = {"cohort": cohort, "occasion": occasion, "told_with": written_names([])}
        outside = [one for one in every if one[0] in OUTSIDE and one[1] >= width]
        found += [
            head | {"stage": stage, "people": str(Count.banded(people, width))} for stage, people in outside
        ]
    return found


def people_at(flow: "pd.DataFrame", stages: tuple[str, ...] = ("kept", "outside_kept")) -> dict[str, int]:
    """Return how many people were kept at each occasion, over all cohorts, invited or not."""
    kept = flow[flow["stage"].astype("str").isin(stages)]
    return {
        str(occasion): int(own["people"].sum()) for occasion, own in kept.groupby("occasion", observed=True)
    }


def scored_rows(study: "Study", scores: "pd.DataFrame", width: int) -> list[Row]:
    """Return the rows of scored_people: who has a score on an instrument, who of them is in a team."""
    scored = scores[scores["status"].astype("str") == "scored"].astype({"person": "str", "team": "str"})
    found: list[Row] = []
    for instrument in study.instruments:
        own = scored[scored["instrument"].astype("str") == instrument.name]
        if own.empty:
            continue
        in_team = own[own["team"] != NO_TEAM]
        numbers = (own["person"].nunique(), in_team["person"].nunique())
        people, placed = (str(Count.banded(int(number), width)) for number in numbers)
        teams = int(in_team["team"].nunique())
        found.append({"instrument": instrument.name, "people": people, "in_team": placed, "teams": teams})
    return found


def response_rows(flow: "pd.DataFrame", occasions: dict[str, str], bands: Bands) -> list[Row]:
    """Return the rows of flow: responses received and kept per instrument and occasion.

    In bands twice as wide: those kept at all occasions are the rows that models had, and bands of `width`,
    added up, would bound these more closely than their own band does, and so who has no score.
    """
    wide = Bands(2 * bands.width, bands.people)
    own = flow.assign(occasion=flow["wave"].astype("str").map(occasions))
    last = own.groupby(["instrument", "wave"], observed=True)["step"].transform("max")
    at = {"received": own[own["step"] == 0]["rows_in"], "kept": own[own["step"] == last]["rows_out"]}
    found: list[Row] = []
    for (instrument, occasion), here in own.groupby(["instrument", "occasion"], observed=True, sort=False):
        head: Row = {"instrument": instrument, "occasion": occasion}
        for stage in STAGES:
            number = int(at[stage].reindex(here.index).sum())
            found.append(head | {"stage": stage, "responses": str(wide.total(number, str(occasion)))})
    return found
