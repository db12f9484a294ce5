"""Log-likelihoods of one model on many samples at once, with gradients and Hessians in closed form.

The formulas are those of `gaussian_hessian`, with samples first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.structural.entries import BlockEntries, block_entries
from isop_analysis.stats.structural.gaussian_terms import GaussianTerm
from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.resampling.weighting import TermSamples
from isop_analysis.stats.structural.second_derivatives import (
    expected_products,
    observed_products,
    reach_of_means,
)


@dataclass(frozen=True)
class Curvatures:
    """Minus log-likelihood (R,), its gradient (R, q), and its Hessian or expected Hessian (R, q, q)."""

    value: Array
    gradient: Array
    hessian: Array


@dataclass(frozen=True)
class _Evaluation:
    """A term in every sample: f (R,), V⁻¹, M and V⁻¹MV⁻¹ (R, p, p), and d (R, p)."""

    value: Array
    inverse: Array
    pulled: Array
    off: Array


def table_values(model: Likelihood, theta: Array) -> Array:
    """Return the value of every row of the table in every sample, (R, rows)."""
    places = np.array([row.free for row in model.table.parameters])
    values = np.tile(model.fixed, (len(theta), 1))
    values[:, places >= 0] = theta[:, places[places >= 0]]
    return values


def values_of(model: Likelihood, samples: Sequence[TermSamples], theta: Array) -> Array:
    """Return minus the log-likelihood (R,) up to a constant; infinite where a covariance isn't definite."""
    values = table_values(model, theta)
    blocks = [block_entries(block, values) for block in model.blocks]
    parts = [_evaluated(term, own, blocks).value for term, own in zip(model.gaussian, samples, strict=True)]
    return np.sum(parts, axis=0)


def curvatures(model: Likelihood, samples: Sequence[TermSamples], theta: Array, observed: bool) -> Curvatures:
    """Return value, gradient and Hessian, expected unless `observed`, of every sample at theta (R, q)."""
    values = table_values(model, theta)
    blocks = [block_entries(block, values) for block in model.blocks]
    ends = np.cumsum([0, *(len(block.places) for block in blocks)])
    sums = _Sums.empty(blocks, len(theta), int(ends[-1]))
    for term, own in zip(model.gaussian, samples, strict=True):
        at = _evaluated(term, own, blocks)
        sums.value[:] += at.value
        if term.count:
            _add_term(sums, _TermEntries.of(term, blocks, ends), at, own.counts, observed)
            _pull_back(sums, term, at, own.counts)
    return sums.curvatures(blocks, ends, model.n_free, observed)


@dataclass(frozen=True)
class _Sums:
    """Value, gradient and Hessian by entries, and the weights of each block's moments, over terms."""

    value: Array
    gradient: Array
    hessian: Array
    of_covariance: list[Array]
    of_mean: list[Array]

    @staticmethod
    def empty(blocks: list[BlockEntries], count: int, entries: int) -> "_Sums":
        """Return zeros."""
        return _Sums(
            np.zeros(count),
            np.zeros((count, entries)),
            np.zeros((count, entries, entries)),
            [np.zeros_like(block.covariance) for block in blocks],
            [np.zeros_like(block.mean) for block in blocks],
        )

    def curvatures(self, blocks: list[BlockEntries], ends: Places, q: int, observed: bool) -> Curvatures:
        """Return the sums by free parameters, which several entries may share."""
        for place, block in enumerate(blocks):
            own = slice(ends[place], ends[place + 1])
            G, g = self.of_covariance[place], self.of_mean[place]
            inner = 2.0 * np.einsum("rei,rei->re", block.left @ G, block.right)
            self.gradient[:, own] += np.einsum("rei,ri->re", block.of_mean, g)
            self.gradient[:, ends[place] : ends[place] + inner.shape[1]] += inner
            if observed:
                self.hessian[:, own, own] += block.second_derivatives(G, g)
        places = np.concatenate([block.places for block in blocks])
        if len(np.unique(places)) == len(places) == q:
            order = np.argsort(places)
            return Curvatures(self.value, self.gradient[:, order], self.hessian[:, order[:, None], order])
        gathered = np.eye(q)[places]
        return Curvatures(self.value, self.gradient @ gathered, gathered.T @ self.hessian @ gathered)


@dataclass(frozen=True)
class _TermEntries:
    """l and r of the paths and spreads that a term depends on, dμ of all its entries, and their places."""

    left: Array
    right: Array
    of_mean: Array | None
    paired: Places
    all: Places

    @staticmethod
    def of(term: GaussianTerm, blocks: list[BlockEntries], ends: Places) -> "_TermEntries":
        """Gather a term's entries from its blocks."""
        lefts, rights, means, paired, every = [], [], [], [], []
        for piece in term.pieces:
            block, first = blocks[piece.block], ends[piece.block]
            lefts.append(_spread(piece.weight * block.left[:, :, piece.columns], piece.rows, term.size))
            rights.append(_spread(block.right[:, :, piece.columns], piece.rows, term.size))
            means.append(_spread(block.of_mean[:, :, piece.columns], piece.rows, term.size))
            paired.append(first + np.arange(block.left.shape[1]))
            every.append(first + np.arange(len(block.places)))
        return _TermEntries(
            np.concatenate(lefts, axis=1),
            np.concatenate(rights, axis=1),
            None if term.mean is None else np.concatenate(means, axis=1),
            np.concatenate(paired),
            np.concatenate(every),
        )


def _spread(part: Array, rows: Places, size: int) -> Array:
    if part.shape[2] == size and (rows == np.arange(size)).all():
        return part
    whole = np.zeros((*part.shape[:2], size))
    whole[:, :, rows] = part
    return whole


def _evaluated(term: GaussianTerm, own: TermSamples, blocks: list[BlockEntries]) -> _Evaluation:
    count = len(own.counts)
    V, mean = np.zeros((count, term.size, term.size)), np.zeros((count, term.size))
    for piece in term.pieces:
        block, rows, columns = blocks[piece.block], piece.rows, piece.columns
        V[:, rows[:, None], rows] += piece.weight * block.covariance[:, columns[:, None], columns]
        mean[:, rows] += block.mean[:, columns]
    definite = _positive_definite(V)
    V = np.where(definite[:, None, None], V, np.eye(term.size))
    off = np.zeros_like(mean) if term.mean is None else own.means - mean
    spread = own.covariances + off[:, :, None] * off[:, None, :]
    inverse, invertible = _inverses(V)
    definite &= invertible
    distance = np.einsum("rij,rij->r", inverse, spread)
    value = 0.5 * own.counts * (np.linalg.slogdet(V)[1] + distance)
    return _Evaluation(np.where(definite, value, np.inf), inverse, inverse @ spread @ inverse, off)


def _inverses(matrices: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return the inverses (R, p, p), and which there are; one by one only where some aren't."""
    every = np.ones(len(matrices), dtype=bool)
    try:
        return np.linalg.inv(matrices), every
    except np.linalg.LinAlgError:
        found = np.tile(np.eye(matrices.shape[1]), (len(matrices), 1, 1))
    for place, matrix in enumerate(matrices):
        try:
            found[place] = np.linalg.inv(matrix)
        except np.linalg.LinAlgError:
            every[place] = False
    return found, every


def _positive_definite(matrices: Array) -> NDArray[np.bool_]:
    """Return which symmetric matrices (R, p, p) are; one by one only where some aren't."""
    try:
        np.linalg.cholesky(matrices)
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.eigvalsh(matrices)[:, 0] > 0)
    return np.ones(len(matrices), dtype=bool)


def _pull_back(sums: _Sums, term: GaussianTerm, at: _Evaluation, counts: Array) -> None:
    """Add the derivatives of f by V and μ to those by the blocks' moments."""
    G = 0.5 * counts[:, None, None] * (at.inverse - at.pulled)
    g = -counts[:, None] * np.einsum("rij,rj->ri", at.inverse, at.off)
    for piece in term.pieces:
        rows, columns = piece.rows, piece.columns
        sums.of_covariance[piece.block][:, columns[:, None], columns] += (
            piece.weight * G[:, rows[:, None], rows]
        )
        if term.mean is not None:
            sums.of_mean[piece.block][:, columns] += g[:, rows]


def _add_term(sums: _Sums, entries: _TermEntries, at: _Evaluation, counts: Array, observed: bool) -> None:
    n, left, right = counts[:, None, None], entries.left, entries.right
    products = (
        observed_products(left, right, at.inverse, at.pulled)
        if observed
        else expected_products(left, right, at.inverse)
    )
    sums.hessian[:, entries.paired[:, None], entries.paired] += n * products
    if entries.of_mean is None:
        return
    turned = entries.of_mean.transpose(0, 2, 1)
    sums.hessian[:, entries.all[:, None], entries.all] += n * (entries.of_mean @ at.inverse) @ turned
    if observed:
        across = n * reach_of_means(left, right, at.inverse, at.off) @ turned
        sums.hessian[:, entries.paired[:, None], entries.all] += across
        sums.hessian[:, entries.all[:, None], entries.paired] += across.transpose(0, 2, 1)
