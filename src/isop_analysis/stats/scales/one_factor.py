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
    is kept. All starts climb at once.
    """
    sd = np.sqrt(np.diag(covariance))
    correlations = covariance / np.outer(sd, sd)
    best = _lowest(correlations, _starts(correlations))
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


def _starts(correlations: np.ndarray) -> np.ndarray:
    """Standardised (λ, ψ) of the principal axis and of each item as the factor, (p + 1, 2p)."""
    values, vectors = np.linalg.eigh(correlations)
    axis = vectors[:, -1] * np.sqrt(max(values[-1] - 1, 0.2))
    loadings = np.clip(np.vstack([axis, correlations]), -0.9, 0.9)
    return np.hstack([loadings, 1 - loadings**2])


def _lowest(correlations: np.ndarray, starts: np.ndarray) -> _Optimum:
    """The search that ends lowest, the first among equals; those not at rest in time go on alone."""
    ends, settled = _climbed(correlations, starts)
    discrepancies = _discrepancy(correlations, ends)
    alone = {int(place): _search(correlations, ends[place]) for place in np.flatnonzero(~settled)}
    for place, search in alone.items():
        discrepancies[place] = search.discrepancy
    place = int(np.argmin(discrepancies.round(10)))
    return alone[place] if place in alone else _search(correlations, ends[place])


def _climbed(correlations: np.ndarray, starts: np.ndarray, limit: int = 60) -> tuple[np.ndarray, np.ndarray]:
    """Where Fisher scoring from all starts at once ends, (s, 2p), and which came to rest, (s,)."""
    parameters, settled = starts.copy(), np.zeros(len(starts), dtype=bool)
    moving = np.arange(len(starts))
    for _ in range(limit):
        gradient, information = _derivatives(correlations, parameters[moving])
        free = _free(parameters[moving], gradient)
        rest = np.abs(np.where(free, gradient, 0)).max(axis=1) < 1e-9
        settled[moving[rest]] = True
        moving = moving[~rest]
        if not len(moving):
            break
        step = _steps(gradient[~rest], information[~rest], free[~rest])
        parameters[moving], improved = _halved(correlations, parameters[moving], step)
        moving = moving[improved]
    return parameters, settled


def _steps(gradient: np.ndarray, information: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Scoring steps of the free parameters, (s, 2p); NaN where the information is singular."""
    both = free[:, :, None] & free[:, None, :]
    padded = np.where(both, information, np.eye(free.shape[1]))
    try:
        return np.linalg.solve(padded, np.where(free, -gradient, 0)[..., None])[..., 0]
    except np.linalg.LinAlgError:
        return np.full_like(gradient, np.nan)


def _halved(
    correlations: np.ndarray, parameters: np.ndarray, step: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Each step halved until it does not raise the discrepancy: the new parameters, and where that was."""
    p = parameters.shape[1] // 2
    moved, waiting = parameters.copy(), np.flatnonzero(np.isfinite(step).all(axis=1))
    improved = np.zeros(len(parameters), dtype=bool)
    before = _discrepancy(correlations, parameters)
    for halving in range(40):
        tried = parameters[waiting] + step[waiting] / 2**halving
        tried[:, p:] = np.maximum(tried[:, p:], FLOOR)
        # rounding hides a fall below 1e-14; the slope decides there
        good = _discrepancy(correlations, tried) <= before[waiting] + 1e-14 * np.abs(before[waiting])
        moved[waiting[good]], improved[waiting[good]] = tried[good], True
        waiting = waiting[~good]
        if not len(waiting):
            break
    return moved, improved


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
    return _Optimum(parameters, float(_discrepancy(correlations, parameters)), slope, steps)


def _free(parameters: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Which parameters may move: not a uniqueness at its floor that would go lower, (..., 2p)."""
    p = parameters.shape[-1] // 2
    held = (parameters[..., p:] <= FLOOR * (1 + 1e-9)) & (gradient[..., p:] > 0)
    return np.concatenate([np.ones_like(held), ~held], axis=-1)


def _discrepancy(correlations: np.ndarray, parameters: np.ndarray) -> np.ndarray:
    """log|Σ| + tr(SΣ⁻¹), (...,)."""
    implied = _implied(parameters)
    ratio = np.linalg.solve(implied, np.broadcast_to(correlations, implied.shape))
    return np.linalg.slogdet(implied)[1] + np.trace(ratio, axis1=-2, axis2=-1)


def _implied(parameters: np.ndarray) -> np.ndarray:
    p = parameters.shape[-1] // 2
    loadings, own = parameters[..., :p], parameters[..., p:]
    return loadings[..., :, None] * loadings[..., None, :] + own[..., None] * np.eye(own.shape[-1])


def _derivatives(correlations: np.ndarray, parameters: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradient (..., 2p) of the discrepancy and its expected second derivatives tr(V·∂Σᵢ·V·∂Σⱼ), V = Σ⁻¹."""
    loadings = parameters[..., : parameters.shape[-1] // 2]
    implied = _implied(parameters)
    V = np.linalg.inv(implied)
    G = V @ (implied - correlations) @ V
    gradient = np.concatenate(
        [2 * (G @ loadings[..., None])[..., 0], np.diagonal(G, axis1=-2, axis2=-1)], axis=-1
    )
    weighted = (V @ loadings[..., None])[..., 0]
    total = (loadings * weighted).sum(axis=-1)[..., None, None]
    upper = 2 * (total * V + weighted[..., :, None] * weighted[..., None, :])
    cross = 2 * V * weighted[..., None, :]
    across = np.swapaxes(cross, -1, -2)
    return gradient, np.concatenate(
        [np.concatenate([upper, cross], axis=-1), np.concatenate([across, V**2], axis=-1)], axis=-2
    )


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
        return float(_discrepancy(correlations, moved)), _derivatives(correlations, moved)[0]

    p = len(parameters) // 2
    bounds = [(None, None)] * p + [(FLOOR, None)] * p
    options = {"maxiter": 1000, "ftol": 1e-15, "gtol": 1e-10}
    found = minimize(discrepancy, parameters, method="L-BFGS-B", jac=True, bounds=bounds, options=options)
    return found.x if found.fun < _discrepancy(correlations, parameters) else parameters
