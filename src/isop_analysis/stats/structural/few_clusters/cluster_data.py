"""What a between-cluster analysis needs of the data: cluster means, spread within clusters, sizes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.rows import Question, model_rows


@dataclass(frozen=True)
class ClusterData:
    """Variables by cluster.

    Attributes:
        names: of the variables (P,), items first.
        labels: of the clusters (J,).
        codes: cluster of each row (N,).
        deviations: rows minus cluster means (N, P).
        means: of clusters (J, P).
        squares: sums of squares and products within each cluster (J, P, P).
        sizes: rows a cluster (J,).
        unseen: share of each cluster's members who are no rows, 1 − n/N (J,); ones where unknown.
    """

    names: tuple[str, ...]
    labels: tuple[str, ...]
    codes: Places
    deviations: Array
    means: Array
    squares: Array
    sizes: Array
    unseen: Array


def cluster_data(
    names: tuple[str, ...], data: pd.DataFrame, cluster: str, members: str | None
) -> ClusterData:
    """Return the complete rows by cluster.

    `members` is a column with the number of members of a row's cluster, of whom the rows are some. Raises
    Refused for columns that aren't there, one cluster, no cluster of two rows, or members that differ
    within a cluster or are fewer than its rows.
    """
    asked = (*names, members) if members else names
    rows = model_rows(Question(asked, (), "listwise", None, cluster), data).groups[0]
    kept = data[list(asked)].notna().all(axis=1) & data[cluster].notna()
    labels = tuple(str(label) for label in pd.unique(data.loc[kept, cluster]))
    values, codes = rows.values, np.asarray(rows.clusters, dtype=np.intp)
    sizes = np.bincount(codes).astype(float)
    if sizes.max() < 2:
        raise Refused("single_row_clusters", found=len(sizes))
    means = np.stack([np.bincount(codes, column) / sizes for column in values.T], axis=1)
    deviations = values - means[codes]
    products = deviations[:, :, None] * deviations[:, None, :]
    squares = np.zeros((len(sizes), *products.shape[1:]))
    np.add.at(squares, codes, products)
    unseen = np.ones(len(sizes)) if members is None else _unseen(members, deviations, means, sizes)
    p = len(names)
    return ClusterData(
        names, labels, codes, deviations[:, :p], means[:, :p], squares[:, :p, :p], sizes, unseen
    )


def _unseen(members: str, deviations: Array, means: Array, sizes: Array) -> Array:
    count = means[:, -1]
    if np.abs(deviations[:, -1]).max() > 1e-8:
        raise Refused("members_differ", members=members)
    small = int((count < sizes).sum())
    if small:
        raise Refused("members_too_few", members=members, found=small, all=len(sizes))
    return 1 - sizes / count
