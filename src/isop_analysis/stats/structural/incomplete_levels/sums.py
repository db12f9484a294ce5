"""Rows by group: their sums, and rows of groups side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from isop_analysis.stats.structural.moments import Array, Places

LARGEST = 2_000_000
"""Numbers that an array over groups may hold; more groups are taken in parts."""


@dataclass(frozen=True)
class Part:
    """Some groups (g,) with their rows side by side (g, d), and 1 where there is one, else 0 (g, d)."""

    groups: Places
    rows: Places
    there: Array


@dataclass(frozen=True)
class Sums:
    """Rows by group: `order` brings rows of a group together, which start at `starts`.

    `present` are the groups with rows, of `count` groups; sums of the others are zero.
    """

    order: Places
    starts: Places
    present: Places
    count: int

    @staticmethod
    def by(groups: Places, count: int) -> "Sums":
        """Return the rows by `groups` (rows,), numbered below `count`."""
        order = np.argsort(groups, kind="stable")
        present, starts = np.unique(groups[order], return_index=True)
        return Sums(order, starts, present, count)

    def of(self, numbers: Array) -> Array:
        """Return the sums (count, ...) of numbers (rows, ...)."""
        found = np.zeros((self.count, *numbers.shape[1:]))
        if len(self.order):
            found[self.present] = np.add.reduceat(numbers[self.order], self.starts, axis=0)
        return found

    @cached_property
    def _sizes(self) -> Places:
        return np.diff(np.append(self.starts, len(self.order)))

    def parts(self, numbers: int) -> Iterator[Part]:
        """Yield the groups with rows, those of like size together, few enough for `numbers` a group."""
        by_size = np.argsort(self._sizes, kind="stable")
        sizes, first = self._sizes[by_size], 0
        while first < len(sizes):
            like = int(np.searchsorted(sizes, 2 * sizes[first], side="right"))
            last = min(like, first + max(1, LARGEST // max(1, numbers)))
            chosen, width = by_size[first:last], int(sizes[last - 1])
            steps = np.arange(width)
            there = steps < self._sizes[chosen][:, None]
            places = np.where(there, self.starts[chosen][:, None] + steps, 0)
            yield Part(self.present[chosen], self.order[places], there.astype(float))
            first = last
