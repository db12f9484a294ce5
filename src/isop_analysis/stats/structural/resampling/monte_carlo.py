"""Monte-Carlo intervals of defined parameters."""

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.definitions import Formula, defined_draws, formulas
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.syntax import parse
from isop_analysis.stats.structural.tabled import Tabled

DRAWS = 20_000
SEED = 20240229


def monte_carlo(
    fitted: StructuralFit, draws: int = DRAWS, seed: int = SEED, confidence: float = 0.95
) -> pd.DataFrame:
    """Return lhs, rhs, estimate, ci_low, ci_high of every defined parameter, such as an indirect effect.

    Free parameters are drawn from the normal distribution with the fit's covariance, which is the robust
    one for MLR, by clusters in two-level models, and for WLSMV; the limits are quantiles of what the
    definition makes of them (MacKinnon, Lockwood & Williams 2004; Preacher & Selig 2012). Raises Refused
    for a fit without definitions, without standard errors, or with a parameter on a bound.
    """
    model = _model_of(fitted)
    defined = _defined(fitted, model)
    if fitted.on_bound:
        raise Refused("fit_on_bound", parameters=fitted.on_bound)
    covariance = fitted.covariance.to_numpy()
    if np.isnan(covariance).any():
        raise Refused("no_errors_to_draw")
    theta = normal_draws(fitted.theta, covariance, draws, seed)
    drawn = defined_draws(defined, _labelled(model, fitted, theta))
    tail = (1 - confidence) / 2
    limits = np.array([np.nanquantile(drawn[one.name], [tail, 1 - tail]) for one in defined])
    rows = fitted.parameters.loc[fitted.parameters["op"] == ":=", ["lhs", "rhs", "estimate"]]
    return rows.reset_index(drop=True).assign(ci_low=limits[:, 0], ci_high=limits[:, 1])


def normal_draws(centre: Array, covariance: Array, draws: int, seed: int) -> Array:
    """Return draws (R, q) from the normal distribution with this centre (q,) and covariance (q, q)."""
    standard = np.random.default_rng(seed).standard_normal((draws, len(centre)))
    return np.asarray(centre + standard @ root_of(covariance).T)


def root_of(covariance: Array) -> Array:
    """Return R (q, q) with R Rᵀ the covariance: Cholesky's, smooth in it, if there is one."""
    try:
        return np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError:
        values, vectors = np.linalg.eigh(covariance)
        return vectors * np.sqrt(np.maximum(values, 0.0))


def _model_of(fitted: StructuralFit) -> Tabled:
    if fitted.solved is not None:
        return fitted.solved.model
    if fitted.ordinal is not None:
        return fitted.ordinal
    raise ValueError("a fit without its model")


def _defined(fitted: StructuralFit, model: Tabled) -> tuple[Formula, ...]:
    labels = tuple(dict.fromkeys(row.label for row in model.table.parameters if row.label))
    defined = formulas(parse(fitted.syntax).definitions, labels)
    if not defined:
        raise Refused("nothing_defined")
    return defined


def _labelled(model: Tabled, fitted: StructuralFit, theta: Array) -> dict[str, Array]:
    """Return the values of every label at every theta (R, q); a fixed one keeps its value."""
    values = fitted.parameters["estimate"].to_numpy(dtype=float)
    return {
        row.label: theta[:, row.free] if row.free >= 0 else np.full(len(theta), values[place])
        for place, row in enumerate(model.table.parameters)
        if row.label
    }
