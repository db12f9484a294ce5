"""What a model expects at declared points: estimated marginal means, their differences, simple slopes."""

from isop_analysis.stats.multilevel.margins.means import mean_differences, means
from isop_analysis.stats.multilevel.margins.slopes import simple_slopes

__all__ = ["mean_differences", "means", "simple_slopes"]
