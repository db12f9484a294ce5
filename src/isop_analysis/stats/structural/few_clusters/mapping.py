"""From moments of items to moments of factors: the mapping of local SAM."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.structural.few_clusters.measurement import Key, items_of
from isop_analysis.stats.structural.moments import Array, Moments
from isop_analysis.stats.structural.parameter_table import ParameterTable

ZERO = 1e-6
"""Residual variances below this count as none: such an item is its factor."""


@dataclass(frozen=True)
class Mapped:
    """Moments of a block's factors and other variables.

    Attributes:
        names: factors, then observed variables that are no items.
        moments: corrected for measurement error.
        reliability: share of the mapped scores' variance that is the factor's (names,).
        shrunk: share of the error that was subtracted; below 1 where all of it would leave no covariance
            matrix.
    """

    names: tuple[str, ...]
    moments: Moments
    reliability: Array
    shrunk: float


def mapped(table: ParameterTable, place: int, values: dict[Key, float], seen: Moments, n: float) -> Mapped:
    """Return M (S − Θ) Mᵀ with M = (Λᵀ Θ⁻¹ Λ)⁻¹ Λᵀ Θ⁻¹ (Rosseel & Loh 2022).

    Where that isn't positive definite, less of the error is subtracted (Fuller 1987, p. 151): λ − 1/(n − 1)
    of it, λ the smallest root of |M S Mᵀ − λ M Θ Mᵀ|, n the number of units.
    """
    block = table.blocks[place]
    items = items_of(table, place)
    others = tuple(name for name in block.roles.observed if name not in items)
    names = block.roles.latent + others
    observed = block.roles.observed
    loadings, residuals, intercepts = _matrices(table, place, values)
    M = _mapping(loadings, residuals, [observed.index(name) for name in items])
    whole = np.zeros((len(names), len(observed)))
    whole[: len(block.roles.latent)] = M
    for count, name in enumerate(others):
        whole[len(block.roles.latent) + count, observed.index(name)] = 1.0
    scores, error = whole @ seen.covariance @ whole.T, whole @ residuals @ whole.T
    share = subtractable(scores, error, n)
    covariance = scores - share * error
    mean = whole @ (seen.mean - intercepts)
    return Mapped(names, Moments(mean, covariance), np.diag(covariance) / np.diag(scores), share)


def subtractable(scores: Array, error: Array, n: float) -> float:
    """Return the share of an error covariance that may be subtracted from that of n units' scores."""
    values, vectors = np.linalg.eigh(scores)
    if values[0] <= 0:
        return 1.0
    root = vectors / np.sqrt(values)
    largest = float(np.linalg.eigvalsh(root.T @ error @ root)[-1])
    smallest = 1 / largest if largest > 0 else np.inf
    return max(smallest - 1 / (n - 1), 0.0) if smallest < 1 + 1 / (n - 1) else 1.0


def _matrices(table: ParameterTable, place: int, values: dict[Key, float]) -> tuple[Array, Array, Array]:
    """Return Λ (p, factors), Θ (p, p) and ν (p,) of a block, zero for variables that are no items."""
    block = table.blocks[place]
    observed, latent = block.roles.observed, block.roles.latent
    loadings, residuals = np.zeros((len(observed), len(latent))), np.zeros((len(observed), len(observed)))
    intercepts = np.zeros(len(observed))
    for (lhs, op, rhs, own), value in values.items():
        if own != place:
            continue
        if op == "=~":
            loadings[observed.index(rhs), latent.index(lhs)] = value
        elif op == "~1":
            intercepts[observed.index(lhs)] = value
        else:
            first, second = observed.index(lhs), observed.index(rhs)
            residuals[first, second] = residuals[second, first] = value
    return loadings, residuals, intercepts


def _mapping(loadings: Array, residuals: Array, items: list[int]) -> Array:
    """Return M (factors, p); an item without residual variance weighs as if its residual were 1."""
    places = np.array(items, dtype=np.intp)
    theta = residuals[np.ix_(places, places)]
    exact = np.abs(np.diag(theta)) < ZERO
    inverse = np.zeros_like(theta)
    left = np.flatnonzero(~exact)
    inverse[np.ix_(left, left)] = np.linalg.inv(theta[np.ix_(left, left)])
    inverse[exact, exact] = 1.0
    own = loadings[places]
    weights = own.T @ inverse
    M = np.zeros((loadings.shape[1], len(loadings)))
    M[:, places] = np.linalg.solve(weights @ own, weights)
    return M
