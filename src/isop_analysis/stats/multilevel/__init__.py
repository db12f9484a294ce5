"""Multilevel models that hold with few clusters, to the digits of R's lme4, lmerTest and pbkrtest.

`fit` reads a formula in lme4's notation; `null_model` says how much of an outcome lies between clusters;
`power` what a design can find. Of a fit: `r_squared` and `split_r_squared`, `means`, `mean_differences` and
`simple_slopes`, `variance_tests`, `cluster_robust`, `standardised`, `influence`, `residual_shapes`,
`quantile_points`, `variance_inflation` and `assumptions`; of two fits `compare`.
"""

from isop_analysis.stats.multilevel.bootstrap import bootstrap
from isop_analysis.stats.multilevel.comparison import Comparison, compare
from isop_analysis.stats.multilevel.design_power import power
from isop_analysis.stats.multilevel.diagnostics import (
    Assumption,
    Influence,
    assumptions,
    influence,
    quantile_points,
    residual_shapes,
    variance_inflation,
)
from isop_analysis.stats.multilevel.explained import RSquared, r_squared
from isop_analysis.stats.multilevel.fitting import fit
from isop_analysis.stats.multilevel.inference import FTest
from isop_analysis.stats.multilevel.margins import mean_differences, means, simple_slopes
from isop_analysis.stats.multilevel.null_model import NullModel, null_model
from isop_analysis.stats.multilevel.optimum import Convergence
from isop_analysis.stats.multilevel.power_curve import DesignPower
from isop_analysis.stats.multilevel.profile import profile_intervals
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.robust import ClusterRobust, cluster_robust
from isop_analysis.stats.multilevel.split_explained import SplitRSquared, split_r_squared
from isop_analysis.stats.multilevel.standardised import standardised
from isop_analysis.stats.multilevel.variance_tests import variance_tests

__all__ = [
    "Assumption",
    "ClusterRobust",
    "Comparison",
    "Convergence",
    "DesignPower",
    "FTest",
    "Fit",
    "Influence",
    "NullModel",
    "RSquared",
    "SplitRSquared",
    "assumptions",
    "bootstrap",
    "cluster_robust",
    "compare",
    "fit",
    "influence",
    "mean_differences",
    "means",
    "null_model",
    "power",
    "profile_intervals",
    "quantile_points",
    "r_squared",
    "residual_shapes",
    "simple_slopes",
    "split_r_squared",
    "standardised",
    "variance_inflation",
    "variance_tests",
]
