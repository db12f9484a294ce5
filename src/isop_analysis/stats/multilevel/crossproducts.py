"""All that the likelihood needs of the rows: cross-products within clusters, and their whitened design.

The block with most random effects leads; its cross-products are one small matrix per cluster. Other blocks,
the fixed columns X and the outcome y stand beside it as columns of R = [Z₂ … | X | y].
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.columns import Array, Codes
from isop_analysis.stats.multilevel.grouping import Block, Layout

LARGEST = 200_000_000


@dataclass(frozen=True)
class Span:
    """The columns of R that hold a further block: G levels times K columns, level by level."""

    columns: slice
    levels: int
    width: int


@dataclass(frozen=True)
class CrossProducts:
    """A = Z₁'Z₁ per cluster (G, K, K), B = Z₁'R (G, K, r), C = R'R (r, r); p fixed columns, n rows."""

    A: Array
    B: Array
    C: Array
    spans: tuple[Span, ...]
    p: int
    n: int

    @property
    def q2(self) -> int:
        """Random effects outside the leading block."""
        return self.C.shape[0] - self.p - 1


def whitening(layout: Layout, root_weights: Array | None) -> tuple[Array, ...]:
    """Return per block the upper triangular R with Z R⁻¹ of unit mean cross-product within each effect.

    Estimation in these coordinates does not depend on units or on where a slope's variable has its zero.
    Raises Refused where an effect's columns are collinear.
    """
    factors = [np.zeros((block.width, block.width)) for block in layout.blocks]
    for effect, (index, span) in zip(layout.effects, layout.places, strict=True):
        Z = effect.matrix if root_weights is None else effect.matrix * root_weights[:, None]
        R = np.linalg.qr(Z, mode="r") / np.sqrt(len(Z))
        lengths = np.sqrt((R**2).sum(axis=0))
        if np.any(np.abs(np.diag(R)) <= 1e-7 * lengths):
            raise Refused("random_collinear", term=effect.written, group=effect.group)
        factors[index][span, span] = R * np.sign(np.diag(R))[:, None]
    return tuple(factors)


def cross_products(
    layout: Layout, whitenings: Sequence[Array], fixed_and_outcome: Array, root_weights: Array | None
) -> CrossProducts:
    """Collect cross-products of whitened Z, weighted here, and of [X | y] (n, p + 1), weighted already."""
    w = root_weights
    Zs = [
        _weighted(block.matrix, w) @ np.linalg.inv(R)
        for block, R in zip(layout.blocks, whitenings, strict=True)
    ]
    XY = fixed_and_outcome
    leading, others = layout.blocks[0], layout.blocks[1:]
    _refuse_too_large(leading, others)
    A = _within(leading.codes, len(leading.levels), Zs[0], Zs[0])
    B = [_between(leading, Zs[0], other, Z) for other, Z in zip(others, Zs[1:], strict=True)]
    B.append(_within(leading.codes, len(leading.levels), Zs[0], XY))
    return CrossProducts(
        A, np.concatenate(B, axis=2), _rest(others, Zs[1:], XY), _spans(others), XY.shape[1] - 1, len(XY)
    )


def outcome_products(
    layout: Layout, whitenings: Sequence[Array], outcomes: Array, root_weights: Array | None
) -> tuple[list[Array], Array]:
    """Return Z'y per block (G, K, R), and y'y (R,), of outcomes (R, n), already weighted."""
    inner = []
    for block, R in zip(layout.blocks, whitenings, strict=True):
        Z = _weighted(block.matrix, root_weights) @ np.linalg.inv(R)
        order = np.argsort(block.codes, kind="stable")
        starts = np.searchsorted(block.codes[order], np.arange(len(block.levels)))
        moved = [np.add.reduceat((outcomes * column)[:, order], starts, axis=1) for column in Z.T]
        inner.append(np.stack(moved, axis=0).transpose(2, 0, 1))
    return inner, (outcomes**2).sum(axis=1)


def _weighted(matrix: Array, root_weights: Array | None) -> Array:
    return matrix if root_weights is None else matrix * root_weights[:, None]


def _refuse_too_large(leading: Block, others: Sequence[Block]) -> None:
    q2 = sum(block.size for block in others)
    entries = max(leading.size * q2, q2 * q2)
    if entries > LARGEST:
        groups = [block.group for block in (leading, *others)]
        raise Refused("crossed_too_many", groups=groups, leading=leading.size, others=q2, most=LARGEST)


def _spans(others: Sequence[Block]) -> tuple[Span, ...]:
    ends = np.cumsum([0, *(block.size for block in others)])
    return tuple(
        Span(slice(int(start), int(end)), len(block.levels), block.width)
        for start, end, block in zip(ends[:-1], ends[1:], others, strict=True)
    )


def _within(codes: Codes, count: int, Z: Array, M: Array) -> Array:
    """Return Z'M per cluster (count, K, c)."""
    result = np.empty((count, Z.shape[1], M.shape[1]))
    for row in range(Z.shape[1]):
        for column in range(M.shape[1]):
            result[:, row, column] = np.bincount(codes, Z[:, row] * M[:, column], count)
    return result


def _between(one: Block, Z1: Array, other: Block, Z2: Array) -> Array:
    """Return Z₁'Z₂ per cluster of the one block, against all levels and columns of the other."""
    G1, G2 = len(one.levels), len(other.levels)
    joint = one.codes * G2 + other.codes
    result = np.empty((G1, Z1.shape[1], G2, Z2.shape[1]))
    for row in range(Z1.shape[1]):
        for column in range(Z2.shape[1]):
            sums = np.bincount(joint, Z1[:, row] * Z2[:, column], G1 * G2)
            result[:, row, :, column] = sums.reshape(G1, G2)
    return result.reshape(G1, Z1.shape[1], G2 * Z2.shape[1])


def _rest(others: Sequence[Block], Zs: Sequence[Array], XY: Array) -> Array:
    rows = []
    for block, Z in zip(others, Zs, strict=True):
        pieces = [_between(block, Z, other, Z2) for other, Z2 in zip(others, Zs, strict=True)]
        pieces.append(_within(block.codes, len(block.levels), Z, XY))
        rows.append(np.concatenate(pieces, axis=2).reshape(block.size, -1))
    q2 = sum(block.size for block in others)
    total = np.empty((q2 + XY.shape[1], q2 + XY.shape[1]))
    if rows:
        total[:q2] = np.concatenate(rows)
        total[q2:, :q2] = total[:q2, q2:].T
    total[q2:, q2:] = XY.T @ XY
    return total
