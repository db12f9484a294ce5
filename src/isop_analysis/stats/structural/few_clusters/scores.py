"""Weights that turn items into factor scores, from the spread within clusters."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.few_clusters.cluster_data import ClusterData
from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.resampling.search import maxima
from isop_analysis.stats.structural.result import StructuralFit

Unit = Literal["first_item", "items_mean"]
"""What a factor's unit is: its first item's, or that of its items' mean."""


@dataclass(frozen=True)
class FactorWeights:
    """Item weights of one factor in R samples (R, items), and in which samples they were found (R,)."""

    weights: Array
    found: NDArray[np.bool_]


def within_model(factor: str, items: tuple[str, ...], clusters: ClusterData) -> StructuralFit:
    """Fit one factor to the deviations from cluster means; two items have equal loadings.

    Raises Refused where there is one item, or the model doesn't converge.
    """
    if len(items) < 2:
        raise Refused("one_item_between", factor=factor, found=len(items))
    frame = pd.DataFrame(clusters.deviations, columns=list(clusters.names))
    equal = "1*" if len(items) == 2 else ""
    fitted = fit(f"{factor} =~ {items[0]} + {equal}{' + '.join(items[1:])}", frame)
    if not fitted.convergence.converged:
        raise Refused("not_one_thing_within", factor=factor, reason=fitted.convergence.reason)
    return fitted


def factor_weights(
    fitted: StructuralFit, clusters: ClusterData, draws: Array, unit: Unit = "first_item"
) -> FactorWeights:
    """Return the weights under every row of cluster weights (R, J).

    With Λ and Θ of the factor model: (Λᵀ Θ⁻¹ Λ)⁻¹ Λᵀ Θ⁻¹ (Bartlett 1937), which keep the factor's scale;
    where a residual variance isn't positive, (Λᵀ Λ)⁻¹ Λᵀ. In the items' mean as unit the loadings average one
    (Little, Slegers & Card 2006, Structural Equation Modeling 13, 59–72).
    """
    if fitted.solved is None:
        raise ValueError("weights need a fit by likelihood")
    found = maxima(fitted.solved.model, fitted.theta, draws[:, clusters.codes], fitted.solved.limits)
    rows = fitted.solved.model.table.parameters
    values = np.stack([fitted.solved.model.values(theta) for theta in found.theta])
    loadings = values[:, [place for place, row in enumerate(rows) if row.op == "=~"]]
    if unit == "items_mean":
        loadings = loadings / loadings.mean(axis=1, keepdims=True)
    factor = next(row.lhs for row in rows if row.op == "=~")
    own = [place for place, row in enumerate(rows) if row.op == "~~" and row.lhs == row.rhs != factor]
    residuals = values[:, own]
    usable = (residuals > 1e-6 * residuals.max(axis=1, keepdims=True)).all(axis=1)
    inverse = np.where(usable[:, None], 1 / np.where(usable[:, None], residuals, 1.0), 1.0)
    pulled = loadings * inverse
    return FactorWeights(pulled / (pulled * loadings).sum(axis=1, keepdims=True), found.converged)
