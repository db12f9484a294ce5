"""Clusters of rows with missing values, as sums by cluster and pattern.

A cell is the rows of one cluster that miss the same variables of level 1. Clusters of one kind have as many
rows of every pattern and see the same variables of level 2: they share all matrices of the likelihood.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from isop_analysis.stats.structural.incomplete_levels.sums import Sums
from isop_analysis.stats.structural.moments import Array, Places


@dataclass(frozen=True)
class ClusterPatterns:
    """All that the likelihood needs of J clusters: p variables of level 1, k of level 2 only.

    Attributes:
        seen: 1 where a pattern (t) of level 1 has a variable, else 0 (t, p).
        pattern, cluster, size: of the cells (c,).
        sums: of the cells' values about `centre` (c, p), zero where not seen; products: (c, p, p).
        centre: (p,), for accuracy.
        upper_seen: 1 where a pattern (o) of level 2 has a variable, else 0 (o, k).
        upper_pattern: of the clusters (J,); upper_values: about `upper_centre` (J, k), zero where not seen.
        upper_columns: places of level 2's variables among the p + k.
        weights: how often each cluster counts (J,).
    """

    seen: Array
    pattern: Places
    cluster: Places
    size: Array
    sums: Array
    products: Array = field(repr=False)
    centre: Array
    upper_seen: Array
    upper_pattern: Places
    upper_values: Array
    upper_centre: Array
    upper_columns: Places
    weights: Array

    @property
    def lower(self) -> int:
        """Number p of variables of level 1."""
        return self.seen.shape[1]

    @property
    def size_between(self) -> int:
        """Number p + k of variables between clusters."""
        return self.lower + self.upper_seen.shape[1]

    @property
    def count(self) -> int:
        """Number J of clusters."""
        return len(self.upper_pattern)

    @cached_property
    def kinds(self) -> "Kinds":
        """The kinds of clusters."""
        return _kinds(self)

    @cached_property
    def by_cluster(self) -> Sums:
        """Sums of cells by cluster."""
        return Sums.by(self.cluster, self.count)

    @cached_property
    def by_pattern(self) -> Sums:
        """Sums of cells by pattern."""
        return Sums.by(self.pattern, len(self.seen))

    @cached_property
    def cell_weights(self) -> Array:
        """How often each cell counts (c,)."""
        return self.weights[self.cluster]

    @cached_property
    def pattern_sizes(self) -> Array:
        """Rows of each pattern (t,), weighted."""
        return self.by_pattern.of(self.cell_weights * self.size)

    @cached_property
    def pattern_products(self) -> Array:
        """Products of each pattern (t, p, p), weighted."""
        return self.by_pattern.of(self.cell_weights[:, None, None] * self.products)

    @cached_property
    def seen_values(self) -> float:
        """Number of values, weighted."""
        upper = self.weights @ self.upper_seen.sum(axis=1)[self.upper_pattern]
        return float(self.pattern_sizes @ self.seen.sum(axis=1) + upper)

    def weighted(self, weights: Array) -> "ClusterPatterns":
        """Return the clusters with each counting `weights` (J,) times."""
        found = replace(self, weights=weights)
        found.__dict__["kinds"] = self.kinds
        return found


@dataclass(frozen=True)
class Kinds:
    """Kinds (m) of clusters: kind of each cluster (J,), level 2's pattern of each kind (m,), patterns in all.

    A kind's cells: `cell_kind`, `cell_pattern`, `cell_size` (d,).
    """

    of: Places
    upper_pattern: Places
    patterns: int
    cell_kind: Places
    cell_pattern: Places
    cell_size: Array

    @property
    def count(self) -> int:
        """Number of kinds."""
        return len(self.upper_pattern)

    @cached_property
    def sums(self) -> Sums:
        """Sums of cells by kind."""
        return Sums.by(self.cell_kind, self.count)

    @cached_property
    def by_pattern(self) -> Sums:
        """Sums of cells by pattern of level 1."""
        return Sums.by(self.cell_pattern, self.patterns)

    @cached_property
    def by_kind(self) -> Sums:
        """Sums of clusters by kind."""
        return Sums.by(self.of, self.count)


def _kinds(cells: ClusterPatterns) -> Kinds:
    inside: list[list[tuple[int, float]]] = [[] for _ in range(cells.count)]
    for cluster, pattern, size in zip(cells.cluster, cells.pattern, cells.size, strict=True):
        inside[cluster].append((int(pattern), float(size)))
    known: dict[tuple[object, ...], int] = {}
    first: list[int] = []
    of = np.zeros(cells.count, dtype=np.intp)
    for cluster, own in enumerate(inside):
        key = (int(cells.upper_pattern[cluster]), *sorted(own))
        if key not in known:
            first.append(cluster)
        of[cluster] = known.setdefault(key, len(known))
    entries = [(kind, *own) for kind, cluster in enumerate(first) for own in inside[cluster]]
    table = np.array(entries, dtype=float).reshape(-1, 3)
    return Kinds(
        of,
        cells.upper_pattern[first],
        len(cells.seen),
        table[:, 0].astype(np.intp),
        table[:, 1].astype(np.intp),
        table[:, 2],
    )


def cluster_patterns(lower: Array, upper: Array, codes: Places, upper_columns: Places) -> ClusterPatterns:
    """Return the cells of rows.

    Args:
        lower: values of level 1 (n, p), NaN where missing; a row without any is in no cell.
        upper: values of level 2 only, a cluster (J, k), NaN where missing.
        codes: cluster of each row (n,), below J.
        upper_columns: places of level 2's variables among the p + k.
    """
    centre, upper_centre = _centre(lower), _centre(upper)
    used = ~np.isnan(lower).all(axis=1)
    values, own = lower[used] - centre, codes[used]
    kinds, which = np.unique(~np.isnan(values), axis=0, return_inverse=True)
    pairs, cell = np.unique(np.stack([own, which.ravel()], axis=1), axis=0, return_inverse=True)
    filled = np.nan_to_num(values)
    by_cell = Sums.by(cell.ravel(), len(pairs))
    upper_kinds, upper_which = np.unique(~np.isnan(upper), axis=0, return_inverse=True)
    return ClusterPatterns(
        seen=kinds.astype(float),
        pattern=pairs[:, 1],
        cluster=pairs[:, 0],
        size=by_cell.of(np.ones(len(filled))),
        sums=by_cell.of(filled),
        products=by_cell.of(filled[:, :, None] * filled[:, None, :]),
        centre=centre,
        upper_seen=upper_kinds.astype(float),
        upper_pattern=upper_which.ravel(),
        upper_values=np.nan_to_num(upper - upper_centre),
        upper_centre=upper_centre,
        upper_columns=upper_columns,
        weights=np.ones(len(upper)),
    )


def _centre(values: Array) -> Array:
    return np.nanmean(values, axis=0) if values.size else np.zeros(values.shape[1])
