"""The profiled deviance of a linear mixed model, gradient and Hessian (Bates et al. 2015, JSS 67(1)).

With ν = n − p (REML) or n (ML) and r² = y'Py:  d(θ) = log|V| + [REML] log|X'V⁻¹X| + ν (1 + log(2π r²/ν)).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import covariance_blocks, derivatives
from isop_analysis.stats.multilevel.crossproducts import CrossProducts
from isop_analysis.stats.multilevel.derivatives import Derivatives, derivatives_at
from isop_analysis.stats.multilevel.grouping import Layout
from isop_analysis.stats.multilevel.precision import Precision, precision


@dataclass(frozen=True)
class Point:
    """The deviance at one θ with its covariances T: coefficients (p,), (X'V⁻¹X)⁻¹ (p, p), r² and the
    degrees ν it is divided by.
    """

    theta: Array
    T: tuple[Array, ...]
    deviance: float
    state: Precision
    beta: Array
    inverse: Array
    r2: float
    nu: int

    @property
    def sigma2(self) -> float:
        """Residual variance."""
        return self.r2 / self.nu


@dataclass(frozen=True)
class Slopes:
    """Gradient (m,) and Hessian (m, m) of the deviance by θ."""

    gradient: Array
    hessian: Array


@dataclass(frozen=True)
class Criterion:
    """Deviance of given cross-products; `constant` holds what θ doesn't change (weights, scale of X)."""

    products: CrossProducts
    layout: Layout
    reml: bool
    constant: float = 0.0

    def at(self, theta: Array) -> Point:
        """Evaluate the deviance. Raises numpy.linalg.LinAlgError where V is not positive definite."""
        return self.evaluate(covariance_blocks(theta, self.layout), theta)

    def evaluate(self, T: Sequence[Array], theta: Array) -> Point:
        """Evaluate the deviance at relative covariances T, which a search knows as `theta`."""
        p = self.products.p
        state = precision(self.products, T)
        XVX, XVy, yVy = state.fixed[:p, :p], state.fixed[:p, p], state.fixed[p, p]
        inverse, log_det_x = _inverse(XVX)
        beta = inverse @ XVy
        r2 = float(yVy - XVy @ beta)
        if r2 <= 0:
            raise np.linalg.LinAlgError("no residual variance is left")
        nu = self.products.n - p if self.reml else self.products.n
        deviance = state.log_det + nu * (1.0 + np.log(2.0 * np.pi * r2 / nu)) + self.constant
        if self.reml:
            deviance += log_det_x
        return Point(theta, tuple(T), float(deviance), state, beta, inverse, r2, nu)

    def derivatives(self, point: Point) -> Derivatives:
        """Return the derivatives of V's functions by the free entries of T at a point."""
        return derivatives_at(self.products, point.state, point.beta, self.layout.parameters)

    def slopes(self, point: Point) -> Slopes:
        """Return gradient and Hessian by θ: analytic, by the chain rule over T = ΛΛ'."""
        by_T, by_TT = self.by_covariances(point)
        first, second = derivatives(point.theta, self.layout)
        m = len(by_T)
        hessian = first.T @ by_TT @ first + (by_T @ second.reshape(m, -1)).reshape(m, m)
        return Slopes(first.T @ by_T, (hessian + hessian.T) / 2)

    def by_covariances(self, point: Point) -> tuple[Array, Array]:
        """Return gradient (m,) and Hessian (m, m) of the deviance by the free entries of T."""
        parts = self.derivatives(point)
        s, S = traces(parts, point.inverse, self.reml)
        q, Q = residual_forms(parts, point.inverse)
        by_T = s - point.nu * q / point.r2
        return by_T, -S + point.nu * (2.0 * Q / point.r2 - np.outer(q, q) / point.r2**2)


def traces(parts: Derivatives, inverse: Array, reml: bool) -> tuple[Array, Array]:
    """Return tr(PV_i) and tr(PV_iPV_j), or for ML tr(V⁻¹V_i) and tr(V⁻¹V_iV⁻¹V_j)."""
    if not reml or not len(inverse):
        return parts.t, parts.K
    p, m = len(inverse), len(parts.t)
    turned = inverse @ parts.P[:, :p, :p]
    s = parts.t - turned.reshape(m, -1)[:, :: p + 1].sum(axis=1)
    crossed = parts.Q[:, :, :p, :p].reshape(m, m, -1) @ inverse.reshape(-1)
    twice = turned.reshape(m, -1) @ turned.transpose(0, 2, 1).reshape(m, -1).T
    return s, parts.K - 2.0 * crossed + twice


def residual_forms(parts: Derivatives, inverse: Array) -> tuple[Array, Array]:
    """Return y'PV_iPy (m,) and y'PV_iPV_jPy (m, m)."""
    p = len(inverse)
    mixed = parts.P[:, p, :p]
    return parts.P[:, p, p], parts.Q[:, :, p, p] - mixed @ inverse @ mixed.T


def _inverse(XVX: Array) -> tuple[Array, float]:
    if not len(XVX):
        return XVX, 0.0
    factor = np.linalg.cholesky(XVX)
    half = np.linalg.solve(factor, np.eye(len(XVX)))
    return half.T @ half, 2.0 * float(np.log(np.diag(factor)).sum())
