"""Does a model fit its data: influence of clusters, residuals by level, variance inflation, assumptions."""

from isop_analysis.stats.multilevel.diagnostics.assumptions import Assumption, assumptions
from isop_analysis.stats.multilevel.diagnostics.inflation import variance_inflation
from isop_analysis.stats.multilevel.diagnostics.influence import Influence, influence
from isop_analysis.stats.multilevel.diagnostics.residuals import quantile_points, residual_shapes

__all__ = [
    "Assumption",
    "Influence",
    "assumptions",
    "influence",
    "quantile_points",
    "residual_shapes",
    "variance_inflation",
]
