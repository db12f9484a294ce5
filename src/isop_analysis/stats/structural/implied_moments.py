"""Means and covariances that a model implies, and their derivatives, in RAM notation.

All variables v (observed, then latent) obey v = m + A v + e with cov(e) = S, so that with B = (I − A)⁻¹
the observed have mean F B m and covariance F B S Bᵀ Fᵀ (McArdle & McDonald 1984, eq. 6–8). With C = B S Bᵀ
the derivatives are outer products: of A[i, j], column i of F B with row j of C Fᵀ, plus its transpose.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from isop_analysis.stats.structural.moments import Array, Moments, Places
from isop_analysis.stats.structural.parameter_table import Block, ParameterTable


@dataclass(frozen=True)
class Derivatives:
    """Derivatives of a block's moments by its free parameters: mean (k, p), covariance (k, p, p)."""

    mean: Array
    covariance: Array


@dataclass(frozen=True)
class _Entries:
    """Where parameters stand in a matrix: their rows in the table, and row and column of the matrix."""

    rows: Places
    first: Places
    second: Places

    def free(self, places: Places) -> "_Entries":
        kept = places[self.rows] >= 0
        return _Entries(self.rows[kept], self.first[kept], self.second[kept])

    def without(self, variables: Places) -> "_Entries":
        kept = ~np.isin(self.first, variables)
        return _Entries(self.rows[kept], self.first[kept], self.second[kept])


@dataclass(frozen=True)
class RamBlock:
    """One block's matrices, filled from the values of the whole table's rows.

    Attributes:
        variables: observed, then latent.
        n_observed: p.
        free: places in the vector of free parameters that this block depends on, ascending (k,).
    """

    variables: tuple[str, ...]
    n_observed: int
    paths: _Entries
    spreads: _Entries
    means: _Entries
    places: Places
    free: Places

    @cached_property
    def free_paths(self) -> _Entries:
        """Paths that are free parameters."""
        return self.paths.free(self.places)

    @cached_property
    def free_spreads(self) -> _Entries:
        """Variances and covariances that are free parameters."""
        return self.spreads.free(self.places)

    @cached_property
    def free_means(self) -> _Entries:
        """Means and intercepts that are free parameters."""
        return self.means.free(self.places)

    @cached_property
    def entry_places(self) -> Places:
        """The free parameter that each free path, spread and mean is, in this order."""
        rows = [part.rows for part in (self.free_paths, self.free_spreads, self.free_means)]
        return self.places[np.concatenate(rows)]

    def without(self, variables: Places) -> "RamBlock":
        """Return the block given these variables: without their means, variances and covariances."""
        spreads, means = (part.without(variables) for part in (self.spreads, self.means))
        return replace(self, spreads=spreads, means=means)

    def matrices(self, values: Array) -> tuple[Array, Array, Array]:
        """Return B = (I − A)⁻¹, S and m for the table's values (rows,)."""
        size = len(self.variables)
        A, S, m = np.zeros((size, size)), np.zeros((size, size)), np.zeros(size)
        A[self.paths.first, self.paths.second] = values[self.paths.rows]
        S[self.spreads.first, self.spreads.second] = values[self.spreads.rows]
        S[self.spreads.second, self.spreads.first] = values[self.spreads.rows]
        m[self.means.first] = values[self.means.rows]
        return np.linalg.inv(np.eye(size) - A), S, m

    def moments(self, values: Array) -> Moments:
        """Return the implied moments of the observed variables."""
        B, S, m = self.matrices(values)
        FB = B[: self.n_observed]
        return Moments(FB @ m, FB @ S @ FB.T)

    def total_covariance(self, values: Array) -> Array:
        """Return the implied covariance of all variables, latent ones included."""
        B, S, _ = self.matrices(values)
        return B @ S @ B.T

    def derivatives(self, values: Array) -> Derivatives:
        """Return the derivatives by the parameters in `free`."""
        B, S, m = self.matrices(values)
        p = self.n_observed
        FB, CF, centre = B[:p], (B @ S @ B.T)[:, :p], B @ m
        paths, spreads, means = self.free_paths, self.free_spreads, self.free_means
        left = np.concatenate([FB.T[paths.first], FB.T[spreads.first]])
        right = np.concatenate([CF[paths.second], FB.T[spreads.second]])
        halved = np.concatenate(
            [np.ones(len(paths.rows)), np.where(spreads.first == spreads.second, 0.5, 1.0)]
        )
        outer = (left * halved[:, None])[:, :, None] * right[:, None, :]
        of_covariance = outer + outer.transpose(0, 2, 1)
        of_mean = np.concatenate([FB.T[paths.first] * centre[paths.second][:, None], FB.T[means.first]])
        covariance, mean = np.zeros((len(self.free), p, p)), np.zeros((len(self.free), p))
        np.add.at(covariance, self._free_places(paths, spreads), of_covariance)
        np.add.at(mean, self._free_places(paths, means), of_mean)
        return Derivatives(mean, covariance)

    def _free_places(self, *parts: _Entries) -> Places:
        rows = np.concatenate([part.rows for part in parts])
        return np.searchsorted(self.free, self.places[rows])


def ram_blocks(table: ParameterTable) -> tuple[RamBlock, ...]:
    """Return the matrices of every block of the table."""
    return tuple(_ram_block(table, place, block) for place, block in enumerate(table.blocks))


def _ram_block(table: ParameterTable, place: int, block: Block) -> RamBlock:
    variables = block.roles.observed + block.roles.latent
    index = {name: position for position, name in enumerate(variables)}
    rows: dict[str, list[tuple[int, int, int]]] = {"path": [], "spread": [], "mean": []}
    for row, parameter in enumerate(table.parameters):
        if parameter.block != place:
            continue
        lhs, rhs = index[parameter.lhs], index.get(parameter.rhs, 0)
        if parameter.op == "=~":
            rows["path"].append((row, rhs, lhs))
        elif parameter.op == "~":
            rows["path"].append((row, lhs, rhs))
        elif parameter.op in ("~~", "~1"):
            rows["spread" if parameter.op == "~~" else "mean"].append((row, lhs, rhs))
    places = np.array([parameter.free for parameter in table.parameters], dtype=np.intp)
    inside = np.array([parameter.block == place for parameter in table.parameters])
    return RamBlock(
        variables=variables,
        n_observed=len(block.roles.observed),
        paths=_entries(rows["path"]),
        spreads=_entries(rows["spread"]),
        means=_entries(rows["mean"]),
        places=places,
        free=np.unique(places[inside & (places >= 0)]),
    )


def _entries(rows: list[tuple[int, int, int]]) -> _Entries:
    columns = np.array(rows, dtype=np.intp).reshape(-1, 3)
    return _Entries(columns[:, 0], columns[:, 1], columns[:, 2])


class Tabled(Protocol):
    """A table of parameters with the matrices of its blocks."""

    @property
    def table(self) -> ParameterTable:
        """All parameters."""
        ...

    @property
    def blocks(self) -> tuple[RamBlock, ...]:
        """Matrices of every block of the table."""
        ...

    @property
    def n_free(self) -> int:
        """q, the number of free parameters."""
        ...

    def values(self, theta: Array) -> Array:
        """Return the value of every row of the table (rows,)."""
        ...
