"""CR2 standard errors by cluster with Satterthwaite df, of a weighted least-squares fit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Clustered:
    """Standard errors and degrees of freedom (p,)."""

    se: Array
    df: Array


def cr2(X: Array, residual: Array, weights: Array, clusters: NDArray[np.intp]) -> Clustered:
    """Return CR2 for columns X (n, p), residuals (n,), weights (n,) and clusters numbered from 0 (n,).

    Bell & McCaffrey (2002); Pustejovsky & Tipton (2018), equation 5. The working model is independent rows of
    variance 1 / weight. For a logistic regression as R's clubSandwich has it: columns μ(1 − μ) X, residuals
    y − μ, weights 1 / (μ(1 − μ)).
    """
    bread: Array = np.linalg.inv(X.T @ (weights[:, None] * X)).astype(np.float64)
    count, p = int(clusters.max()) + 1, X.shape[1]
    scores, sizes, ties = np.zeros((count, p)), np.zeros((count, p)), np.zeros((count, p, p))
    for cluster in range(count):
        rows = np.flatnonzero(clusters == cluster)
        own, w = X[rows], weights[rows]
        # Column k of a: the weights that coefficient k gives to this cluster's residuals.
        a = _adjustment(own, w, bread) @ (w[:, None] * own) @ bread
        scores[cluster] = a.T @ residual[rows]
        sizes[cluster] = (a**2 / w[:, None]).sum(axis=0)
        ties[cluster] = own.T @ a
    df = np.array([_satterthwaite(sizes[:, k], ties[:, :, k], bread) for k in range(p)])
    return Clustered(np.sqrt((scores**2).sum(axis=0)), df)


def _adjustment(X: Array, w: Array, bread: Array) -> Array:
    """Return A = D B^(−1/2) D with D = w^(−1/2) and B = D (1/w − X M X') D; B's pseudo-inverse."""
    D = 1 / np.sqrt(w)
    values, vectors = np.linalg.eigh(D[:, None] * (np.diag(1 / w) - X @ bread @ X.T) * D)
    kept = values > 1e-12 * max(float(values.max()), 1e-300)
    half = (vectors[:, kept] / np.sqrt(values[kept])) @ vectors[:, kept].T
    return np.asarray(D[:, None] * half * D)


def _satterthwaite(sizes: Array, ties: Array, bread: Array) -> float:
    """Return 2 E² / Var of the variance estimate under the working model."""
    G = np.diag(sizes) - ties @ bread @ ties.T
    return float(np.trace(G) ** 2 / (G**2).sum())
