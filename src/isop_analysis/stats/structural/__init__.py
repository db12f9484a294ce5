"""Structural equation models: lavaan's syntax and conventions, maximum likelihood.

`fit` and `cfa` return a `StructuralFit`; what can't be fitted is `Refused`, with a reason. After a
fit: `modification_indices`, `residual_correlations`, `factor_reliability`, `bootstrap`, `monte_carlo`,
`confounding`; of items alone: `htmt`. Of groups and waves: `invariance`. For few clusters:
`between_estimates`, `level_estimates` and `structural_after_measurement`. Of three or more waves: `ri_clpm`
and `growth_curve`.

A name is loaded when it is first asked for, so that a module of this room costs its own imports only.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from isop_analysis.base.reasons import Refused

if TYPE_CHECKING:
    from isop_analysis.stats.structural.diagnostics.modification import (
        modification_indices as modification_indices,
    )
    from isop_analysis.stats.structural.diagnostics.residual_correlations import (
        residual_correlations as residual_correlations,
    )
    from isop_analysis.stats.structural.factor_models import cfa as cfa
    from isop_analysis.stats.structural.few_clusters.estimates import BetweenEstimates as BetweenEstimates
    from isop_analysis.stats.structural.few_clusters.estimates import between_estimates as between_estimates
    from isop_analysis.stats.structural.few_clusters.level_estimates import LevelEstimates as LevelEstimates
    from isop_analysis.stats.structural.few_clusters.level_estimates import level_estimates as level_estimates
    from isop_analysis.stats.structural.few_clusters.outcome_limits import OutcomeLimits as OutcomeLimits
    from isop_analysis.stats.structural.few_clusters.sam import SamFit as SamFit
    from isop_analysis.stats.structural.few_clusters.sam import (
        structural_after_measurement as structural_after_measurement,
    )
    from isop_analysis.stats.structural.fitting import fit as fit
    from isop_analysis.stats.structural.invariance.difference import Difference as Difference
    from isop_analysis.stats.structural.invariance.difference import (
        chi_square_difference as chi_square_difference,
    )
    from isop_analysis.stats.structural.invariance.ladder import Criteria as Criteria
    from isop_analysis.stats.structural.invariance.ladder import Invariance as Invariance
    from isop_analysis.stats.structural.invariance.ladder import invariance as invariance
    from isop_analysis.stats.structural.measurement.composite import factor_reliability as factor_reliability
    from isop_analysis.stats.structural.measurement.heterotrait import htmt as htmt
    from isop_analysis.stats.structural.measurement.heterotrait import htmt_of_fit as htmt_of_fit
    from isop_analysis.stats.structural.optimum import Convergence as Convergence
    from isop_analysis.stats.structural.panels.cross_lagged import ri_clpm as ri_clpm
    from isop_analysis.stats.structural.panels.cross_lagged import ri_clpm_syntax as ri_clpm_syntax
    from isop_analysis.stats.structural.panels.growth import growth_curve as growth_curve
    from isop_analysis.stats.structural.panels.growth import growth_syntax as growth_syntax
    from isop_analysis.stats.structural.preview import check_syntax as check_syntax
    from isop_analysis.stats.structural.preview import observed_variables as observed_variables
    from isop_analysis.stats.structural.preview import regressions as regressions
    from isop_analysis.stats.structural.resampling.bootstrap import Bootstrap as Bootstrap
    from isop_analysis.stats.structural.resampling.bootstrap import bootstrap as bootstrap
    from isop_analysis.stats.structural.resampling.monte_carlo import monte_carlo as monte_carlo
    from isop_analysis.stats.structural.result import StructuralFit as StructuralFit
    from isop_analysis.stats.structural.sensitivity.confounding import Confounding as Confounding
    from isop_analysis.stats.structural.sensitivity.confounding import confounding as confounding
    from isop_analysis.stats.structural.sensitivity.confounding import indirect_chains as indirect_chains

HOMES = {
    "BetweenEstimates": "few_clusters.estimates",
    "Bootstrap": "resampling.bootstrap",
    "Confounding": "sensitivity.confounding",
    "Convergence": "optimum",
    "Criteria": "invariance.ladder",
    "Difference": "invariance.difference",
    "Invariance": "invariance.ladder",
    "LevelEstimates": "few_clusters.level_estimates",
    "OutcomeLimits": "few_clusters.outcome_limits",
    "SamFit": "few_clusters.sam",
    "StructuralFit": "result",
    "between_estimates": "few_clusters.estimates",
    "bootstrap": "resampling.bootstrap",
    "cfa": "factor_models",
    "check_syntax": "preview",
    "chi_square_difference": "invariance.difference",
    "confounding": "sensitivity.confounding",
    "factor_reliability": "measurement.composite",
    "fit": "fitting",
    "growth_curve": "panels.growth",
    "growth_syntax": "panels.growth",
    "htmt": "measurement.heterotrait",
    "htmt_of_fit": "measurement.heterotrait",
    "indirect_chains": "sensitivity.confounding",
    "invariance": "invariance.ladder",
    "level_estimates": "few_clusters.level_estimates",
    "modification_indices": "diagnostics.modification",
    "monte_carlo": "resampling.monte_carlo",
    "observed_variables": "preview",
    "regressions": "preview",
    "residual_correlations": "diagnostics.residual_correlations",
    "ri_clpm": "panels.cross_lagged",
    "ri_clpm_syntax": "panels.cross_lagged",
    "structural_after_measurement": "few_clusters.sam",
}
"""The module of this room that has each public name."""

ModelRefused = Refused

__all__ = ["Refused", *HOMES]


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    found = globals()[name] = getattr(import_module(f"{__name__}.{HOMES[name]}"), name)
    return found


def __dir__() -> list[str]:
    return sorted(__all__)


from isop_analysis.stats.structural.invariance.ladder import invariance as invariance  # noqa: E402
