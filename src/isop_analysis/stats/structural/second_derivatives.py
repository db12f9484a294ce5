"""Second derivatives: of Gaussian terms by entries, many terms or samples at once; of any function.

Of a term with n vectors, moments V and μ, M = S + d dᵀ and d = x̄ − μ, minus the log-likelihood is
f = ½ n (log|V| + tr V⁻¹M), and

    d²f = n [½ tr (2 V⁻¹MV⁻¹ − V⁻¹) dVᵢ V⁻¹ dVⱼ + dμᵢᵀ V⁻¹ dμⱼ + dᵀV⁻¹ dVᵢ V⁻¹ dμⱼ + dᵀV⁻¹ dVⱼ V⁻¹ dμᵢ]
          + tr G d²V + gᵀ d²μ,

with G and g the derivatives of f by V and μ. Since dV = l rᵀ + r lᵀ (`entries`), the traces are sums of
products of bilinear forms. The expected Hessian is n [½ tr V⁻¹ dVᵢ V⁻¹ dVⱼ + dμᵢᵀ V⁻¹ dμⱼ].

Arrays have the terms or samples (t) first: l and r are (t, entries, p), V⁻¹ (t, p, p), d (t, p).
"""

from collections.abc import Callable

import numpy as np

from isop_analysis.stats.structural.moments import Array


def expected_products(left: Array, right: Array, inverse: Array) -> Array:
    """Return ½ tr V⁻¹ dVᵢ V⁻¹ dVⱼ, (t, entries, entries)."""
    L, R = left @ inverse, right @ inverse
    lt, rt = left.transpose(0, 2, 1), right.transpose(0, 2, 1)
    return (R @ lt) * (L @ rt) + (R @ rt) * (L @ lt)


def observed_products(left: Array, right: Array, inverse: Array, pulled: Array) -> Array:
    """Return ½ tr W dVᵢ V⁻¹ dVⱼ, (t, entries, entries), with W = 2 V⁻¹MV⁻¹ − V⁻¹, made symmetric.

    `pulled` is V⁻¹MV⁻¹.
    """
    weight = 2.0 * pulled - inverse
    lt, rt = left.transpose(0, 2, 1), right.transpose(0, 2, 1)
    YL, YR = left @ inverse, right @ inverse
    XL, XR = left @ weight, right @ weight
    total = (YR @ lt) * (XL @ rt) + (YR @ rt) * (XL @ lt) + (YL @ rt) * (XR @ lt) + (YL @ lt) * (XR @ rt)
    return 0.25 * (total + total.transpose(0, 2, 1))


def reach_of_means(left: Array, right: Array, inverse: Array, off: Array) -> Array:
    """Return dᵀV⁻¹ dVᵢ V⁻¹, (t, entries, p), whose products with dμⱼ are the mixed derivatives."""
    pulled = np.einsum("tij,tj->ti", inverse, off)
    by_left, by_right = (np.einsum("tei,ti->te", part, pulled) for part in (left, right))
    return (by_left[:, :, None] * right + by_right[:, :, None] * left) @ inverse


def negative_hessian(gradient: Callable[[Array], Array], theta: Array, spread: Array) -> Array:
    """Return minus the Hessian (q, q) by central differences of the gradient.

    Steps are a thousandth of a standard error, from the diagonal `spread` (q,) of an information matrix,
    whatever the variables' units; errors are of their square. NaN throughout where theta is at the edge of
    the positive definite.
    """
    steps = 1e-3 / np.sqrt(np.where(spread > 0, spread, 1.0))
    hessian = np.empty((len(theta), len(theta)))
    for place, step in enumerate(steps):
        move = np.zeros(len(theta))
        move[place] = step
        try:
            hessian[place] = (gradient(theta + move) - gradient(theta - move)) / (2 * step)
        except np.linalg.LinAlgError:
            return np.full_like(hessian, np.nan)
    return -0.5 * (hessian + hessian.T)
