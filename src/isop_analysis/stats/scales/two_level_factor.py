"""Maximum-likelihood one-factor model within and between groups, loadings free at both levels."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.scales.one_factor import fit_one_factor

FLOOR = 1e-6
"""Least residual variance at either level, as a share of an item's whole variance."""


@dataclass(frozen=True)
class Level:
    """A level's model Σ = λλ' + Θ, the factor's variance being 1, in the units of the items."""

    loadings: np.ndarray
    residuals: np.ndarray
    at_floor: np.ndarray
    """Which residual variances stand at their floor, that is at zero."""

    @property
    def true(self) -> float:
        """Variance of the items' sum that the factor accounts for, (Σλ)²."""
        return float(self.loadings.sum() ** 2)

    @property
    def total(self) -> float:
        """Variance of the items' sum, (Σλ)² + Σθ."""
        return self.true + float(self.residuals.sum())


@dataclass(frozen=True)
class TwoLevelFactor:
    """A fitted two-level one-factor model with saturated means."""

    within: Level
    between: Level
    loglik: float
    converged: bool
    gradient: float
    """Largest absolute slope of −2 log-likelihood a row that is free to move, standardised metric."""


@dataclass(frozen=True)
class _Sums:
    """What the likelihood needs of the data: sums within groups, and of group means by group size."""

    ss_within: np.ndarray
    sizes: np.ndarray
    """The different group sizes, (s,)."""
    counts: np.ndarray
    """Groups of each size, (s,)."""
    centres: np.ndarray
    """The mean of the means of groups of each size, (s, p)."""
    scatters: np.ndarray
    """Sums of squares and products of these means about their own, (s, p, p)."""

    @property
    def groups(self) -> int:
        return int(self.counts.sum())

    @property
    def rows(self) -> int:
        return int(self.counts @ self.sizes)


def fit_two_level_factor(answers: np.ndarray, codes: np.ndarray) -> TwoLevelFactor:
    """Fit y = μ + λ_b·η_b + ε_b + λ_w·η_w + ε_w to complete (n, p) answers in groups 0 … k−1, p ≥ 3.

    The likelihood of unbalanced two-level data by group size (McDonald & Goldstein 1989; Muthén 1994), means
    profiled out, analytic slopes; a quasi-Newton search and then Newton steps. Residual variances stay above
    zero.
    """
    from scipy.optimize import minimize

    sd = answers.std(axis=0)
    means, sums = _summed(answers / sd, codes)
    p = len(sd)
    start = _start(means, sums)
    lowest = np.r_[np.full(p, -np.inf), np.full(p, FLOOR)]
    bounds = [(low, None) for low in np.r_[lowest, lowest]]
    options = {"maxiter": 2000, "maxfun": 5000, "ftol": 1e-15, "gtol": 1e-8}
    found = minimize(_deviance, start, (sums,), method="L-BFGS-B", jac=True, bounds=bounds, options=options)
    parameters = _polished(found.x, sums)
    deviance, slopes = _deviance(parameters, sums)
    slope = float(np.abs(slopes[_free(parameters, slopes)]).max())
    rescaled = sums.rows * (deviance + p * np.log(2 * np.pi) + 2 * np.log(sd).sum())
    within, between = (_level(half, sd) for half in np.split(parameters, 2))
    return TwoLevelFactor(within, between, float(-rescaled / 2), slope < 1e-6, slope)


def _summed(answers: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, _Sums]:
    """The means of groups (k, p), and the sums."""
    sizes = np.bincount(codes)
    means = np.array([np.bincount(codes, weights=column) for column in answers.T]).T / sizes[:, None]
    inside = answers - means[codes]
    different, counts = np.unique(sizes, return_counts=True)
    centres = np.array([means[sizes == size].mean(axis=0) for size in different])
    off = means - centres[np.searchsorted(different, sizes)]
    scatters = np.array([off[sizes == size].T @ off[sizes == size] for size in different])
    return means, _Sums(inside.T @ inside, different, counts, centres, scatters)


def _start(means: np.ndarray, sums: _Sums) -> np.ndarray:
    within = sums.ss_within / (sums.rows - sums.groups)
    between = np.cov(means, rowvar=False) - within * (sums.groups / sums.rows)
    inside = fit_one_factor(within)
    variance = np.maximum(np.diag(between), 0.02)
    return np.r_[inside.loadings, inside.uniquenesses, np.sqrt(0.7 * variance), 0.3 * variance]


def _deviance(parameters: np.ndarray, sums: _Sums) -> tuple[np.ndarray, np.ndarray]:
    """−2 log-likelihood a row (...), without its constant, and its slopes (..., 4p); parameters (..., 4p)."""
    inside, outside = _halves(parameters)
    within, between = _implied(inside), _implied(outside)
    inverse = np.linalg.inv(within)
    pure = sums.rows - sums.groups
    sizes, counts = sums.sizes[:, None, None], sums.counts[:, None, None]
    precisions = np.linalg.inv(within[..., None, :, :] + sizes * between[..., None, :, :])
    off = sums.centres - _centre(sums, precisions)[..., None, :]
    spreads = sizes * (sums.scatters + counts * off[..., :, None] * off[..., None, :])
    value = pure * np.linalg.slogdet(within)[1] + (inverse * sums.ss_within).sum(axis=(-2, -1))
    value -= np.linalg.slogdet(precisions)[1] @ sums.counts - (precisions * spreads).sum(axis=(-3, -2, -1))
    by_size = counts * precisions - precisions @ spreads @ precisions
    slope_within = pure * inverse - inverse @ sums.ss_within @ inverse + by_size.sum(axis=-3)
    slope_between = (sizes * by_size).sum(axis=-3)
    slopes = np.concatenate([_chained(slope_within, inside), _chained(slope_between, outside)], axis=-1)
    return value / sums.rows, slopes / sums.rows


def _centre(sums: _Sums, precisions: np.ndarray) -> np.ndarray:
    """The means that make the data most likely at these variances (generalised least squares), (..., p)."""
    weights = (sums.sizes * sums.counts)[:, None, None] * precisions
    pulled = (weights @ sums.centres[:, :, None]).sum(axis=-3)
    return np.asarray(np.linalg.solve(weights.sum(axis=-3), pulled)[..., 0])


def _implied(half: np.ndarray) -> np.ndarray:
    loadings, residuals = _halves(half)
    return loadings[..., :, None] * loadings[..., None, :] + residuals[..., None] * np.eye(
        residuals.shape[-1]
    )


def _halves(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = numbers.shape[-1] // 2
    return numbers[..., :middle], numbers[..., middle:]


def _chained(slope: np.ndarray, half: np.ndarray) -> np.ndarray:
    """From slopes to Σ to slopes to (λ, θ)."""
    loadings, _ = _halves(half)
    of_loadings = 2 * (slope @ loadings[..., None])[..., 0]
    return np.concatenate([of_loadings, np.diagonal(slope, axis1=-2, axis2=-1)], axis=-1)


def _residual(parameters: np.ndarray) -> np.ndarray:
    """Which parameters are residual variances."""
    p = len(parameters) // 4
    return np.tile(np.repeat([False, True], p), 2)


def _free(parameters: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    return ~(_residual(parameters) & (parameters <= FLOOR * (1 + 1e-9)) & (slopes > 0))


def _polished(parameters: np.ndarray, sums: _Sums, steps: int = 8) -> np.ndarray:
    """Newton steps from the optimum found, each kept only where it lowers the largest slope."""
    for _ in range(steps):
        slopes = _deviance(parameters, sums)[1]
        free = _free(parameters, slopes)
        largest = np.abs(slopes[free]).max()
        if largest < 1e-11:
            break
        moved = parameters.copy()
        moved[free] -= np.linalg.lstsq(_curvature(parameters, sums, free), slopes[free], rcond=None)[0]
        moved = np.where(_residual(moved), np.maximum(moved, FLOOR), moved)
        after = _deviance(moved, sums)[1]
        if np.abs(after[_free(moved, after)]).max() >= largest:
            break
        parameters = moved
    return parameters


def _curvature(parameters: np.ndarray, sums: _Sums, free: np.ndarray, step: float = 1e-6) -> np.ndarray:
    """Second derivatives over the free parameters, differences of the analytic slopes."""
    places = np.flatnonzero(free)
    shifts = np.eye(len(parameters))[places] * step
    ahead, behind = (_deviance(parameters + sign * shifts, sums)[1] for sign in (1, -1))
    rows = (ahead - behind)[:, places] / (2 * step)
    return np.asarray((rows + rows.T) / 2)


def _level(half: np.ndarray, sd: np.ndarray) -> Level:
    loadings, residuals = np.split(half, 2)
    sign = 1 if loadings.sum() >= 0 else -1
    return Level(sign * loadings * sd, residuals * sd**2, residuals <= FLOOR * (1 + 1e-9))
