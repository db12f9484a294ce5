"""Parametric bootstrap of a fitted model: outcomes drawn from it, each refitted."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import covariance_blocks
from isop_analysis.stats.multilevel.refits import Refits, refit_many
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.truth import Truth, drawn_in_chunks


def simulate(fitted: Fit, draws: int, seed: int) -> Iterator[Array]:
    """Yield outcomes (R, n) drawn from the fitted model, new random effects included, in chunks;
    `draws` in all.
    """
    solution, model = fitted.solution, fitted.solution.model
    middle = model.fixed.design.matrix @ solution.beta
    truth = Truth(solution.relative, solution.sigma2)
    for Y in drawn_in_chunks(model, truth, draws, np.random.default_rng(seed)):
        yield Y + middle


def bootstrap(fitted: Fit, draws: int = 1000, *, seed: int, level: float = 0.95) -> pd.DataFrame:
    """Return parameter, estimate, se, ci_low, ci_high, draws: percentile intervals of a parametric bootstrap.

    Parameters are the coefficients, the standard deviations (sd_term|group) and sigma. `draws` counts the
    refits that converged.

    >>> table = isop.multilevel.bootstrap(fitted, 50, seed=1)
    >>> list(table["parameter"])
    ['(Intercept)', 'Days', 'sd_(Intercept)|Subject', 'sd_Days|Subject', 'sigma']
    """
    values = np.concatenate(
        [_parameters(fitted, refit_many(fitted, Y)) for Y in simulate(fitted, draws, seed)]
    )
    tail = 100.0 * (1.0 - level) / 2.0
    low, high = np.percentile(values, [tail, 100.0 - tail], axis=0)
    names, estimates = _estimates(fitted)
    return pd.DataFrame(
        {
            "parameter": names,
            "estimate": estimates,
            "se": values.std(axis=0, ddof=1),
            "ci_low": low,
            "ci_high": high,
            "draws": len(values),
        }
    )


def _parameters(fitted: Fit, refits: Refits) -> Array:
    """Return coefficients, standard deviations and σ (R', ·) of the refits that converged."""
    rows = [
        np.concatenate([beta, standard_deviations(fitted, theta, float(sigma2)), [np.sqrt(sigma2)]])
        for beta, theta, sigma2, fine in zip(
            refits.coefficients, refits.theta, refits.sigma2, refits.converged, strict=True
        )
        if fine
    ]
    return np.array(rows).reshape(len(rows), -1)


def standard_deviations(fitted: Fit, theta: Array, sigma2: float) -> Array:
    """Return the random effects' standard deviations at whitened θ, in the effects' order."""
    model = fitted.solution.model
    white, values = covariance_blocks(theta, model.layout), []
    for index, span in model.layout.places:
        back = np.linalg.inv(model.whitenings[index][span, span])
        values.append(np.sqrt(sigma2 * np.diag(back @ white[index][span, span] @ back.T)))
    return np.concatenate(values)


def _estimates(fitted: Fit) -> tuple[list[str], Array]:
    solution = fitted.solution
    effects = solution.model.layout.effects
    names = [*fitted.terms, *(f"sd_{name}|{effect.label}" for effect in effects for name in effect.names)]
    sds = standard_deviations(fitted, solution.optimum.point.theta, solution.sigma2)
    return [*names, "sigma"], np.concatenate([solution.beta, sds, [np.sqrt(solution.sigma2)]])
