"""Relative covariances T = LΛΛ'L' of the random effects from their Cholesky entries θ, with derivatives.

θ is lme4's: the lower triangle of each effect's Λ, column by column. L is the identity in whitened
coordinates, and the whitening itself in the analyst's.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.grouping import Layout, Parameter


def cholesky_blocks(theta: Array, layout: Layout) -> list[Array]:
    """Return Λ (K, K) per block."""
    blocks = [np.zeros((block.width, block.width)) for block in layout.blocks]
    for value, item in zip(theta, layout.parameters, strict=True):
        blocks[item.block][item.row, item.column] = value
    return blocks


def covariance_blocks(theta: Array, layout: Layout) -> list[Array]:
    """Return ΛΛ' (K, K) per block."""
    return [factor @ factor.T for factor in cholesky_blocks(theta, layout)]


def entries(T: Sequence[Array], parameters: Sequence[Parameter]) -> Array:
    """Return the free entries (m,) of the covariances."""
    return np.array([T[item.block][item.row, item.column] for item in parameters])


def blocks_of(values: Array, layout: Layout) -> list[Array]:
    """Return symmetric T (K, K) per block from its free entries (m,)."""
    blocks = [np.zeros((block.width, block.width)) for block in layout.blocks]
    for value, item in zip(values, layout.parameters, strict=True):
        blocks[item.block][item.row, item.column] = blocks[item.block][item.column, item.row] = value
    return blocks


def derivatives(theta: Array, layout: Layout, left: Sequence[Array] | None = None) -> tuple[Array, Array]:
    """Return ∂T_i/∂θ_j (m, m) and ∂²T_i/∂θ_j∂θ_k (m, m, m) of the free entries of LΛΛ'L'.

    T is quadratic in θ: its second derivatives are constant, and its first are these times θ.
    """
    if left is None:
        second = _second(layout.parameters, tuple(block.width for block in layout.blocks))
    else:
        second = _second_of(left, layout.parameters)
    return second @ theta, second


@lru_cache(maxsize=64)
def _second(parameters: tuple[Parameter, ...], widths: tuple[int, ...]) -> Array:
    return _second_of([np.eye(width) for width in widths], parameters)


def _second_of(L: Sequence[Array], parameters: Sequence[Parameter]) -> Array:
    m = len(parameters)
    second = np.zeros((m, m, m))
    for j, one in enumerate(parameters):
        for k, other in enumerate(parameters):
            if (other.block, other.column) == (one.block, one.column):
                a, b = L[one.block][:, one.row], L[other.block][:, other.row]
                second[:, j, k] = _curved(a, b, one.block, parameters)
    return second


def _curved(a: Array, b: Array, block: int, parameters: Sequence[Parameter]) -> Array:
    return np.array(
        [
            a[item.row] * b[item.column] + b[item.row] * a[item.column] if item.block == block else 0.0
            for item in parameters
        ]
    )


def lower_cholesky(T: Array) -> Array:
    """Return the lower triangular Λ with ΛΛ' = T for a T that may be singular."""
    size = len(T)
    factor = np.zeros((size, size))
    for column in range(size):
        pivot = T[column, column] - factor[column, :column] @ factor[column, :column]
        if pivot <= 1e-14 * max(T[column, column], 1e-300):
            continue
        factor[column, column] = np.sqrt(pivot)
        below = T[column + 1 :, column] - factor[column + 1 :, :column] @ factor[column, :column]
        factor[column + 1 :, column] = below / factor[column, column]
    return factor
