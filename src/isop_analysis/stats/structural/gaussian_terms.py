"""A log-likelihood as a sum of Gaussian terms, whose moments are linear in those of the model's blocks.

- Complete rows of a group are one term: their mean and covariance against the block's.
- Rows with the same variables missing are one term: against the block's moments of the variables seen
  (full information maximum likelihood; Arbuckle 1996).
- Two-level data have one term for deviations from cluster means, against the within covariance, and one for
  the means of clusters of the same size s, against Σ_between + Σ_within / s (McDonald & Goldstein 1989;
  Rosseel 2021, Psych 3, 197–232, eq. 20–25).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from isop_analysis.stats.structural.implied_moments import Derivatives
from isop_analysis.stats.structural.moments import LOG_2PI, Array, Moments, Places


@dataclass(frozen=True)
class Piece:
    """A part of a term's moments: `weight` times the covariance of a block's variables `columns`.

    `rows` are their places in the term's vector. Means are added without the weight.
    """

    block: int
    columns: Places
    rows: Places
    weight: float = 1.0


@dataclass(frozen=True)
class Cases:
    """The rows behind a term, for the scores of independent units.

    Attributes:
        values: rows (r, p); deviations from the data's mean where the term has no mean structure.
        units: the unit each row belongs to (r,), numbered over the whole likelihood.
        counts: how many independent vectors of each of `counted` units the rows stand for.
        counted: units that `counts` is about.
    """

    values: Array
    units: Places
    counts: Array
    counted: Places


@dataclass(frozen=True)
class GaussianTerm:
    """`count` independent vectors with mean `mean` (None where not modelled) and ML covariance `covariance`.

    `constant` is added to the log-likelihood: Jacobians of transformations.
    """

    count: float
    mean: Array | None
    covariance: Array
    pieces: tuple[Piece, ...]
    constant: float = 0.0
    cases: Cases | None = field(default=None, repr=False)

    @property
    def size(self) -> int:
        """p, the length of the vectors."""
        return len(self.covariance)

    def implied(self, moments: Sequence[Moments]) -> Moments:
        """Return the term's mean and covariance under the blocks' moments."""
        if len(self.pieces) == 1 and self.pieces[0].weight == 1.0:
            only = self.pieces[0]
            block = moments[only.block]
            return Moments(block.mean[only.columns], block.covariance[only.columns[:, None], only.columns])
        mean, covariance = np.zeros(self.size), np.zeros((self.size, self.size))
        for piece in self.pieces:
            block = moments[piece.block]
            mean[piece.rows] += block.mean[piece.columns]
            inside = block.covariance[piece.columns[:, None], piece.columns]
            covariance[piece.rows[:, None], piece.rows] += piece.weight * inside
        return Moments(mean, covariance)

    def evaluation(self, moments: Sequence[Moments]) -> "Evaluation":
        """Return where the term stands at these moments.

        Raises numpy.linalg.LinAlgError where the implied covariance is not positive definite.
        """
        implied = self.implied(moments)
        root = np.linalg.cholesky(implied.covariance)
        whitener = np.linalg.inv(root)
        inverse = whitener.T @ whitener
        off = np.zeros(self.size) if self.mean is None else self.mean - implied.mean
        spread = self.covariance + np.outer(off, off)
        log_determinant = 2.0 * float(np.log(np.diag(root)).sum())
        distance = float((inverse * spread).sum())
        loglik = -0.5 * self.count * (log_determinant + distance + self.size * LOG_2PI) + self.constant
        return Evaluation(loglik, whitener, inverse, off, spread)


@dataclass(frozen=True)
class Evaluation:
    """A term at given moments: log-likelihood, L⁻¹, V⁻¹, mean minus implied mean, covariance about it."""

    loglik: float
    whitener: Array
    inverse: Array
    off: Array
    spread: Array


@dataclass(frozen=True)
class TermDerivatives:
    """Derivatives of a term's moments by the free parameters `free`: mean (k, p), covariance (k, p, p)."""

    free: Places
    mean: Array
    covariance: Array


def term_derivatives(
    term: GaussianTerm, blocks: Sequence[Derivatives], block_free: Sequence[Places]
) -> TermDerivatives:
    """Return the derivatives of the term's moments, gathered from its blocks."""
    if len(term.pieces) == 1 and term.pieces[0].weight == 1.0:
        only = term.pieces[0]
        block = blocks[only.block]
        inside = block.covariance[:, only.columns[:, None], only.columns]
        return TermDerivatives(block_free[only.block], block.mean[:, only.columns], inside)
    free = np.unique(np.concatenate([block_free[piece.block] for piece in term.pieces]))
    mean, covariance = np.zeros((len(free), term.size)), np.zeros((len(free), term.size, term.size))
    for piece in term.pieces:
        places = np.searchsorted(free, block_free[piece.block])
        block = blocks[piece.block]
        mean[places[:, None], piece.rows] += block.mean[:, piece.columns]
        inside = block.covariance[:, piece.columns[:, None], piece.columns]
        covariance[places[:, None, None], piece.rows[:, None], piece.rows] += piece.weight * inside
    return TermDerivatives(free, mean, covariance)


def unit_scores(term: GaussianTerm, at: Evaluation, by: TermDerivatives, scores: Array) -> None:
    """Add the term's share to the scores (units, q): derivatives of each unit's log-likelihood."""
    if term.cases is None:
        raise ValueError("scores need the cases behind a term")
    cases = term.cases
    centre = np.zeros(term.size) if term.mean is None else term.mean - at.off
    turned = (cases.values - centre) @ at.inverse
    squares = 0.5 * np.einsum("ri,kij,rj->rk", turned, by.covariance, turned, optimize=True)
    if term.mean is not None:
        squares += turned @ by.mean.T
    traces = 0.5 * np.einsum("kij,ji->k", by.covariance, at.inverse)
    np.add.at(scores, (cases.units[:, None], by.free), squares)
    np.add.at(scores, (cases.counted[:, None], by.free), -cases.counts[:, None] * traces)
