"""Predicted effects of teams and sites with their errors, by size, without names: for a caterpillar."""

from typing import TYPE_CHECKING

from isop_analysis.models.multilevel.shown_clusters import clusters_shown, groups_shown

if TYPE_CHECKING:
    from isop_analysis.models.multilevel.outcomes import Outcome

    Row = dict[str, object]

NORMAL_97_5 = 1.959963984540054


def random_rows(outcome: "Outcome", least: int) -> "list[Row]":
    """Return the rows of model_random.

    `place` numbers the clusters of a term from the lowest value up. The interval is value ± 1.96 standard
    errors, conditional on the coefficients. Clusters of fewer than `least` people are left out, and people
    are never shown.
    """
    from isop_analysis.models.multilevel.fits import record

    rows: list[Row] = []
    if outcome.fit is None:
        return rows
    effects = outcome.fit.random_effects
    for group in groups_shown(outcome):
        shown = clusters_shown(outcome, group, least)
        own = effects[(effects["group"] == group) & effects["level"].astype(str).isin(shown)]
        for term, part in own.groupby("term", sort=False):
            ordered = part.sort_values(["value", "se"], kind="stable")[["value", "se"]].to_numpy()
            rows += [
                {
                    "model": outcome.model.name,
                    "scale": outcome.scale,
                    "group": group,
                    "term": str(term),
                    "place": place,
                    "value": float(value),
                    "se": float(se),
                    "ci_low": float(value - NORMAL_97_5 * se),
                    "ci_high": float(value + NORMAL_97_5 * se),
                    **record(outcome.fit),
                }
                for place, (value, se) in enumerate(ordered, start=1)
            ]
    return rows
