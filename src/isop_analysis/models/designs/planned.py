"""Variances of a model's random effects from the intraclass correlations assumed beforehand."""

from typing import TYPE_CHECKING

from isop_analysis.study.planning import PlannedSpread

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
        ModelRefused: where the plan lacks a value that the model needs, in one sentence.
    """
    import pandas as pd

    from isop_analysis.stats.multilevel.truth import truth_of

    if spread.residual_sd is None:
        raise _refused("no residual_sd")
    intercepts = {
        effect.group: _share(effect.group, spread) for effect in layout.effects if _is_level(effect.names)
    }
    left = 1.0 - sum(intercepts.values())
    if left <= 0:
        raise _refused("shares in icc that sum to 1 or more for this model")
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
    raise _refused(f"no icc for '{group}'")


def _slope(name: str, group: str, spread: PlannedSpread) -> float:
    if name not in spread.slope_sd:
        raise _refused(f"no slope_sd for '{name}' (over '{group}')")
    return spread.slope_sd[name] ** 2


def _refused(what: str) -> Exception:
    from isop_analysis.stats.multilevel import ModelRefused

    return ModelRefused(f"the planning in the config has {what}")
