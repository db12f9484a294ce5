"""Maximum likelihood mean and covariance of rows with missing values, from the moments of their patterns.

A pattern t of n_t rows has K, the inverse of the covariance of what it sees, zero elsewhere; d, its mean
less the model's, zero elsewhere; and M = S + d dᵀ. With w = n_t / n, A = Σ w (KMK − K) and b = Σ w Kd,
the gradient a row is ½A by the covariance Σ and b by the mean μ, and a step of EM (Little & Rubin 2002,
11.2.1) is μ + Σb and Σ + ΣAΣ − Σb bᵀΣ. A few such steps are followed by Newton's (`gaussian_hessian`).
"""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.structural.moments import Array, Moments, Pattern, Places, patterns

TOLERANCE = 1e-11
LIMIT = 20_000
FIRST = 3
"""Steps of EM before Newton's, and twice as many where one of those leads nowhere."""
CLOSE = 1e-13
"""Squared distance from the maximum, in standard errors, at which Newton steps end."""
SINGULAR = 1e-8
"""Smallest eigenvalue, of standardised variables, below which the likelihood is taken to have no maximum."""
MOST = 60
"""Variables up to which Newton steps are taken: their Hessian holds p⁴/4 numbers."""


@dataclass(frozen=True)
class _Patterns:
    """Patterns (t) of standardised variables (p): what is seen (1 or 0), shares, means and covariances."""

    seen: Array
    shares: Array
    means: Array
    covariances: Array
    n: int


@dataclass(frozen=True)
class _Place:
    """Moments, their log-likelihood a row (−∞ where singular), K (t, p, p), KMK (t, p, p) and Kd (t, p)."""

    mean: Array
    covariance: Array
    loglik: float
    inverse: Array
    pulled: Array
    off: Array


@dataclass(frozen=True)
class Incomplete:
    """Moments of rows with missing values, and whether they are the likelihood's maximum.

    There is none where variables determine each other, or few rows have them together: the likelihood grows
    as the covariance becomes singular, and the search ends on the way.
    """

    moments: Moments
    settled: bool


def incomplete_moments(values: Array) -> Moments:
    """Return ML mean (p,) and covariance (p, p) of rows (n, p), NaN where missing."""
    return searched_moments(values, patterns(values)).moments


def searched_moments(values: Array, found: tuple[Pattern, ...]) -> Incomplete:
    """Return the same of rows whose `patterns` are known, and whether there is a maximum."""
    size = values.shape[1]
    if len(found) == 1 and len(found[0].seen) == size:
        return Incomplete(Moments(found[0].mean, found[0].covariance), True)
    centre, scale = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    own = _standardised(found, centre, scale)
    start = np.nanvar((values - centre) / scale, axis=0)
    at, settled = _maximum(own, _place(own, np.zeros(size), np.diag(start)))
    return Incomplete(Moments(centre + scale * at.mean, at.covariance * np.outer(scale, scale)), settled)


def _standardised(found: tuple[Pattern, ...], centre: Array, scale: Array) -> _Patterns:
    count, size = len(found), len(centre)
    seen, means, covariances = np.zeros((count, size)), np.zeros((count, size)), np.zeros((count, size, size))
    for place, pattern in enumerate(found):
        own, by = pattern.seen, scale[pattern.seen]
        seen[place, own] = 1.0
        means[place, own] = (pattern.mean - centre[own]) / by
        covariances[place, own[:, None], own] = pattern.covariance / np.outer(by, by)
    counts = np.array([pattern.count for pattern in found], dtype=float)
    return _Patterns(seen, counts / counts.sum(), means, covariances, int(counts.sum()))


def _maximum(own: _Patterns, at: _Place) -> tuple[_Place, bool]:
    """Return the last place of the search, and whether it is the maximum."""
    wait = FIRST
    for _ in range(LIMIT):
        if wait == 0:
            moved, distance = _newton_step(own, at)
            if moved is not None and distance < CLOSE:
                return moved, True
            at, wait = (at, 2 * FIRST) if moved is None else (moved, 0)
        if wait:
            moved = _em_step(own, at)
            change = np.abs(moved.covariance - at.covariance).max()
            falls = moved.loglik < at.loglik - 1e-9 * max(1.0, abs(at.loglik))
            if falls or np.linalg.eigvalsh(moved.covariance)[0] < SINGULAR:
                return moved, False
            if change < TOLERANCE:
                return moved, True
            at, wait = moved, wait - 1 if len(at.mean) <= MOST else wait
    return at, False


def _place(own: _Patterns, mean: Array, covariance: Array) -> _Place:
    both = own.seen[:, :, None] * own.seen[:, None, :]
    V = both * covariance + (1.0 - own.seen)[:, :, None] * np.eye(len(mean))
    try:
        root = np.linalg.cholesky(V)
    except np.linalg.LinAlgError:
        return _Place(mean, covariance, -np.inf, V, V, own.means)
    whitener = np.linalg.inv(root)
    inverse = whitener.transpose(0, 2, 1) @ whitener * both
    determinants = 2.0 * np.log(np.einsum("tii->ti", root)).sum(axis=1)
    off = own.seen * (own.means - mean)
    spread = own.covariances + off[:, :, None] * off[:, None, :]
    distances = np.einsum("tij,tij->t", inverse, spread)
    loglik = -0.5 * float(own.shares @ (determinants + distances))
    return _Place(
        mean, covariance, loglik, inverse, inverse @ spread @ inverse, np.einsum("tij,tj->ti", inverse, off)
    )


def _em_step(own: _Patterns, at: _Place) -> _Place:
    step = at.covariance @ (own.shares @ at.off)
    inner = np.tensordot(own.shares, at.pulled - at.inverse, 1)
    square = at.covariance + at.covariance @ inner @ at.covariance - np.outer(step, step)
    return _place(own, at.mean + step, square)


def _newton_step(own: _Patterns, at: _Place) -> tuple[_Place | None, float]:
    """Return the next place, none where the likelihood falls or isn't concave, and the squared distance."""
    size = len(at.mean)
    first, second = np.triu_indices(size)
    inner = np.tensordot(own.shares, at.pulled - at.inverse, 1)
    half = np.where(first == second, 0.5, 1.0)
    gradient = np.concatenate([half * inner[first, second], own.shares @ at.off])
    hessian = _hessian(own, at, first, second, half)
    try:
        np.linalg.cholesky(hessian)
        step = np.linalg.solve(hessian, gradient)
        covariance: Array = at.covariance + _symmetric(step[: len(first)], first, second, size)
        np.linalg.cholesky(covariance)
    except np.linalg.LinAlgError:
        return None, np.inf
    moved = _place(own, at.mean + step[len(first) :], covariance)
    distance = own.n * float(gradient @ step)
    falls = moved.loglik < at.loglik - 1e-12 * max(1.0, abs(at.loglik))
    return (None if falls else moved), distance


def _symmetric(upper: Array, first: Places, second: Places, size: int) -> Array:
    whole: Array = np.zeros((size, size))
    whole[first, second] = whole[second, first] = upper
    return whole


def _hessian(own: _Patterns, at: _Place, first: Places, second: Places, half: Array) -> Array:
    """Return the Hessian of minus the log-likelihood a row, by the upper triangle of Σ (m,), then μ (p,)."""
    size, count = len(at.mean), len(first)
    triangle = _symmetric(np.arange(float(count)), first, second, size).astype(np.intp)
    weight = 2.0 * at.pulled - at.inverse
    products = (weight[:, first, second] * own.shares[:, None]).T @ at.inverse[:, first, second]
    a, b, c, d = first[:, None], second[:, None], first, second
    pairs = np.zeros((count, count))
    for one, other in (((d, a), (b, c)), ((c, a), (b, d)), ((d, b), (a, c)), ((c, b), (a, d))):
        pairs += products[triangle[one], triangle[other]]
    pairs *= np.outer(half, half)
    hessian = np.zeros((count + size, count + size))
    hessian[:count, :count] = 0.25 * (pairs + pairs.T)
    hessian[count:, count:] = np.tensordot(own.shares, at.inverse, 1)
    across = np.tensordot(at.off * own.shares[:, None], at.inverse, ((0,), (0,)))
    mixed = half[:, None] * (across[first, second] + across[second, first])
    hessian[:count, count:], hessian[count:, :count] = mixed, mixed.T
    return hessian
