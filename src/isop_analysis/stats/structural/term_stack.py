"""Gaussian terms about the same blocks of a model, filled up to one size and computed at once.

Patterns of missing values and sizes of clusters make many small terms; one array holds them all. A term's
vector is filled up with independent variables of variance 1 and mean 0, which change nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from isop_analysis.stats.structural.entries import BlockEntries
from isop_analysis.stats.structural.gaussian_terms import GaussianTerm
from isop_analysis.stats.structural.moments import LOG_2PI, Array, Places
from isop_analysis.stats.structural.second_derivatives import (
    expected_products,
    observed_products,
    reach_of_means,
)

LARGEST = 4_000_000
"""Numbers that an array of second derivatives by term may hold; more terms are taken in parts."""


@dataclass(frozen=True)
class StackEvaluation:
    """A stack at given moments: log-likelihood, V⁻¹ (t, P, P), d (t, P), and M about the means (t, P, P)."""

    loglik: float
    inverse: Array
    off: Array
    spread: Array
    gathered: dict[int, "_Gathered"] = field(default_factory=dict, repr=False)
    """What the expected and the observed Hessian share, by the first term of a part."""

    @cached_property
    def pulled(self) -> Array:
        """V⁻¹MV⁻¹, (t, P, P)."""
        return self.inverse @ self.spread @ self.inverse


@dataclass(frozen=True)
class TermStack:
    """Terms (t) of the largest size P, as sums of pieces (k) of the blocks' variables joined.

    Attributes:
        blocks: places of the blocks among the model's; starts: their first variables among the joined ones.
        width: number of joined variables, the last of which stands for what is filled up.
        columns: joined variables behind a term's vector (k, t, P); weights: of their covariance (k, t).
        counts, sizes, means, covariances: of the terms' data, zero where filled up; constant: their sum.
        modelled: 1 where a term's means are modelled, else 0 (t,).
    """

    blocks: tuple[int, ...]
    starts: Places
    width: int
    columns: Places
    weights: Array
    counts: Array
    sizes: Array
    means: Array
    covariances: Array
    modelled: Array
    constant: float

    @cached_property
    def _pairs(self) -> Places:
        """Places (k, t, P, P) of the terms' covariances in the joined one, read row by row."""
        return self.columns[:, :, :, None] * self.width + self.columns[:, :, None, :]

    @cached_property
    def _filling(self) -> Array:
        filled = np.arange(self.means.shape[1]) >= self.sizes[:, None]
        return filled[:, :, None] * np.eye(self.means.shape[1])

    def evaluation(self, entries: Sequence[BlockEntries]) -> StackEvaluation:
        """Return where the terms stand, `entries` those of all the model's blocks.

        Raises numpy.linalg.LinAlgError where an implied covariance is not positive definite.
        """
        covariance, mean = np.zeros((self.width, self.width)), np.zeros(self.width)
        for first, place in zip(self.starts, self.blocks, strict=True):
            own = slice(first, first + entries[place].mean.shape[1])
            covariance[own, own], mean[own] = entries[place].covariance[0], entries[place].mean[0]
        V = self._filling + np.einsum("kt,ktij->tij", self.weights, covariance.ravel()[self._pairs])
        root = np.linalg.cholesky(V)
        whitener = np.linalg.inv(root)
        inverse = whitener.transpose(0, 2, 1) @ whitener
        off = self.modelled[:, None] * (self.means - mean[self.columns].sum(axis=0))
        spread = self.covariances + off[:, :, None] * off[:, None, :]
        determinants = 2.0 * np.log(np.einsum("tii->ti", root)).sum(axis=1)
        distances = np.einsum("tij,tij->t", inverse, spread)
        loglik = -0.5 * float(self.counts @ (determinants + distances + self.sizes * LOG_2PI))
        return StackEvaluation(loglik + self.constant, inverse, off, spread)

    def moment_weights(self, at: StackEvaluation) -> tuple[Array, Array]:
        """Return the derivatives of minus the log-likelihood by the joined covariance and mean."""
        G = 0.5 * self.counts[:, None, None] * (at.inverse - at.pulled)
        g = -(self.counts * self.modelled)[:, None] * np.einsum("tij,tj->ti", at.inverse, at.off)
        parts = self.weights[:, :, None, None] * G
        of_covariance = _sums(self._pairs, parts, self.width**2)
        means = np.broadcast_to(g, self.columns.shape)
        of_mean = _sums(self.columns, means, self.width)
        return of_covariance.reshape(self.width, self.width), of_mean

    def hessian(self, entries: Sequence[BlockEntries], at: StackEvaluation, observed: bool) -> Array:
        """Return the Hessian of minus the log-likelihood by the entries of the stack's blocks, one by one.

        It is the expected one unless `observed`, of which second derivatives of the moments are left out.
        """
        size = sum(len(entries[place].places) for place in self.blocks)
        total = np.zeros((size, size))
        step = max(1, LARGEST // max(1, size * size))
        for first in range(0, len(self.counts), step):
            part = slice(first, first + step)
            if first not in at.gathered:
                at.gathered[first] = self._gather(entries, at, part)
            self._add(total, at.gathered[first], at, part, observed)
        return total

    def _gather(self, entries: Sequence[BlockEntries], at: StackEvaluation, part: slice) -> "_Gathered":
        """Return the entries of the stack's blocks by the terms of a part."""
        own = _joined([entries[place] for place in self.blocks], self.starts, self.width)
        columns, weights = self.columns[:, part], self.weights[:, part]
        left = np.einsum("kt,ektp->tep", weights, own.left[:, columns])
        right = own.right[:, columns].sum(axis=1).transpose(1, 0, 2)
        if not self.modelled[part].any():
            return _Gathered(left, right, own.paired, None, None)
        of_mean = own.of_mean[:, columns].sum(axis=1).transpose(1, 0, 2) * self.modelled[part, None, None]
        counted = self.counts[part][:, None, None] * of_mean
        product = np.tensordot(counted @ at.inverse[part], of_mean, ((0, 2), (0, 2)))
        return _Gathered(left, right, own.paired, counted, product)

    def _add(self, total: Array, own: "_Gathered", at: StackEvaluation, part: slice, observed: bool) -> None:
        left, right, inverse = own.left, own.right, at.inverse[part]
        products = (
            observed_products(left, right, inverse, at.pulled[part])
            if observed
            else expected_products(left, right, inverse)
        )
        total[own.paired[:, None], own.paired] += np.tensordot(self.counts[part], products, 1)
        if own.of_mean is None or own.of_means is None:
            return
        total += own.of_means
        if observed:
            reach = reach_of_means(left, right, inverse, at.off[part])
            across = np.tensordot(reach, own.of_mean, ((0, 2), (0, 2)))
            total[own.paired] += across
            total[:, own.paired] += across.T


@dataclass(frozen=True)
class _Gathered:
    """Entries by the terms (t) of a part.

    Attributes:
        left, right: l and r of the pairs (t, pairs, P); paired: which of all entries these are.
        of_mean: counts times dμ (t, entries, P); of_means: Σ n dμᵢᵀ V⁻¹ dμⱼ (entries, entries); None where no
            term's means are modelled.
    """

    left: Array
    right: Array
    paired: Places
    of_mean: Array | None
    of_means: Array | None


def _sums(places: Places, numbers: Array, size: int) -> Array:
    """Return the numbers summed by place (size,)."""
    return np.asarray(np.bincount(places.ravel(), numbers.ravel(), size), dtype=np.float64)


@dataclass(frozen=True)
class _JoinedEntries:
    """l, r (pairs, width) and dμ (entries, width) by joined variables; which entries are pairs."""

    left: Array
    right: Array
    of_mean: Array
    paired: Places


def _joined(blocks: list[BlockEntries], starts: Places, width: int) -> _JoinedEntries:
    pairs, every = sum(block.left.shape[1] for block in blocks), sum(len(block.places) for block in blocks)
    left, right, of_mean = (np.zeros((rows, width)) for rows in (pairs, pairs, every))
    paired = np.zeros(pairs, dtype=np.intp)
    pair = entry = 0
    for block, first in zip(blocks, starts, strict=True):
        count, size, columns = (
            block.left.shape[1],
            len(block.places),
            slice(first, first + block.left.shape[2]),
        )
        left[pair : pair + count, columns] = block.left[0]
        right[pair : pair + count, columns] = block.right[0]
        of_mean[entry : entry + size, columns] = block.of_mean[0]
        paired[pair : pair + count] = entry + np.arange(count)
        pair, entry = pair + count, entry + size
    return _JoinedEntries(left, right, of_mean, paired)


def term_stacks(terms: Sequence[GaussianTerm], sizes: Sequence[int]) -> tuple[TermStack, ...]:
    """Return the terms in stacks, those that share blocks together; `sizes` are the blocks' variables."""
    groups: list[set[int]] = []
    for term in terms:
        own = {piece.block for piece in term.pieces}
        touched = [group for group in groups if group & own]
        groups = [group for group in groups if not group & own] + [own.union(*touched)]
    return tuple(
        _stack([term for term in terms if term.pieces[0].block in group], tuple(sorted(group)), sizes)
        for group in groups
    )


def _stack(terms: list[GaussianTerm], blocks: tuple[int, ...], sizes: Sequence[int]) -> TermStack:
    ends = np.cumsum([0, *(sizes[place] for place in blocks)])
    starts = dict(zip(blocks, ends, strict=False))
    count, size, depth = len(terms), max(term.size for term in terms), max(len(term.pieces) for term in terms)
    columns, weights = np.full((depth, count, size), ends[-1]), np.zeros((depth, count))
    means, covariances = np.zeros((count, size)), np.zeros((count, size, size))
    for place, term in enumerate(terms):
        covariances[place, : term.size, : term.size] = term.covariance
        if term.mean is not None:
            means[place, : term.size] = term.mean
        for layer, piece in enumerate(term.pieces):
            columns[layer, place, piece.rows] = starts[piece.block] + piece.columns
            weights[layer, place] = piece.weight
    return TermStack(
        blocks=blocks,
        starts=ends[:-1],
        width=int(ends[-1]) + 1,
        columns=columns,
        weights=weights,
        counts=np.array([term.count for term in terms], dtype=float),
        sizes=np.array([term.size for term in terms]),
        means=means,
        covariances=covariances,
        modelled=np.array([term.mean is not None for term in terms], dtype=float),
        constant=float(sum(term.constant for term in terms)),
    )
