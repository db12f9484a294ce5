"""Multilevel models that hold with few clusters, to the digits of R's lme4, lmerTest and pbkrtest.

`fit` reads a formula in lme4's notation; `null_model` says how much of an outcome lies between clusters;
`power` what a design can find. Of a fit: `r_squared` and `split_r_squared`, `means`, `mean_differences` and
`simple_slopes`, `variance_tests`, `cluster_robust`, `standardised`, `profile_intervals`, `bootstrap`,
`influence`, `residual_shapes`, `quantile_points`, `variance_inflation` and `assumptions`; of two fits
`compare`; of one design with many outcomes `refit_many` and `solve_many`.

In the examples `sleep` is lme4's sleepstudy, with columns Reaction (ms), Days and Subject, and `fitted` the
fit that `fit` shows. Each function loads on first use, so that fitting a model doesn't load what asks
something of the fit.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from isop_analysis.stats.multilevel.degrees import Degrees
    from isop_analysis.stats.multilevel.design_power import power
    from isop_analysis.stats.multilevel.diagnostics.assumptions import Assumption, assumptions
    from isop_analysis.stats.multilevel.diagnostics.influence import Influence, influence
    from isop_analysis.stats.multilevel.diagnostics.predictors import variance_inflation
    from isop_analysis.stats.multilevel.diagnostics.residuals import quantile_points, residual_shapes
    from isop_analysis.stats.multilevel.explained_variance import (
        RSquared,
        SplitRSquared,
        r_squared,
        split_r_squared,
    )
    from isop_analysis.stats.multilevel.fitting import fit
    from isop_analysis.stats.multilevel.inference import FTest
    from isop_analysis.stats.multilevel.likelihood_ratio.comparison import Comparison, compare
    from isop_analysis.stats.multilevel.likelihood_ratio.variance_tests import variance_tests
    from isop_analysis.stats.multilevel.margins.means import mean_differences, means
    from isop_analysis.stats.multilevel.margins.slopes import simple_slopes
    from isop_analysis.stats.multilevel.null_models import NullModel, null_model
    from isop_analysis.stats.multilevel.optimum import Convergence
    from isop_analysis.stats.multilevel.parametric_bootstrap import bootstrap
    from isop_analysis.stats.multilevel.power_curve import DesignPower
    from isop_analysis.stats.multilevel.profile import profile_intervals
    from isop_analysis.stats.multilevel.refits import Refits, refit_many, solve_many
    from isop_analysis.stats.multilevel.result import Fit
    from isop_analysis.stats.multilevel.robust import ClusterRobust, cluster_robust
    from isop_analysis.stats.multilevel.standardisation import standardised

MODULES = {
    "degrees": ("Degrees",),
    "design_power": ("power",),
    "diagnostics.assumptions": ("Assumption", "assumptions"),
    "diagnostics.influence": ("Influence", "influence"),
    "diagnostics.predictors": ("variance_inflation",),
    "diagnostics.residuals": ("quantile_points", "residual_shapes"),
    "explained_variance": ("RSquared", "SplitRSquared", "r_squared", "split_r_squared"),
    "fitting": ("fit",),
    "inference": ("FTest",),
    "likelihood_ratio.comparison": ("Comparison", "compare"),
    "likelihood_ratio.variance_tests": ("variance_tests",),
    "margins.means": ("mean_differences", "means"),
    "margins.slopes": ("simple_slopes",),
    "null_models": ("NullModel", "null_model"),
    "optimum": ("Convergence",),
    "parametric_bootstrap": ("bootstrap",),
    "power_curve": ("DesignPower",),
    "profile": ("profile_intervals",),
    "refits": ("Refits", "refit_many", "solve_many"),
    "result": ("Fit",),
    "robust": ("ClusterRobust", "cluster_robust"),
    "standardisation": ("standardised",),
}
"""The modules of what an analyst uses. None is named as one of its functions, which it would hide."""

_PLACES = {name: module for module, names in MODULES.items() for name in names}

__all__ = [
    "Assumption",
    "ClusterRobust",
    "Comparison",
    "Convergence",
    "Degrees",
    "DesignPower",
    "FTest",
    "Fit",
    "Influence",
    "NullModel",
    "RSquared",
    "Refits",
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
    "refit_many",
    "residual_shapes",
    "simple_slopes",
    "solve_many",
    "split_r_squared",
    "standardised",
    "variance_inflation",
    "variance_tests",
]


def __getattr__(name: str) -> Any:
    """Import what is asked for the first time."""
    if name not in _PLACES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)


def __dir__() -> list[str]:
    """Names an analyst can complete to."""
    return list(__all__)
