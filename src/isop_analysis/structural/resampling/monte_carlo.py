"""Monte-Carlo intervals of defined parameters."""

import numpy as np
import pandas as pd

from isop_analysis.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.structural.refusals import ModelRefused
from isop_analysis.structural.resampling.quantities import quantities
from isop_analysis.structural.result import StructuralFit


def monte_carlo(
    fitted: StructuralFit, draws: int = 20_000, seed: int = 20240229, confidence: float = 0.95
) -> pd.DataFrame:
    """Return lhs, rhs, estimate, ci_low, ci_high of every defined parameter, such as an indirect effect.

    Free parameters are drawn from the normal distribution with the fit's covariance, which is the robust
    one for MLR, by clusters in two-level models; the limits are quantiles of what the definition makes of
    them (MacKinnon, Lockwood & Williams 2004; Preacher & Selig 2012). Raises ModelRefused for a fit without
    definitions or without standard errors.
    """
    solved = solved_part(fitted)
    if not solved.defined:
        raise ModelRefused("The model defines no parameter; expected a line such as 'indirect := a*b'.")
    covariance = fitted.covariance.to_numpy()
    if np.isnan(covariance).any():
        raise ModelRefused("The fit has no standard errors to draw from; expected an identified model.")
    generator = np.random.default_rng(seed)
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    theta = fitted.theta + generator.standard_normal((draws, len(fitted.theta))) @ root.T
    drawn = quantities(fitted, solved, theta)
    defined = drawn.rows["op"] == ":="
    tail = (1 - confidence) / 2
    limits = np.nanquantile(drawn.values[:, defined], [tail, 1 - tail], axis=0)
    table = drawn.rows.loc[defined, ["lhs", "rhs", "estimate"]].reset_index(drop=True)
    return table.assign(ci_low=limits[0], ci_high=limits[1])
