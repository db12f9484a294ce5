"""What V⁻¹ does to the cross-products, for given relative covariances T of the random effects.

V = I + Σ Z_b T_b Z_b' is the marginal covariance over σ². The leading block is absorbed cluster by cluster
(Woodbury), the others by one dense solve: no n × n matrix is ever formed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.crossproducts import CrossProducts, Span


@dataclass(frozen=True)
class Precision:
    """log|V|, and Z'V⁻¹[X y] and [X y]'V⁻¹[X y].

    With H = Z'V⁻¹Z: H₁₁ = D − F N F' (D per cluster; F (G, K, q2), N (q2, q2)), H₁₂ (G, K, q2), H₂₂ (q2, q2).
    """

    log_det: float
    D: Array
    F: Array
    N: Array
    H12: Array
    H22: Array
    U1: Array  # (G, K, p + 1)
    U2: Array  # (q2, p + 1)
    fixed: Array  # (p + 1, p + 1)


def precision(products: CrossProducts, T: Sequence[Array]) -> Precision:
    """Absorb the random effects. Raises numpy.linalg.LinAlgError where V is not positive definite."""
    q2, K = products.q2, products.A.shape[1]
    solved, log_det = _absorb_leading(products, T[0])
    D, F = solved[:, :, :K], solved[:, :, K:]
    TF = T[0] * F if K == 1 else np.matmul(T[0], F)
    r = products.C.shape[0]
    left = products.C - products.B.reshape(-1, r).T @ TF.reshape(-1, r)
    if not q2:
        empty = np.empty((0, 0))
        none = np.empty((*F.shape[:2], 0))
        return Precision(log_det, D, none, empty, none, empty, F, np.empty((0, r)), left)
    return _absorb_others(products, T, D, F, left, log_det)


def _absorb_leading(products: CrossProducts, T: Array) -> tuple[Array, float]:
    """Return (I + A T)⁻¹[A | B] per cluster and log|I + A T|."""
    stacked = np.concatenate([products.A, products.B], axis=2)
    if products.A.shape[1] == 1:
        scale = 1.0 + products.A * T
        if scale.min() <= 0:
            raise np.linalg.LinAlgError("V is not positive definite")
        return stacked / scale, float(np.log(scale).sum())
    W = products.A @ T
    W += np.eye(W.shape[1])
    signs, logs = np.linalg.slogdet(W)
    if signs.min() <= 0:
        raise np.linalg.LinAlgError("V is not positive definite")
    return np.linalg.solve(W, stacked), float(logs.sum())


def _absorb_others(
    products: CrossProducts, T: Sequence[Array], D: Array, F: Array, left: Array, log_det: float
) -> Precision:
    q2 = products.q2
    A22: Array = left[:q2, :q2]
    W = np.eye(q2) + times_covariance(A22.T, products.spans, T[1:]).T
    sign, log_det_2 = np.linalg.slogdet(W)
    if sign <= 0:
        raise np.linalg.LinAlgError("V is not positive definite")
    solved: Array = np.asarray(np.linalg.solve(W, left[:q2]), dtype=np.float64)
    H22 = (solved[:, :q2] + solved[:, :q2].T) / 2
    U2 = solved[:, q2:]
    TU2 = times_covariance(U2, products.spans, T[1:])
    full_T = times_covariance(np.eye(q2), products.spans, T[1:])
    TH = times_covariance(H22, products.spans, T[1:])
    N = full_T - times_covariance(TH.T, products.spans, T[1:]).T
    F2, FX = F[:, :, :q2], F[:, :, q2:]
    flat = F2.reshape(-1, q2)
    H12 = F2 - (flat @ TH).reshape(F2.shape)
    U1 = FX - (flat @ TU2).reshape(FX.shape)
    fixed = left[q2:, q2:] - left[q2:, :q2] @ TU2
    return Precision(log_det + float(log_det_2), D, F2, N, H12, H22, U1, U2, fixed)


def times_covariance(matrix: Array, spans: Sequence[Span], T: Sequence[Array]) -> Array:
    """Return the block-diagonal T times a matrix of q2 rows."""
    result = np.empty_like(matrix)
    for span, small in zip(spans, T, strict=True):
        if span.width == 1:
            result[span.columns] = small[0, 0] * matrix[span.columns]
            continue
        rows = matrix[span.columns].reshape(span.levels, span.width, -1)
        result[span.columns] = np.matmul(small, rows).reshape(-1, matrix.shape[1])
    return result
