"""Symmetric matrices as the entries of their upper triangles, and forms in them."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from isop_analysis.stats.structural.moments import Array, Places


@dataclass(frozen=True, eq=False)
class Triangle:
    """The m entries of symmetric matrices of one size (p): rows `first`, columns `second`.

    Direction e is the matrix with 1 at entry e and at its twin. `half` is ½ on the diagonal, else 1;
    `index` (p, p) the entry of a pair.
    """

    first: Places
    second: Places
    half: Array
    index: Places

    @staticmethod
    @lru_cache(maxsize=32)
    def of(size: int) -> "Triangle":
        """Return the triangle of matrices of this size."""
        first, second = np.triu_indices(size)
        index = np.zeros((size, size), dtype=np.intp)
        index[first, second] = index[second, first] = np.arange(len(first))
        return Triangle(first, second, np.where(first == second, 0.5, 1.0), index)

    @property
    def count(self) -> int:
        """m."""
        return len(self.first)

    def entries(self, matrices: Array) -> Array:
        """Return the entries (..., m) of matrices (..., p, p)."""
        return matrices[..., self.first, self.second]

    def sandwiches(self, products: Array) -> Array:
        """Return tr E₁ X E₂ Y (..., m, m) in two directions, made symmetric.

        `products` are those of the entries of X with those of Y, (..., m, m), or sums of such.
        """
        a, b, c, d = self.first[:, None], self.second[:, None], self.first, self.second
        total = sum(
            products[..., self.index[one], self.index[other]]
            for one, other in (((b, c), (d, a)), ((a, c), (d, b)), ((b, d), (c, a)), ((a, d), (c, b)))
        )
        total = total * np.outer(self.half, self.half)
        return np.asarray(0.5 * (total + np.swapaxes(total, -1, -2)))

    def congruences(self, products: Array) -> Array:
        """Return the entries (first m) of X E X in every direction (second m), of the products X with X."""
        x, y, a, b = self.first[:, None], self.second[:, None], self.first, self.second
        total = products[..., self.index[x, a], self.index[b, y]]
        return np.asarray((total + products[..., self.index[x, b], self.index[a, y]]) * self.half)

    def pulled(self, across: Array, other: "Triangle") -> Array:
        """Return tr D Rᵀ E R (..., other's m, m), with R `across` (..., p, P), D in the other's triangle."""
        left = across[..., self.first, :], across[..., self.second, :]
        A, B = other.first, other.second
        total = left[0][..., A] * left[1][..., B] + left[0][..., B] * left[1][..., A]
        return np.swapaxes(2.0 * total * self.half[:, None] * other.half, -1, -2)

    def spread(self, numbers: Array) -> Array:
        """Return (..., m) of numbers (..., p, p): a pair's and its twin's together, diagonals once."""
        return (numbers + np.swapaxes(numbers, -1, -2))[..., self.first, self.second] * self.half
