"""Structural equation models: lavaan's syntax and conventions, maximum likelihood.

`fit` and `cfa` return a `StructuralFit`; what can't be fitted is a `ModelRefused` with one sentence. After a
fit: `modification_indices`, `residual_correlations`, `factor_reliability`, `bootstrap`, `monte_carlo`,
`confounding`; of items alone: `htmt`. Of groups and waves: `invariance`. For few clusters:
`between_estimates`, `level_estimates` and `structural_after_measurement`. Of three or more waves: `ri_clpm`
and `growth_curve`.
"""

from isop_analysis.stats.structural.diagnostics.modification import modification_indices
from isop_analysis.stats.structural.diagnostics.residual_correlations import residual_correlations
from isop_analysis.stats.structural.factor_models import cfa
from isop_analysis.stats.structural.few_clusters.estimates import BetweenEstimates, between_estimates
from isop_analysis.stats.structural.few_clusters.level_estimates import LevelEstimates, level_estimates
from isop_analysis.stats.structural.few_clusters.outcome_limits import OutcomeLimits
from isop_analysis.stats.structural.few_clusters.sam import SamFit, structural_after_measurement
from isop_analysis.stats.structural.fitting import fit
from isop_analysis.stats.structural.invariance.difference import Difference, chi_square_difference
from isop_analysis.stats.structural.invariance.ladder import Criteria, Invariance, invariance
from isop_analysis.stats.structural.measurement.composite import factor_reliability
from isop_analysis.stats.structural.measurement.heterotrait import htmt, htmt_of_fit
from isop_analysis.stats.structural.optimum import Convergence
from isop_analysis.stats.structural.panels.cross_lagged import ri_clpm, ri_clpm_syntax
from isop_analysis.stats.structural.panels.growth import growth_curve, growth_syntax
from isop_analysis.stats.structural.preview import check_syntax, observed_variables, regressions
from isop_analysis.stats.structural.refusals import ModelRefused
from isop_analysis.stats.structural.resampling.bootstrap import Bootstrap, bootstrap
from isop_analysis.stats.structural.resampling.monte_carlo import monte_carlo
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.sensitivity.confounding import Confounding, confounding, indirect_chains

__all__ = [
    "BetweenEstimates",
    "Bootstrap",
    "Confounding",
    "Convergence",
    "Criteria",
    "Difference",
    "Invariance",
    "LevelEstimates",
    "ModelRefused",
    "OutcomeLimits",
    "SamFit",
    "StructuralFit",
    "between_estimates",
    "bootstrap",
    "cfa",
    "check_syntax",
    "chi_square_difference",
    "confounding",
    "factor_reliability",
    "fit",
    "growth_curve",
    "growth_syntax",
    "htmt",
    "htmt_of_fit",
    "indirect_chains",
    "invariance",
    "level_estimates",
    "modification_indices",
    "monte_carlo",
    "observed_variables",
    "regressions",
    "residual_correlations",
    "ri_clpm",
    "ri_clpm_syntax",
    "structural_after_measurement",
]
