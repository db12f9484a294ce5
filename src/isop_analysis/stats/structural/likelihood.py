"""The log-likelihood of a model's free parameters, its gradient, information and scores."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np

from isop_analysis.stats.structural.entries import BlockEntries, block_entries
from isop_analysis.stats.structural.gaussian_terms import GaussianTerm, term_derivatives, unit_scores
from isop_analysis.stats.structural.implied_moments import RamBlock, ram_blocks
from isop_analysis.stats.structural.incomplete_levels.stack import ClusterStack
from isop_analysis.stats.structural.moments import Array, Moments, Places
from isop_analysis.stats.structural.parameter_table import ParameterTable
from isop_analysis.stats.structural.stacks import Evaluation, Stack, Term, stacks_of


@dataclass(frozen=True)
class Slope:
    """Log-likelihood at one place, and its derivatives there, computed where they are asked for.

    A place that a search refuses needs none of them. `observed` computes the observed information, minus the
    Hessian (q, q).
    """

    loglik: float
    gradient_of: Callable[[], Array] = field(repr=False)
    information_of: Callable[[], Array] = field(repr=False)
    observed: Callable[[], Array] = field(repr=False)

    @cached_property
    def gradient(self) -> Array:
        """The gradient (q,)."""
        return self.gradient_of()

    @cached_property
    def information(self) -> Array:
        """The expected information (q, q)."""
        return self.information_of()


@dataclass(frozen=True)
class Likelihood:
    """Joint log-likelihood of all modelled variables, the exogenous ones at their sample moments.

    Attributes:
        blocks: matrices of the model's blocks.
        terms: the data, as Gaussian terms or incomplete clusters.
        fixed: values of the table's rows (rows,), those of free rows unused.
        n_units: number of independent units (rows, or clusters).
    """

    table: ParameterTable
    blocks: tuple[RamBlock, ...]
    terms: tuple[Term, ...]
    fixed: Array
    n_units: int
    _free_rows: Places = field(repr=False)
    _free_places: Places = field(repr=False)

    @property
    def n_free(self) -> int:
        """q, the number of free parameters."""
        return self.table.n_free

    @property
    def gaussian(self) -> tuple[GaussianTerm, ...]:
        """The terms that are Gaussian, which is all but incomplete clusters."""
        return tuple(term for term in self.terms if isinstance(term, GaussianTerm))

    @property
    def newton(self) -> bool:
        """Whether the observed information costs little: it has a closed form."""
        return True

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
            return self._place(theta).loglik
        except np.linalg.LinAlgError:
            return -np.inf

    def slope(self, theta: Array) -> Slope:
        """Return log-likelihood, gradient and expected information.

        Raises numpy.linalg.LinAlgError where an implied covariance is not positive definite.
        """
        at = self._place(theta)
        expected, observed = (partial(self._information, at, observed=own) for own in (False, True))
        return Slope(at.loglik, partial(self._gradient, at), expected, observed)

    def gradient(self, theta: Array) -> Array:
        """Return the gradient alone, (q,)."""
        return self._gradient(self._place(theta))

    def observed_information(self, theta: Array) -> Array:
        """Return minus the Hessian (q, q); NaN throughout where theta is impossible."""
        try:
            return self._information(self._place(theta), observed=True)
        except np.linalg.LinAlgError:
            return np.full((self.n_free, self.n_free), np.nan)

    def scores(self, theta: Array) -> Array:
        """Return the derivatives of each independent unit's log-likelihood, (units, q)."""
        values = self.values(theta)
        derivatives = [block.derivatives(values) for block in self.blocks]
        frees = [block.free for block in self.blocks]
        scores = np.zeros((self.n_units, self.n_free))
        moments = self.moments(theta)
        for term in self.terms:
            if isinstance(term, GaussianTerm):
                by = term_derivatives(term, derivatives, frees)
                unit_scores(term, term.evaluation(moments), by, scores)
            else:
                self._add_cluster_scores(ClusterStack(term), values, scores)
        return scores

    def _add_cluster_scores(self, stack: ClusterStack, values: Array, scores: Array) -> None:
        entries = [block_entries(block, values[None]) for block in self.blocks]
        targets = np.concatenate([own.places for own in entries])
        np.add.at(scores.T, targets, stack.scores(stack.evaluation(entries)).T)

    @cached_property
    def _stacks(self) -> tuple[Stack, ...]:
        return stacks_of(self.terms, [block.n_observed for block in self.blocks])

    @cached_property
    def _targets(self) -> list["_Targets"]:
        return [_Targets.of([self.blocks[place] for place in stack.blocks]) for stack in self._stacks]

    @cached_property
    def _own_targets(self) -> list["_Targets"]:
        return [_Targets.of([block]) for block in self.blocks]

    def _place(self, theta: Array) -> "_Place":
        values = self.values(theta)[None]
        entries = [block_entries(block, values) for block in self.blocks]
        return _Place(entries, [stack.evaluation(entries) for stack in self._stacks], self._stacks)

    def _gradient(self, at: "_Place") -> Array:
        gradient = np.zeros(self.n_free)
        for place, (G, g) in at.moment_weights.items():
            own = at.entries[place]
            found = -own.of_mean[0] @ g
            found[: own.left.shape[1]] -= 2.0 * ((own.left[0] @ G) * own.right[0]).sum(axis=1)
            np.add.at(gradient, own.places, found)
        return gradient

    def _information(self, at: "_Place", observed: bool) -> Array:
        information = np.zeros((self.n_free, self.n_free))
        for stack, evaluation, targets in zip(self._stacks, at.evaluations, self._targets, strict=True):
            targets.add(information, stack.hessian(at.entries, evaluation, observed))
        if observed:
            for place, (G, g) in at.moment_weights.items():
                own = at.entries[place]
                self._own_targets[place].add(information, own.second_derivatives(G[None], g[None])[0])
        return information


@dataclass(frozen=True)
class _Place:
    """A place among the free parameters: every block's entries there, and where the stacks stand."""

    entries: list[BlockEntries]
    evaluations: list[Evaluation]
    stacks: tuple[Stack, ...]

    @property
    def loglik(self) -> float:
        """The log-likelihood."""
        return sum(at.loglik for at in self.evaluations)

    @cached_property
    def moment_weights(self) -> dict[int, tuple[Array, Array]]:
        """Derivatives of minus the log-likelihood by every block's covariance (p, p) and mean (p,)."""
        found: dict[int, tuple[Array, Array]] = {}
        for stack, at in zip(self.stacks, self.evaluations, strict=True):
            G, g = stack.moment_weights(at)
            for first, place in zip(stack.starts, stack.blocks, strict=True):
                own = slice(first, first + self.entries[place].mean.shape[1])
                found[place] = G[own, own], g[own]
        return found


@dataclass(frozen=True)
class _Targets:
    """The free parameters that entries are (entries,), and whether these are all different."""

    places: Places
    different: bool

    @staticmethod
    def of(blocks: list[RamBlock]) -> "_Targets":
        """Return those of the blocks' entries, one block after the other."""
        parts = [
            part for block in blocks for part in (block.free_paths, block.free_spreads, block.free_means)
        ]
        places = blocks[0].places[np.concatenate([part.rows for part in parts])]
        return _Targets(places, len(np.unique(places)) == len(places))

    def add(self, total: Array, by_entry: Array) -> None:
        """Add second derivatives by entries to those by free parameters, which several entries may share."""
        if self.different:
            total[self.places[:, None], self.places] += by_entry
        else:
            np.add.at(total, (self.places[:, None], self.places), by_entry)


def likelihood(
    table: ParameterTable, terms: tuple[Term, ...], exogenous: list[Moments], n_units: int
) -> Likelihood:
    """Return the likelihood of a table on data.

    `exogenous` holds, a block, the moments that its exogenous predictors are fixed at, in the roles' order.
    """
    fixed = fixed_values(table, exogenous)
    places = np.array([row.free for row in table.parameters], dtype=np.intp)
    rows = np.flatnonzero(places >= 0)
    return Likelihood(table, ram_blocks(table), terms, fixed, n_units, rows, places[rows])


def fixed_values(table: ParameterTable, exogenous: Sequence[Moments]) -> Array:
    """Return the values of the table's fixed rows (rows,), exogenous predictors' moments among them."""
    fixed = np.array([row.fixed for row in table.parameters])
    for place, row in enumerate(table.parameters):
        if row.exogenous:
            names = table.blocks[row.block].roles.exogenous
            at = exogenous[row.block]
            first = names.index(row.lhs)
            fixed[place] = at.mean[first] if row.op == "~1" else at.covariance[first, names.index(row.rhs)]
    return fixed
