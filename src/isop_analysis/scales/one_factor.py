"""Maximum-likelihood one-factor model of a covariance matrix, by Fisher scoring."""

from dataclasses import dataclass

import numpy as np

FLOOR = 0.005
"""Least share of an item's variance that is its own; at it the fit is a Heywood case (as in R's factanal)."""


@dataclass(frozen=True)
class OneFactor:
    """A fitted one-factor model Σ = λλ' + Ψ, the factor's variance being 1."""

    loadings: np.ndarray
    """λ in the units of the items, (p,); signs such that they sum to a positive number."""
    uniquenesses: np.ndarray
    """Diagonal of Ψ, (p,), in squared units."""
    standardised: np.ndarray
    """Loadings divided by the items' standard deviations, (p,)."""
    information: np.ndarray
    """Expected information for one row on standardised (λ, ψ), (2p, 2p)."""
    heywood: np.ndarray
    """Which items' uniqueness stands at its floor, (p,)."""
    converged: bool
    gradient: float
    """Largest absolute slope of the discrepancy that is free to move, standardised metric."""
    iterations: int


def fit_one_factor(covariance: np.ndarray, tolerance: float = 1e-9, limit: int = 500) -> OneFactor:
    """Fit Σ = λλ' + Ψ to a (p, p) covariance matrix by maximum likelihood (Jöreskog 1967), p ≥ 3.

    The discrepancy log|Σ| + tr(SΣ⁻¹) is minimised on correlations, to which it is invariant; steps use the
    expected second derivatives and are halved until the discrepancy falls.
    """
    sd = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(sd, sd)
    parameters = _start(correlations)
    p, iteration, slope = len(sd), 0, np.inf
    for iteration in range(limit):  # noqa: B007
        gradient, information = _derivatives(correlations, parameters)
        free = _free(parameters, gradient)
        slope = float(np.abs(gradient[free]).max())
        if slope < tolerance:
            break
        improved = _improve(correlations, parameters, gradient, information, free)
        if improved is None:
            break
        parameters = improved
    loadings = parameters[:p] * (1 if parameters[:p].sum() >= 0 else -1)
    return OneFactor(
        loadings=loadings * sd,
        uniquenesses=parameters[p:] * sd**2,
        standardised=loadings,
        information=_derivatives(correlations, np.r_[loadings, parameters[p:]])[1] / 2,
        heywood=parameters[p:] <= FLOOR * (1 + 1e-9),
        converged=slope < 1e-6,
        gradient=slope,
        iterations=iteration,
    )


def _start(correlations: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(correlations)
    loadings = vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.2))
    loadings = np.clip(loadings, -0.9, 0.9)
    return np.r_[loadings, 1 - loadings**2]


def _free(parameters: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    p = len(parameters) // 2
    held = (parameters[p:] <= FLOOR * (1 + 1e-9)) & (gradient[p:] > 0)
    return np.r_[np.ones(p, dtype=bool), ~held]


def _discrepancy(correlations: np.ndarray, parameters: np.ndarray) -> float:
    implied = _implied(parameters)
    return float(np.linalg.slogdet(implied)[1] + np.trace(np.linalg.solve(implied, correlations)))


def _implied(parameters: np.ndarray) -> np.ndarray:
    p = len(parameters) // 2
    return np.outer(parameters[:p], parameters[:p]) + np.diag(parameters[p:])


def _derivatives(correlations: np.ndarray, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradient of the discrepancy and its expected second derivatives tr(V·∂Σᵢ·V·∂Σⱼ), V = Σ⁻¹."""
    loadings = parameters[: len(parameters) // 2]
    implied = _implied(parameters)
    V = np.linalg.inv(implied)
    G = V @ (implied - correlations) @ V
    gradient = np.r_[2 * G @ loadings, np.diag(G)]
    weighted = V @ loadings
    upper = 2 * (loadings @ weighted * V + np.outer(weighted, weighted))
    cross = 2 * V * weighted
    return gradient, np.block([[upper, cross], [cross.T, V**2]])


def _improve(
    correlations: np.ndarray,
    parameters: np.ndarray,
    gradient: np.ndarray,
    information: np.ndarray,
    free: np.ndarray,
) -> np.ndarray | None:
    p = len(parameters) // 2
    step = np.zeros_like(parameters)
    step[free] = np.linalg.lstsq(information[np.ix_(free, free)], -gradient[free], rcond=None)[0]
    before = _discrepancy(correlations, parameters)
    for halving in range(40):
        moved = parameters + step / 2**halving
        moved[p:] = np.maximum(moved[p:], FLOOR)
        # rounding hides a fall below 1e-14; the slope decides there
        if _discrepancy(correlations, moved) <= before + 1e-14 * abs(before):
            return moved
    return None
