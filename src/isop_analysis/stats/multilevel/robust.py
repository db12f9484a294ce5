"""Cluster-robust CR2 standard errors with Satterthwaite df (Pustejovsky & Tipton 2018, J Bus Econ Stat
36), a check on
the model's own. As R's clubSandwich, with the fitted model as working model.

Clusters are the sets of rows that share no random effect with others: the highest level of nested groups, the
connected components where people move between groups.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason
from isop_analysis.stats.multilevel.columns import Array, Codes
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.solution import Solution
from isop_analysis.stats.multilevel.tables import estimate_table

FEWEST = 6


@dataclass(frozen=True)
class ClusterRobust:
    """The table (term, estimate, se, df, statistic, p_value, ci_low, ci_high), or None with the reason."""

    table: pd.DataFrame | None
    clusters: int
    reason: Reason | None


def cluster_robust(fitted: Fit, level: float = 0.95) -> ClusterRobust:
    """Return CR2 inference for the coefficients; not available with fewer than 6 independent clusters."""
    codes = independent_clusters(fitted)
    count = int(codes.max()) + 1
    if count < FEWEST:
        return ClusterRobust(None, count, Reason("few_independent_clusters", found=count, needed=FEWEST))
    covariance, df = _sandwich(fitted.solution, codes, count)
    se = np.sqrt(np.diag(covariance))
    keys = {"term": list(fitted.terms)}
    return ClusterRobust(estimate_table(keys, fitted.solution.beta, se, df, level), count, None)


def independent_clusters(fitted: Fit) -> Codes:
    """Number the connected components of all grouping factors, a code per row (n,)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    blocks = fitted.solution.model.layout.blocks
    offsets = np.cumsum([0, *(len(block.levels) for block in blocks)])
    first = blocks[0].codes
    ends = [(first, block.codes + offset) for block, offset in zip(blocks[1:], offsets[1:-1], strict=True)]
    ends.append((first, first))
    rows, columns = (np.concatenate(side) for side in zip(*ends, strict=True))
    size = int(offsets[-1])
    graph = coo_array((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1]
    return np.unique(labels[first], return_inverse=True)[1].astype(np.intp)


def _sandwich(solution: Solution, codes: Codes, count: int) -> tuple[Array, Array]:
    """Return the covariance (p, p) and each coefficient's df."""
    model = solution.model
    X, residual = model.fixed.design.matrix, model.outcome - model.fixed.design.matrix @ solution.beta
    bread = solution.covariance
    p = X.shape[1]
    scores, sizes, ties = np.zeros((count, p)), np.zeros((count, p)), np.zeros((count, p, p))
    for cluster in range(count):
        rows = np.flatnonzero(codes == cluster)
        Phi = marginal_covariance(solution, rows)
        adjusted = _adjustment(Phi, X[rows], bread)
        # Column k of a: the weights that coefficient k gives to this cluster's adjusted residuals.
        a = adjusted @ np.linalg.solve(Phi, X[rows]) @ bread
        scores[cluster] = a.T @ residual[rows]
        sizes[cluster] = (a * (Phi @ a)).sum(axis=0)
        ties[cluster] = X[rows].T @ a
    df = np.array([_satterthwaite(sizes[:, k], ties[:, :, k], bread) for k in range(p)])
    return scores.T @ scores, df


def _adjustment(Phi: Array, X: Array, bread: Array) -> Array:
    """Return A = D'B^(−1/2)D with Φ = D'D and B = D(Φ − X M X')D'; A is symmetric."""
    D = np.linalg.cholesky(Phi).T
    values, vectors = np.linalg.eigh(D @ (Phi - X @ bread @ X.T) @ D.T)
    kept = values > 1e-12 * max(values.max(), 1e-300)
    half = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
    return np.asarray(D.T @ half @ D)


def _satterthwaite(sizes: Array, ties: Array, bread: Array) -> float:
    """Return 2 E² / Var of the variance estimate under the working model."""
    G = np.diag(sizes) - ties @ bread @ ties.T
    return float(np.trace(G) ** 2 / (G**2).sum())


def marginal_covariance(solution: Solution, rows: Codes) -> Array:
    """Return the outcome's model-implied covariance among these rows."""
    model = solution.model
    Phi = np.eye(len(rows)) if model.root_weights is None else np.diag(model.root_weights[rows] ** -2.0)
    for block, T in zip(model.layout.blocks, solution.relative, strict=True):
        Z, codes = block.matrix[rows], block.codes[rows]
        Phi = Phi + (Z @ T @ Z.T) * (codes[:, None] == codes)
    return np.asarray(solution.sigma2 * Phi)
