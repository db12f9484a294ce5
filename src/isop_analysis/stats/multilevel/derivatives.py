"""How the likelihood changes with each free entry of the covariances: what gradient, Hessian,
Kenward–Roger and Satterthwaite are made of.

With V_i = ∂V/∂T_i = Z E_i Z', columns w = [V⁻¹X, Py] and P = V⁻¹ − V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹:
traces t_i = tr V⁻¹V_i, K_ij = tr V⁻¹V_iV⁻¹V_j, P_i = w'V_iw, Q_ij = w'V_iV⁻¹V_jw.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.crossproducts import CrossProducts
from isop_analysis.stats.multilevel.grouping import Parameter
from isop_analysis.stats.multilevel.precision import Precision


@dataclass(frozen=True)
class Derivatives:
    """t (m,), K (m, m), P (m, p+1, p+1), Q (m, m, p+1, p+1); the last row and column belong to y."""

    t: Array
    K: Array
    P: Array
    Q: Array


def derivatives_at(
    products: CrossProducts, state: Precision, beta: Array, parameters: Sequence[Parameter]
) -> Derivatives:
    """Compute the derivatives at coefficients `beta` (p,), in the order of the parameters."""
    views = _views(products, state, beta)
    columns = products.p + 1
    moved = [_moved(views, index, parameters) for index in range(len(views))]
    P = _quadratic(views, moved, parameters, columns)
    Q = _sandwiches(products, state, moved, len(parameters), columns)
    diagonal, pairs = _traces(products, state, len(views))
    t = np.array([_symmetric(diagonal[item.block], item) for item in parameters])
    K = np.array([[_pair(pairs, one, other) for other in parameters] for one in parameters])
    return Derivatives(t, K.reshape(len(parameters), len(parameters)), P, Q)


def _views(products: CrossProducts, state: Precision, beta: Array) -> list[Array]:
    """Return Z'[V⁻¹X, Py] per block (G, K, p + 1)."""
    change = np.eye(products.p + 1)
    change[: products.p, products.p] = -beta
    rest = state.U2 @ change
    views = [state.U1 @ change]
    views += [rest[span.columns].reshape(span.levels, span.width, -1) for span in products.spans]
    return views


def _moved(views: Sequence[Array], index: int, parameters: Sequence[Parameter]) -> Array:
    """Return E_i Z'w of one block for all parameters (G, K, m, p + 1), zero for those of other blocks."""
    view = views[index]
    result = np.zeros((view.shape[0], view.shape[1], len(parameters), view.shape[2]))
    for place, item in enumerate(parameters):
        if item.block == index:
            result[:, item.row, place] = view[:, item.column]
            result[:, item.column, place] = view[:, item.row]
    return result


def _quadratic(
    views: Sequence[Array], moved: Sequence[Array], parameters: Sequence[Parameter], columns: int
) -> Array:
    grams = [
        view.reshape(-1, columns).T @ part.reshape(view.shape[0] * view.shape[1], -1)
        for view, part in zip(views, moved, strict=True)
    ]
    total = sum(grams[1:], grams[0])
    return total.reshape(columns, len(parameters), columns).transpose(1, 0, 2)


def _sandwiches(
    products: CrossProducts, state: Precision, moved: Sequence[Array], m: int, columns: int
) -> Array:
    G, K = moved[0].shape[:2]
    W1 = moved[0].reshape(G, K, -1)
    flat = W1.reshape(G * K, -1)
    total = flat.T @ np.matmul(state.D, W1).reshape(G * K, -1)
    if products.q2:
        W2 = np.concatenate([part.reshape(-1, m * columns) for part in moved[1:]])
        FW = state.F.reshape(G * K, -1).T @ flat
        across = flat.T @ state.H12.reshape(G * K, -1) @ W2
        total = total - FW.T @ state.N @ FW + across + across.T + W2.T @ state.H22 @ W2
    return total.reshape(m, columns, m, columns).transpose(0, 2, 1, 3)


Pairs = dict[tuple[int, int], Array]


def _traces(products: CrossProducts, state: Precision, blocks: int) -> tuple[list[Array], Pairs]:
    """Return per block Σ_g H_gg (K, K), and per pair of blocks Σ_gh H_gh[a, b] H_gh[c, d] as (a, b, c, d)."""
    D, (G, K) = state.D, state.D.shape[:2]
    if blocks == 1:
        flat = D.reshape(G, -1)
        return [D.sum(axis=0)], {(0, 0): (flat.T @ flat).reshape(K, K, K, K)}
    FN = (state.F.reshape(G * K, -1) @ state.N).reshape(state.F.shape)
    low = np.matmul(FN, state.F.transpose(0, 2, 1))
    own = D - low
    pairs: Pairs = {(0, 0): _leading_pairs(state, D, FN, low)}
    diagonal = [own.sum(axis=0)]
    for one, span in enumerate(products.spans, start=1):
        wide = state.H12[:, :, span.columns].reshape(G, K, span.levels, span.width)
        pairs[0, one] = _gram(wide)
        block = state.H22[span.columns, span.columns].reshape(
            span.levels, span.width, span.levels, span.width
        )
        diagonal.append(np.einsum("gagb->ab", block))
        for other, second in enumerate(products.spans, start=1):
            part = state.H22[span.columns, second.columns]
            pairs[one, other] = _gram(part.reshape(span.levels, span.width, second.levels, second.width))
    return diagonal, pairs


def _leading_pairs(state: Precision, D: Array, FN: Array, low: Array) -> Array:
    """Return the pair sums of H₁₁ = D − F N F' without forming its G × G blocks."""
    G, K = D.shape[:2]
    flat, flat_low = D.reshape(G, -1), low.reshape(G, -1)
    cross = flat.T @ flat_low
    near = (flat.T @ flat - cross - cross.T).reshape(K, K, K, K)
    q2 = state.F.shape[2]
    F = state.F.transpose(1, 2, 0).reshape(K * q2, G)
    moments = (F @ F.T).reshape(K, q2, K, q2).transpose(0, 2, 1, 3)
    turned = np.matmul(np.matmul(state.N, moments), state.N)
    far = turned.reshape(K * K, -1) @ moments.reshape(K * K, -1).T
    return near + far.reshape(K, K, K, K).transpose(0, 2, 1, 3)


def _gram(wide: Array) -> Array:
    G, K, H, L = wide.shape
    flat = wide.transpose(1, 3, 0, 2).reshape(K * L, G * H)
    return (flat @ flat.T).reshape(K, L, K, L)


def _symmetric(matrix: Array, item: Parameter) -> float:
    factor = 1.0 if item.row == item.column else 2.0
    return factor * float(matrix[item.row, item.column])


def _pair(pairs: Pairs, one: Parameter, other: Parameter) -> float:
    """Return tr(H E_i H E_j): Σ H[s, p] H[q, r] over the entries (p, q) of E_i and (r, s) of E_j."""
    if (one.block, other.block) not in pairs:
        one, other = other, one
    table = pairs[one.block, other.block]
    return float(sum(table[p, s, q, r] for p, q in _entries(one) for r, s in _entries(other)))


def _entries(item: Parameter) -> tuple[tuple[int, int], ...]:
    if item.row == item.column:
        return ((item.row, item.column),)
    return ((item.row, item.column), (item.column, item.row))
