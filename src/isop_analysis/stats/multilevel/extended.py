"""Derivatives with the residual variance as a further parameter, in units of σ².

V = I + Σ T_i V_i, hence V⁻¹ V_0 = V⁻¹ − Σ T_i V⁻¹V_i for the residual's V_0 = I: what belongs to it follows
from the others without any sum over rows.
"""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import entries
from isop_analysis.stats.multilevel.criterion import Criterion, Point, residual_forms, traces
from isop_analysis.stats.multilevel.derivatives import Derivatives


@dataclass(frozen=True)
class Extended:
    """The derivatives of m + 1 parameters, residual last, and their values (m + 1,): T's entries and 1."""

    parts: Derivatives
    values: Array


def extended(criterion: Criterion, point: Point, inner: Derivatives | None = None) -> Extended:
    """Add the residual variance to the derivatives at a point."""
    inner = inner or criterion.derivatives(point)
    T = entries(point.T, criterion.layout.parameters)
    p = criterion.products.p
    base = np.zeros((p + 1, p + 1))
    base[:p, :p] = point.state.fixed[:p, :p]
    base[p, p] = point.r2
    own_t = criterion.products.n - T @ inner.t
    own_K = inner.t - T @ inner.K
    own_P = base - np.tensordot(T, inner.P, axes=1)
    own_Q = inner.P - np.tensordot(T, inner.Q, axes=1)
    K = _bordered(inner.K, own_K, own_t - T @ own_K)
    Q = _bordered(inner.Q, own_Q, own_P - np.tensordot(T, own_Q, axes=1))
    parts = Derivatives(np.append(inner.t, own_t), K, np.concatenate([inner.P, own_P[None]]), Q)
    return Extended(parts, np.append(T, 1.0))


def unprofiled(criterion: Criterion, point: Point, sigma2: float) -> tuple[Array, Array]:
    """Return gradient (m + 1,) and Hessian of the deviance by γ = σ²(T, 1), residual last, at any σ²."""
    whole = extended(criterion, point)
    s, S = traces(whole.parts, point.inverse, criterion.reml)
    q, Q = residual_forms(whole.parts, point.inverse)
    return (s - q / sigma2) / sigma2, (-S + 2.0 * Q / sigma2) / sigma2**2


def _bordered(inner: Array, edge: Array, corner: float | Array) -> Array:
    m = len(inner)
    result = np.empty((m + 1, m + 1, *inner.shape[2:]))
    result[:m, :m] = inner
    result[m, :m] = edge
    result[:m, m] = edge if edge.ndim == 1 else edge.transpose(0, 2, 1)
    result[m, m] = corner
    return result
