"""Parametric bootstrap of a fitted model: outcomes drawn from it, each refitted."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from isop_analysis.multilevel.columns import Array
from isop_analysis.multilevel.covariances import covariance_blocks, lower_cholesky
from isop_analysis.multilevel.refits import Refits, refit_many
from isop_analysis.multilevel.result import Fit

CHUNK_VALUES = 5_000_000


def simulate(fitted: Fit, draws: int, seed: int) -> Iterator[Array]:
    """Yield outcomes (R, n) drawn from the fitted model, new random effects included, in chunks;
    `draws` in all.
    """
    rng = np.random.default_rng(seed)
    size = max(1, CHUNK_VALUES // fitted.n)
    for start in range(0, draws, size):
        yield _drawn(fitted, min(size, draws - start), rng)


def bootstrap(fitted: Fit, draws: int = 1000, *, seed: int, level: float = 0.95) -> pd.DataFrame:
    """Return parameter, estimate, se, ci_low, ci_high, draws: percentile intervals of a parametric bootstrap.

    Parameters are the coefficients, the standard deviations (sd_term|group) and sigma. `draws` counts the
    refits that converged.
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


def _drawn(fitted: Fit, draws: int, rng: np.random.Generator) -> Array:
    solution, model = fitted.solution, fitted.solution.model
    sigma = np.sqrt(solution.sigma2)
    spread = sigma if model.root_weights is None else sigma / model.root_weights
    Y = model.fixed.design.matrix @ solution.beta + spread * rng.standard_normal((draws, model.n))
    for block, T in zip(model.layout.blocks, solution.relative, strict=True):
        effects = rng.standard_normal((draws, len(block.levels), block.width)) @ (sigma * lower_cholesky(T)).T
        for column in range(block.width):
            Y += effects[:, block.codes, column] * block.matrix[:, column]
    return np.asarray(Y)


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
