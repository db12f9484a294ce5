"""Groups of people as readers may see them: never people, never groups of too few; predicted, nameless."""

import numpy as np

from isop_analysis.contracts.table import Row
from isop_analysis.models.multilevel.outcomes import Outcome
from isop_analysis.stats.verdicts import sign_of

FEWEST_SHOWN = 3
PERSON, TEAM = "person", "team"
NORMAL_97_5 = 1.959963984540054
NO_INTERVAL: Row = {"ci_low": None, "ci_high": None}


def groups_shown(outcome: Outcome) -> list[str]:
    """Return the fit's grouping factors that hold groups of people, those of most clusters first."""
    if outcome.fit is None:
        return []
    return [group for group in outcome.fit.clusters if PERSON not in group.split(":")]


def leading_group(outcome: Outcome) -> str | None:
    """Return the grouping factor of teams, or else the one with most clusters; None where all are people."""
    groups = groups_shown(outcome)
    teams = [group for group in groups if group.split(":")[0] == TEAM]
    return next(iter(teams or groups), None)


def clusters_shown(outcome: Outcome, group: str, least: int) -> frozenset[str]:
    """Return the clusters with so many people or more; none where fewer than three could be told apart."""
    rows = outcome.used
    names = group.split(":")
    labels = rows[names[0]].astype(str)
    for name in names[1:]:
        labels = labels + ":" + rows[name].astype(str)
    people = rows.groupby(labels)[PERSON].nunique()
    shown = frozenset(str(label) for label in people.index[people >= least])
    return shown if len(shown) >= FEWEST_SHOWN else frozenset()


def random_rows(outcome: Outcome, least: int) -> list[Row]:
    """Return the rows of model_random: predicted effects of teams and sites with their errors.

    `place` numbers the clusters of a term from the lowest value up. The interval is value ± 1.96 standard
    errors, conditional on the coefficients. Clusters of fewer than `least` people are left out, and people
    are never shown.
    """
    rows: list[Row] = []
    if outcome.fit is None:
        return rows
    effects = outcome.fit.random_effects
    groups, levels, terms = (effects[name].to_numpy() for name in ("group", "level", "term"))
    numbers = effects[["value", "se"]].to_numpy()
    for group in groups_shown(outcome):
        shown = clusters_shown(outcome, group, least)
        own = (groups == group) & [str(level) in shown for level in levels]
        for term in dict.fromkeys(terms[own]):
            found = numbers[own & (terms == term)]
            rows += [
                {
                    **outcome.name,
                    "group": group,
                    "term": str(term),
                    "place": place,
                    **_predicted(float(value), float(se)),
                    **outcome.record,
                }
                for place, (value, se) in enumerate(found[np.lexsort(found.T[::-1])], start=1)
            ]
    return rows


def _predicted(value: float, se: float) -> Row:
    low, high = value - NORMAL_97_5 * se, value + NORMAL_97_5 * se
    return {"value": value, "se": se, "ci_low": low, "ci_high": high, "verdict": sign_of(low, high)}


def line_rows(outcome: Outcome, minimum_people: int) -> list[Row]:
    """Return the rows of model_lines: the mean of each team's members' fitted scores at each time.

    Points of fewer people than may be shown are left out.
    """
    if outcome.fit is None or outcome.model.kind != "growth" or TEAM not in outcome.frame:
        return []
    frame = outcome.frame.loc[outcome.fit.fitted.index].assign(fitted=outcome.fit.fitted)
    points = frame.groupby([TEAM, "time"], as_index=False).agg(
        fitted=("fitted", "mean"), people=(PERSON, "nunique")
    )
    points = points[points["people"] >= minimum_people]
    return [
        outcome.name | {name: row[name] for name in (TEAM, "time", "fitted")} | NO_INTERVAL
        for row in points.to_dict("records")
    ]
