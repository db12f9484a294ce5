"""Maximum-likelihood one-factor model within and between groups, loadings free at both levels."""

from dataclasses import dataclass
from functools import cached_property

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
    """What the likelihood needs of the data: sums within groups, and group means by group size."""

    ss_within: np.ndarray
    sizes: np.ndarray
    """The different group sizes, (s,)."""
    counts: np.ndarray
    """Groups of each size, (s,)."""
    means: tuple[np.ndarray, ...]
    """Group means by size, each (count, p)."""

    @property
    def groups(self) -> int:
        return int(self.counts.sum())

    @cached_property
    def totals(self) -> list[np.ndarray]:
        return [means.sum(axis=0) for means in self.means]

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
    sums = _sums(answers / sd, codes)
    p = len(sd)
    start = _start(sums)
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


def _sums(answers: np.ndarray, codes: np.ndarray) -> _Sums:
    sizes = np.bincount(codes)
    means = np.array([np.bincount(codes, weights=column) for column in answers.T]).T / sizes[:, None]
    inside = answers - means[codes]
    different, counts = np.unique(sizes, return_counts=True)
    return _Sums(inside.T @ inside, different, counts, tuple(means[sizes == size] for size in different))


def _start(sums: _Sums) -> np.ndarray:
    within = sums.ss_within / (sums.rows - sums.groups)
    means = np.vstack(sums.means)
    between = np.cov(means, rowvar=False) - within * (sums.groups / sums.rows)
    inside = fit_one_factor(within)
    variance = np.maximum(np.diag(between), 0.02)
    return np.r_[inside.loadings, inside.uniquenesses, np.sqrt(0.7 * variance), 0.3 * variance]


def _deviance(parameters: np.ndarray, sums: _Sums) -> tuple[float, np.ndarray]:
    """−2 log-likelihood a row, without its constant, and its slopes."""
    inside, outside = _halves(parameters)
    within, between = _implied(inside), _implied(outside)
    inverse = np.linalg.inv(within)
    pure = sums.rows - sums.groups
    value = pure * np.linalg.slogdet(within)[1] + float((inverse * sums.ss_within).sum())
    slope_within = pure * inverse - inverse @ sums.ss_within @ inverse
    slope_between = np.zeros_like(between)
    inverses = np.linalg.inv(within + sums.sizes[:, None, None] * between)
    logarithms = np.linalg.slogdet(inverses)[1]
    centre = _centre(sums, inverses)
    each = zip(sums.sizes, sums.counts, sums.means, inverses, logarithms, strict=True)
    for size, count, means, precision, logarithm in each:
        off = means - centre
        spread = size * off.T @ off
        value += -count * logarithm + float((precision * spread).sum())
        slope = count * precision - precision @ spread @ precision
        slope_within += slope
        slope_between += size * slope
    slopes = np.r_[_chained(slope_within, inside), _chained(slope_between, outside)]
    return float(value) / sums.rows, slopes / sums.rows


def _centre(sums: _Sums, inverses: np.ndarray) -> np.ndarray:
    """The means that make the data most likely at these variances (generalised least squares)."""
    weights = sums.sizes[:, None, None] * inverses
    total = (sums.counts[:, None, None] * weights).sum(axis=0)
    pulled = [weight @ own for weight, own in zip(weights, sums.totals, strict=True)]
    return np.linalg.solve(total, np.sum(pulled, axis=0))


def _implied(half: np.ndarray) -> np.ndarray:
    loadings, residuals = _halves(half)
    return np.outer(loadings, loadings) + np.diag(residuals)


def _halves(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = len(numbers) // 2
    return numbers[:middle], numbers[middle:]


def _chained(slope: np.ndarray, half: np.ndarray) -> np.ndarray:
    """From slopes to Σ to slopes to (λ, θ)."""
    return np.r_[2 * slope @ half[: len(half) // 2], np.diag(slope)]


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
    rows = np.empty((len(places), len(places)))
    for row, place in enumerate(places):
        shift = np.zeros_like(parameters)
        shift[place] = step
        ahead, behind = (_deviance(parameters + sign * shift, sums)[1] for sign in (1, -1))
        rows[row] = (ahead - behind)[places] / (2 * step)
    return (rows + rows.T) / 2


def _level(half: np.ndarray, sd: np.ndarray) -> Level:
    loadings, residuals = np.split(half, 2)
    sign = 1 if loadings.sum() >= 0 else -1
    return Level(sign * loadings * sd, residuals * sd**2, residuals <= FLOOR * (1 + 1e-9))
