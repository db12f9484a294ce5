"""How much of an outcome lies between clusters: null model, intraclass correlations, design effects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.multilevel.fitting import fit
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.share_interval import ShareInterval, share_intervals


@dataclass(frozen=True, repr=False)
class NullModel:
    """A model without predictors.

    `levels`: per grouping factor group, variance, icc (its share of all variance, 0–1) with ci_low and
    ci_high, clusters, mean_size (rows a cluster), design_effect 1 + (mean_size − 1) icc. `fit` is the model
    itself. interval_method: "exact F" (Wald 1940) for one grouping factor, "profile" (restricted
    likelihood) for several.
    """

    outcome: str
    n: int
    n_dropped: int
    clusters: Mapping[str, int]
    levels: pd.DataFrame
    interval_method: str
    residual_variance: float
    singular: bool
    notes: tuple[Reason, ...]
    fit: Fit

    @property
    def icc(self) -> dict[str, float]:
        """Intraclass correlation per grouping factor."""
        return dict(zip(self.levels["group"], self.levels["icc"], strict=True))

    @property
    def design_effect(self) -> dict[str, float]:
        """Design effect per grouping factor (Kish 1965)."""
        return dict(zip(self.levels["group"], self.levels["design_effect"], strict=True))

    def __repr__(self) -> str:
        return "\n".join(
            [f"{self.outcome}: n {self.n}", self.levels.to_string(index=False), *map(str, self.notes)]
        )


def null_model(
    outcome: str, groups: str | Sequence[str], data: pd.DataFrame, level: float = 0.95
) -> NullModel:
    """Fit `outcome ~ 1 + (1 | group) + …` by REML.

    Args:
        outcome: numeric column.
        groups: grouping columns; lme4's "site/team" for teams whose names repeat between sites.
        data: one row per answer; incomplete rows are dropped and counted.
        level: confidence of the intervals (0–1).

    Raises:
        Refused: where no such model can be fitted.
    """
    wanted = [groups] if isinstance(groups, str) else list(groups)
    if not wanted:
        raise Refused("null_model_without_group", outcome=outcome)
    name = outcome if outcome.isidentifier() else f"`{outcome}`"
    fitted = fit(" + ".join([f"{name} ~ 1", *(f"(1 | {group})" for group in wanted)]), data)
    intervals = share_intervals(fitted.solution, level)
    return NullModel(
        outcome=outcome,
        n=fitted.n,
        n_dropped=fitted.n_dropped,
        clusters=fitted.clusters,
        levels=_levels(fitted, intervals),
        interval_method=intervals[0].method,
        residual_variance=fitted.solution.sigma2,
        singular=fitted.singular,
        notes=fitted.notes,
        fit=fitted,
    )


def _levels(fitted: Fit, intervals: Sequence[ShareInterval]) -> pd.DataFrame:
    between = fitted.variances.iloc[:-1]
    variance = between["variance"].to_numpy()
    icc = variance / (variance.sum() + fitted.solution.sigma2)
    clusters = np.array([fitted.clusters[group] for group in between["group"]])
    mean_size = fitted.n / clusters
    return pd.DataFrame(
        {
            "group": between["group"],
            "variance": variance,
            "icc": icc,
            "ci_low": [one.low for one in intervals],
            "ci_high": [one.high for one in intervals],
            "clusters": clusters,
            "mean_size": mean_size,
            "design_effect": 1.0 + (mean_size - 1.0) * icc,
        }
    )
