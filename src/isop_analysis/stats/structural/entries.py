"""A block's matrices in many samples at once, and the derivatives of its moments by its free entries.

The entries are its free paths, then spreads, then means. With C = B S Bᵀ (`moments`), derivatives of the
covariance by an entry are l rᵀ + r lᵀ; second ones follow from dB = B E B, E a unit matrix.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from isop_analysis.stats.structural.implied_moments import RamBlock
from isop_analysis.stats.structural.moments import Array, Places


@dataclass(frozen=True)
class BlockEntries:
    """One block at the values of R samples.

    Attributes:
        covariance, mean: of its observed variables, (R, p, p) and (R, p).

    Derivatives are computed where they are asked for: many places are impossible, or no better than the last.
    """

    block: RamBlock
    B: Array
    C: Array
    centre: Array
    covariance: Array
    mean: Array

    @cached_property
    def left(self) -> Array:
        """The l of every path and spread, (R, paths + spreads, p)."""
        spreads, columns = self.block.free_spreads, self._columns
        half = np.where(spreads.first == spreads.second, 0.5, 1.0)[:, None]
        own = columns[:, spreads.first] * half
        return np.concatenate([columns[:, self.block.free_paths.first], own], axis=1)

    @cached_property
    def right(self) -> Array:
        """The r of every path and spread, (R, paths + spreads, p)."""
        CF = self.C[:, :, : self.block.n_observed]
        spreads = self._columns[:, self.block.free_spreads.second]
        return np.concatenate([CF[:, self.block.free_paths.second], spreads], axis=1)

    @cached_property
    def of_mean(self) -> Array:
        """Derivatives of the mean by every entry, (R, entries, p)."""
        paths, columns = self.block.free_paths, self._columns
        of_paths = columns[:, paths.first] * self.centre[:, paths.second][:, :, None]
        nothing = np.zeros((len(columns), len(self.block.free_spreads.rows), self.block.n_observed))
        return np.concatenate([of_paths, nothing, columns[:, self.block.free_means.first]], axis=1)

    @property
    def places(self) -> Places:
        """The free parameter that each entry is, (entries,)."""
        return self.block.entry_places

    @property
    def _columns(self) -> Array:
        return self.B[:, : self.block.n_observed].transpose(0, 2, 1)

    def second_derivatives(self, of_covariance: Array, of_mean: Array) -> Array:
        """Return tr G d²Σ + gᵀ d²μ (R, entries, entries), for symmetric G (R, p, p), and g (R, p)."""
        result = np.zeros((len(self.B), len(self.places), len(self.places)))
        self._add_of_covariance(result, of_covariance)
        self._add_of_mean(result, of_mean)
        return result

    def _add_of_covariance(self, result: Array, weight: Array) -> None:
        """Add those of two paths, and of a path and a spread: tr G d²Σ."""
        p, B, C = self.block.n_observed, self.B, self.C
        paths, spreads = self.block.free_paths, self.block.free_spreads
        weighted = weight @ B[:, :p]
        N, K = B[:, :p].transpose(0, 2, 1) @ weighted, C[:, :, :p] @ weighted
        i, j = paths.first, paths.second
        count = len(i)
        both = B[:, j[:, None], i] * K[:, j[:, None], i].transpose(0, 2, 1)
        crossed = C[:, j[:, None], j] * N[:, i[:, None], i]
        result[:, :count, :count] += 2.0 * (both + both.transpose(0, 2, 1) + crossed)
        a, b = spreads.first, spreads.second
        across = B[:, j[:, None], a] * N[:, i[:, None], b] + B[:, j[:, None], b] * N[:, i[:, None], a]
        across *= np.where(a == b, 1.0, 2.0)
        end = count + len(a)
        result[:, :count, count:end] += across
        result[:, count:end, :count] += across.transpose(0, 2, 1)

    def _add_of_mean(self, result: Array, weight: Array) -> None:
        """Add those of two paths, and of a path and a mean: gᵀ d²μ."""
        paths, means = self.block.free_paths, self.block.free_means
        h = np.einsum("rpi,rp->ri", self.B[:, : self.block.n_observed], weight)
        i, j = paths.first, paths.second
        count, start = len(i), len(self.places) - len(means.rows)
        one = h[:, i][:, :, None] * self.B[:, j[:, None], i] * self.centre[:, j][:, None, :]
        result[:, :count, :count] += one + one.transpose(0, 2, 1)
        across = h[:, i][:, :, None] * self.B[:, j[:, None], means.first]
        result[:, :count, start:] += across
        result[:, start:, :count] += across.transpose(0, 2, 1)


def block_entries(block: RamBlock, values: Array) -> BlockEntries:
    """Return a block's matrices and entries at the table's values in every sample (R, rows)."""
    size, p, count = len(block.variables), block.n_observed, len(values)
    A, S, m = np.zeros((count, size, size)), np.zeros((count, size, size)), np.zeros((count, size))
    A[:, block.paths.first, block.paths.second] = values[:, block.paths.rows]
    S[:, block.spreads.first, block.spreads.second] = values[:, block.spreads.rows]
    S[:, block.spreads.second, block.spreads.first] = values[:, block.spreads.rows]
    m[:, block.means.first] = values[:, block.means.rows]
    B = np.linalg.inv(np.eye(size) - A)
    C, centre = B @ S @ B.transpose(0, 2, 1), np.einsum("rij,rj->ri", B, m)
    return BlockEntries(block, B, C, centre, C[:, :p, :p], centre[:, :p])
