"""The log-likelihood of a model's free parameters, its gradient, information and scores."""

from dataclasses import dataclass, field

import numpy as np

from isop_analysis.structural.curves import negative_hessian
from isop_analysis.structural.gaussian_terms import (
    GaussianTerm,
    Standing,
    information,
    term_derivatives,
    unit_scores,
)
from isop_analysis.structural.moments import Array, Moments, Places, RamBlock, ram_blocks
from isop_analysis.structural.parameter_table import ParameterTable


@dataclass(frozen=True)
class Slope:
    """Log-likelihood, gradient (q,) and expected information (q, q) at one place."""

    loglik: float
    gradient: Array
    information: Array


@dataclass(frozen=True)
class Likelihood:
    """Joint log-likelihood of all modelled variables, the exogenous ones at their sample moments.

    Attributes:
        blocks: matrices of the model's blocks.
        terms: the data, as Gaussian terms.
        fixed: values of the table's rows (rows,), those of free rows unused.
        n_units: number of independent units (rows, or clusters).
    """

    table: ParameterTable
    blocks: tuple[RamBlock, ...]
    terms: tuple[GaussianTerm, ...]
    fixed: Array
    n_units: int
    _free_rows: Places = field(repr=False)
    _free_places: Places = field(repr=False)

    @property
    def n_free(self) -> int:
        """q, the number of free parameters."""
        return self.table.n_free

    def values(self, theta: Array) -> Array:
        """Return the value of every row of the table (rows,)."""
        values = self.fixed.copy()
        values[self._free_rows] = theta[self._free_places]
        return values

    def moments(self, theta: Array) -> list[Moments]:
        """Return the implied moments of every block."""
        values = self.values(theta)
        return [block.moments(values) for block in self.blocks]

    def loglik(self, theta: Array) -> float:
        """Return the log-likelihood, −∞ where an implied covariance is not positive definite."""
        try:
            return sum(at.loglik for at in self._standings(theta))
        except np.linalg.LinAlgError:
            return -np.inf

    def slope(self, theta: Array) -> Slope:
        """Return log-likelihood, gradient and expected information."""
        values = self.values(theta)
        derivatives = [block.derivatives(values) for block in self.blocks]
        frees = [block.free for block in self.blocks]
        loglik, gradient = 0.0, np.zeros(self.n_free)
        expected = np.zeros((self.n_free, self.n_free))
        for term, at in zip(self.terms, self._standings(theta), strict=True):
            by = term_derivatives(term, derivatives, frees)
            loglik += at.loglik
            gradient[by.free] += _pull(term, at, by.covariance, by.mean)
            expected[np.ix_(by.free, by.free)] += information(term, at, by)
        return Slope(loglik, gradient, expected)

    def gradient(self, theta: Array) -> Array:
        """Return the gradient alone, (q,), through one contraction a block."""
        values = self.values(theta)
        sizes = [block.n_observed for block in self.blocks]
        of_covariance = [np.zeros((size, size)) for size in sizes]
        of_mean = [np.zeros(size) for size in sizes]
        for term, at in zip(self.terms, self._standings(theta), strict=True):
            inner = 0.5 * term.count * (at.inverse @ at.spread @ at.inverse - at.inverse)
            outer = term.count * at.inverse @ at.off
            for piece in term.pieces:
                rows, columns = piece.rows, piece.columns
                of_covariance[piece.block][columns[:, None], columns] += (
                    piece.weight * inner[rows[:, None], rows]
                )
                of_mean[piece.block][columns] += outer[rows]
        gradient = np.zeros(self.n_free)
        for place, block in enumerate(self.blocks):
            by = block.derivatives(values)
            pulled = np.tensordot(by.covariance, of_covariance[place], axes=2) + by.mean @ of_mean[place]
            gradient[block.free] += pulled
        return gradient

    def observed_information(self, theta: Array) -> Array:
        """Return minus the Hessian (q, q), by central differences of the analytic gradient."""
        return negative_hessian(self.gradient, theta, np.diag(self.slope(theta).information))

    def scores(self, theta: Array) -> Array:
        """Return the derivatives of each independent unit's log-likelihood, (units, q)."""
        values = self.values(theta)
        derivatives = [block.derivatives(values) for block in self.blocks]
        frees = [block.free for block in self.blocks]
        scores = np.zeros((self.n_units, self.n_free))
        for term, at in zip(self.terms, self._standings(theta), strict=True):
            unit_scores(term, at, term_derivatives(term, derivatives, frees), scores)
        return scores

    def _standings(self, theta: Array) -> list[Standing]:
        moments = self.moments(theta)
        return [term.standing(moments) for term in self.terms]


def _pull(term: GaussianTerm, at: Standing, of_covariance: Array, of_mean: Array) -> Array:
    inner = at.inverse @ at.spread @ at.inverse - at.inverse
    pulled = 0.5 * np.tensordot(of_covariance, inner, axes=2)
    if term.mean is not None:
        pulled = pulled + of_mean @ (at.inverse @ at.off)
    return term.count * pulled


def likelihood(
    table: ParameterTable, terms: tuple[GaussianTerm, ...], exogenous: list[Moments], n_units: int
) -> Likelihood:
    """Return the likelihood of a table on data.

    `exogenous` holds, a block, the moments that its exogenous predictors are fixed at, in the roles' order.
    """
    fixed = fixed_values(table, exogenous)
    places = np.array([row.free for row in table.parameters], dtype=np.intp)
    rows = np.flatnonzero(places >= 0)
    return Likelihood(table, ram_blocks(table), terms, fixed, n_units, rows, places[rows])


def fixed_values(table: ParameterTable, exogenous: list[Moments]) -> Array:
    """Return the values of the table's fixed rows (rows,), exogenous predictors' moments among them."""
    fixed = np.array([row.fixed for row in table.parameters])
    for place, row in enumerate(table.parameters):
        if row.exogenous:
            names = table.blocks[row.block].roles.exogenous
            at = exogenous[row.block]
            first = names.index(row.lhs)
            fixed[place] = at.mean[first] if row.op == "~1" else at.covariance[first, names.index(row.rhs)]
    return fixed
