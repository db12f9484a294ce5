"""Satterthwaite's degrees of freedom by lmerTest's conventions (Kuznetsova et al. 2017, J Stat Softw 82(13)).

The variance parameters are (θ, σ); their covariance is twice the inverse Hessian of the deviance that is not
profiled over σ, without the directions in which it has no curvature. Derivatives are exact.
"""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import derivatives
from isop_analysis.stats.multilevel.criterion import Criterion, Point, residual_forms, traces
from isop_analysis.stats.multilevel.extended import extended


@dataclass(frozen=True)
class Satterthwaite:
    """Covariance (p, p), its derivatives by (θ, σ) (m + 1, p, p), and the covariance A of (θ, σ)."""

    covariance: Array
    slopes: Array
    A: Array

    def df(self, contrast: Array) -> float:
        """Return the degrees of freedom of one contrast (p,): 2 Var² / (g'Ag)."""
        variance = float(contrast @ self.covariance @ contrast)
        g = self.slopes @ contrast @ contrast
        spread = float(g @ self.A @ g)
        return 2.0 * variance**2 / spread if spread > 0 else np.inf

    def f_test(self, L: Array, difference: Array) -> tuple[float, float]:
        """Return F and its denominator df, from independent single contrasts (Fai & Cornelius 1996)."""
        values, vectors = np.linalg.eigh(L @ self.covariance @ L.T)
        statistic = float(((vectors.T @ difference) ** 2 / values).mean())
        dfs = np.array([self.df(vector @ L) for vector in vectors.T])
        return statistic, pooled_df(dfs)


def satterthwaite(
    criterion: Criterion, point: Point, theta: Array, left: tuple[Array, ...], R_inverse: Array
) -> Satterthwaite:
    """Compute at an optimum; `theta` is lme4's θ there, `left` the whitening (T_white = LΛΛ'L')."""
    whole = extended(criterion, point)
    p, sigma2 = len(point.inverse), point.sigma2
    s, S = traces(whole.parts, point.inverse, criterion.reml)
    q, Q = residual_forms(whole.parts, point.inverse)
    gradient = s - q / sigma2
    hessian = -S + 2.0 * Q / sigma2
    jacobian, curvature = _by_theta_and_sigma(criterion, theta, left, whole.values, np.sqrt(sigma2))
    full = jacobian.T @ hessian @ jacobian + np.tensordot(gradient, curvature, axes=1)
    root = R_inverse @ point.inverse
    by_gamma = sigma2 * (root @ whole.parts.P[:, :p, :p] @ root.T)
    covariance = sigma2 * R_inverse @ point.inverse @ R_inverse.T
    return Satterthwaite(covariance, np.tensordot(jacobian.T, by_gamma, axes=1), _twice_inverse(full))


def pooled_df(dfs: Array) -> float:
    """Combine the df of independent contrasts into one denominator, as lmerTest."""
    if len(dfs) == 1 or np.all(np.abs(np.diff(dfs)) < 1e-8):
        return float(dfs.mean())
    if np.any(dfs <= 2):
        return 2.0
    if np.any(np.isinf(dfs)):
        dfs = np.minimum(dfs, 1e12)
    E = float((dfs / (dfs - 2.0)).sum())
    return 2.0 * E / (E - len(dfs))


def _by_theta_and_sigma(
    criterion: Criterion, theta: Array, left: tuple[Array, ...], values: Array, sigma: float
) -> tuple[Array, Array]:
    """Return ∂γ/∂(θ, σ) (m + 1, m + 1) and second derivatives of γ/σ² = (T, 1), the residual last."""
    first, second = derivatives(theta, criterion.layout, left)
    m = len(theta)
    jacobian, curvature = np.zeros((m + 1, m + 1)), np.zeros((m + 1, m + 1, m + 1))
    jacobian[:m, :m] = first
    jacobian[:, m] = 2.0 * values / sigma
    curvature[:m, :m, :m] = second
    curvature[:m, :m, m] = curvature[:m, m, :m] = 2.0 * first / sigma
    curvature[:, m, m] = 2.0 * values / sigma**2
    return jacobian, curvature


def _twice_inverse(hessian: Array) -> Array:
    values, vectors = np.linalg.eigh((hessian + hessian.T) / 2)
    kept = values > 1e-8
    return np.asarray(2.0 * (vectors[:, kept] / values[kept]) @ vectors[:, kept].T)
