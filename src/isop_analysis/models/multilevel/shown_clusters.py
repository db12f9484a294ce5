"""Which clusters may stand, nameless, in a table that readers see: never people, never groups of too few."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from isop_analysis.models.multilevel.outcomes import Outcome

FEWEST_SHOWN = 3
PERSON, TEAM = "person", "team"


def groups_shown(outcome: "Outcome") -> list[str]:
    """Return the fit's grouping factors that hold groups of people, those of most clusters first."""
    if outcome.fit is None:
        return []
    return [group for group in outcome.fit.clusters if PERSON not in group.split(":")]


def leading_group(outcome: "Outcome") -> str | None:
    """Return the grouping factor of teams, or else the one with most clusters; None where all are people."""
    groups = groups_shown(outcome)
    teams = [group for group in groups if group.split(":")[0] == TEAM]
    return next(iter(teams or groups), None)


def clusters_shown(outcome: "Outcome", group: str, least: int) -> frozenset[str]:
    """Return the clusters with so many people or more; none where fewer than three could be told apart."""
    assert outcome.fit is not None
    rows = outcome.frame.loc[outcome.fit.rows]
    names = group.split(":")
    labels = rows[names[0]].astype(str)
    for name in names[1:]:
        labels = labels + ":" + rows[name].astype(str)
    people = rows.groupby(labels)[PERSON].nunique()
    shown = frozenset(str(label) for label in people.index[people >= least])
    return shown if len(shown) >= FEWEST_SHOWN else frozenset()
