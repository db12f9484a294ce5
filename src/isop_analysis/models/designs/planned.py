"""Variances of a model's random effects from the intraclass correlations assumed beforehand."""

from typing import TYPE_CHECKING

from isop_analysis.base.reasons import Refused
from isop_analysis.study.config import PlannedSpread

if TYPE_CHECKING:
    from isop_analysis.stats.multilevel.grouping import Layout
    from isop_analysis.stats.multilevel.truth import Truth

INTERCEPT = "(Intercept)"


def planned_truth(layout: "Layout", spread: PlannedSpread) -> "Truth":
    """Return the variances that a plan means for a model.

    With residual variance σ² and shares ICC_g of the model's grouping factors, the variance between the
    groups of g is ICC_g σ² / (1 − Σ ICC). Intercepts and slopes are taken as uncorrelated. A nested factor
    such as team:site is found by its own name or by that of its inner part, team.

    Raises:
        Refused: where the plan lacks a value that the model needs.
    """
    import pandas as pd

    from isop_analysis.stats.multilevel.truth import truth_of

    if spread.residual_sd is None:
        raise Refused("no_residual_sd")
    intercepts = {
        effect.group: _share(effect.group, spread) for effect in layout.effects if _is_level(effect.names)
    }
    left = 1.0 - sum(intercepts.values())
    if left <= 0:
        raise Refused("no_residual")
    total = spread.residual_sd**2 / left
    rows = [
        (
            effect.label,
            name,
            total * intercepts[effect.group] if name == INTERCEPT else _slope(name, effect.group, spread),
        )
        for effect in layout.effects
        for name in effect.names
    ]
    table = pd.DataFrame(
        [*rows, ("Residual", None, spread.residual_sd**2)], columns=["group", "term", "variance"]
    )
    return truth_of(layout, table.assign(term_2=None))


def _is_level(names: tuple[str, ...]) -> bool:
    return INTERCEPT in names


def _share(group: str, spread: PlannedSpread) -> float:
    for name in (group, group.split(":")[0]):
        if name in spread.icc:
            return spread.icc[name]
    raise Refused("no_icc", group=group)


def _slope(name: str, group: str, spread: PlannedSpread) -> float:
    if name not in spread.slope_sd:
        raise Refused("no_slope_sd", term=name, group=group)
    return spread.slope_sd[name] ** 2
