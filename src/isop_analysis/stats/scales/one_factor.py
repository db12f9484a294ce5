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


@dataclass(frozen=True)
class _Optimum:
    """Where a search ended: standardised (λ, ψ), the discrepancy, its largest slope, the steps taken."""

    parameters: np.ndarray
    discrepancy: float
    gradient: float
    iterations: int


def fit_one_factor(covariance: np.ndarray) -> OneFactor:
    """Fit Σ = λλ' + Ψ to a (p, p) covariance matrix by maximum likelihood (Jöreskog 1967), p ≥ 3.

    The discrepancy log|Σ| + tr(SΣ⁻¹) is minimised on correlations, to which it is invariant, from the
    principal axis and from each item as the factor: with weak items there are several optima, and the lowest
    is kept.
    """
    sd = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(sd, sd)
    searches = [_search(correlations, start) for start in _starts(correlations)]
    best = min(searches, key=lambda search: round(search.discrepancy, 10))
    p = len(sd)
    loadings = best.parameters[:p] * (1 if best.parameters[:p].sum() >= 0 else -1)
    own = best.parameters[p:]
    return OneFactor(
        loadings=loadings * sd,
        uniquenesses=own * sd**2,
        standardised=loadings,
        information=_derivatives(correlations, np.r_[loadings, own])[1] / 2,
        heywood=own <= FLOOR * (1 + 1e-9),
        converged=best.gradient < 1e-6,
        gradient=best.gradient,
        iterations=best.iterations,
    )


def _starts(correlations: np.ndarray) -> list[np.ndarray]:
    values, vectors = np.linalg.eigh(correlations)
    axis = vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.2))
    loadings = np.clip(np.vstack([axis, correlations]), -0.9, 0.9)
    return [np.r_[row, 1 - row**2] for row in loadings]


def _search(correlations: np.ndarray, start: np.ndarray, rounds: int = 4, limit: int = 60) -> _Optimum:
    """Fisher scoring; where stuck or slow, as at the floor, a quasi-Newton search and scoring again."""
    parameters, steps = start, 0
    for _ in range(rounds):
        for _ in range(limit):
            gradient, information = _derivatives(correlations, parameters)
            free = _free(parameters, gradient)
            slope = float(np.abs(gradient[free]).max())
            improved = _improve(correlations, parameters, gradient, information, free)
            if slope < 1e-9 or improved is None:
                break
            parameters, steps = improved, steps + 1
        if slope < 1e-9:
            break
        parameters = _descend(correlations, parameters)
    return _Optimum(parameters, _discrepancy(correlations, parameters), slope, steps)


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


def _descend(correlations: np.ndarray, parameters: np.ndarray) -> np.ndarray:
    """The end of a bounded quasi-Newton search."""
    from scipy.optimize import minimize

    def discrepancy(moved: np.ndarray) -> tuple[float, np.ndarray]:
        return _discrepancy(correlations, moved), _derivatives(correlations, moved)[0]

    p = len(parameters) // 2
    bounds = [(None, None)] * p + [(FLOOR, None)] * p
    options = {"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-10}
    found = minimize(discrepancy, parameters, method="L-BFGS-B", jac=True, bounds=bounds, options=options)
    return found.x if found.fun < _discrepancy(correlations, parameters) else parameters
