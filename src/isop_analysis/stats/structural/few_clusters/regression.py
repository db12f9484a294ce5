"""Regressions between clusters, from cluster means whose sampling and measurement error is taken off.

Scores s are weighted sums of items (`scores`). Over clusters their means have covariance Σ_b + mean(1/n_j)
Σ_w (Croon & van Veldhoven 2007, Psychological Methods 12, 45–57), so that Σ_b is the covariance of means
less the pooled covariance within, divided by the sizes. Of a cluster with N_j members, n_j of them rows,
the mean of its members misses only (1 − n_j/N_j) of it (Lüdtke et al. 2008, Psychological Methods 13,
203–229, eq. 13). Loadings are those within clusters, also between them, without residuals there.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.structural.few_clusters.cluster_data import ClusterData
from isop_analysis.stats.structural.few_clusters.mapping import subtractable
from isop_analysis.stats.structural.few_clusters.scores import FactorWeights
from isop_analysis.stats.structural.moments import Array, Places

DEPENDENT = 1e-8
"""Smallest eigenvalue of a correlation matrix up to which its variables count as dependent."""
METHODS = ("corrected", "manifest", "finite_population")


@dataclass(frozen=True)
class Equation:
    """A regression between clusters: places of outcome and predictors among the variables."""

    outcome: int
    predictors: Places


@dataclass(frozen=True)
class Variables:
    """Variables between clusters: factors with their items' places and weights, then single columns."""

    names: tuple[str, ...]
    items: tuple[Places, ...]
    weights: tuple[FactorWeights, ...]
    single: Places

    def mapping(self, width: int) -> Array:
        """Return M (R, variables, P), from columns to variables."""
        count = len(self.weights[0].weights) if self.weights else 1
        M = np.zeros((count, len(self.names), width))
        for place, (items, own) in enumerate(zip(self.items, self.weights, strict=True)):
            M[:, place, items] = own.weights
        for count_, column in enumerate(self.single):
            M[:, len(self.items) + count_, column] = 1.0
        return M

    @property
    def found(self) -> NDArray[np.bool_]:
        """Return in which samples all weights were found (R,)."""
        return np.logical_and.reduce([own.found for own in self.weights])


@dataclass(frozen=True)
class BetweenMoments:
    """Covariances of the variables over clusters in R samples.

    Attributes:
        covariance: corrected (R, V, V); seen: of the cluster means (R, V, V).
        error: of the cluster means (R, V, V).
        taken: share of the error that was taken off (R,); 1 unless nothing would be left.
        count: clusters (R,).
        different: clusters that are not one another's copies (R,).
    """

    covariance: Array
    seen: Array
    error: Array
    taken: Array
    count: Array
    different: Array


def between_moments(clusters: ClusterData, variables: Variables, draws: Array, method: str) -> BetweenMoments:
    """Return the covariance between clusters (R, V, V) under every row of cluster weights (R, J)."""
    M = variables.mapping(len(clusters.names))
    total, different = draws.sum(axis=1), (draws > 0).sum(axis=1)
    centre = draws @ clusters.means / total[:, None]
    spread = np.einsum("rj,jp,jq->rpq", draws, clusters.means, clusters.means, optimize=True)
    spread = (spread - total[:, None, None] * centre[:, :, None] * centre[:, None, :]) / (total - 1)[
        :, None, None
    ]
    scores = M @ spread @ M.transpose(0, 2, 1)
    if method == "manifest":
        return BetweenMoments(scores, scores, np.zeros_like(scores), np.ones(len(draws)), total, different)
    free = np.maximum(draws @ (clusters.sizes - 1), 1.0)  # a sample may hold no cluster of two rows
    within = np.einsum("rj,jpq->rpq", draws, clusters.squares, optimize=True) / free[:, None, None]
    share = clusters.unseen if method == "finite_population" else np.ones(len(clusters.sizes))
    scale = draws @ (share / clusters.sizes) / total
    error = scale[:, None, None] * (M @ within @ M.transpose(0, 2, 1))
    taken = np.array([subtractable(s, e, n) for s, e, n in zip(scores, error, total, strict=True)])
    return BetweenMoments(scores - taken[:, None, None] * error, scores, error, taken, total, different)


def slopes(moments: BetweenMoments, equation: Equation) -> Array:
    """Return the regression's slopes in every sample (R, predictors).

    NaN where different clusters are too few to leave a residual, or predictors hang together wholly: what
    comes out there is rounding error, other on another processor.
    """
    p, o = equation.predictors, equation.outcome
    inner, outer = moments.covariance[:, p[:, None], p], moments.covariance[:, p, o]
    usable = (moments.different > len(p) + 1) & _independent(moments.seen[:, p[:, None], p])
    found = np.full(outer.shape, np.nan)
    found[usable] = np.linalg.solve(inner[usable], outer[usable][:, :, None])[:, :, 0]
    return found


def _independent(covariance: Array) -> NDArray[np.bool_]:
    """Tell in which samples (R,) no predictor is a sum of others, from their covariances (R, p, p)."""
    variances = np.diagonal(covariance, axis1=1, axis2=2)
    differ = (variances > 0).all(axis=1)
    found = np.zeros(len(covariance), dtype=bool)
    spread = np.sqrt(variances[differ])
    correlations = covariance[differ] / spread[:, :, None] / spread[:, None, :]
    found[differ] = np.linalg.eigvalsh(correlations)[:, 0] > DEPENDENT
    return found


def slope_covariance(moments: BetweenMoments, equation: Equation) -> Array:
    """Return the covariance of the first sample's slopes (p, p) (Fuller 1987, theorem 2.2.1).

    With Π the corrected and S the seen covariance of the predictors, E = S − Π, b the slopes, and v the
    variance of outcome − bᵀ predictors over the cluster means on J − p − 1 degrees of freedom, it is Π⁻¹ [v
    S + q qᵀ] Π⁻¹ / (J − 1), q = E_po − E_pp b. Without error it is that of least squares.
    """
    p, o = equation.predictors, equation.outcome
    covariance, seen = moments.covariance[0], moments.seen[0]
    inner = covariance[np.ix_(p, p)]
    b = np.linalg.solve(inner, covariance[p, o])
    units = float(moments.count[0])
    free = units - len(p) - 1
    v = float(seen[o, o] - 2 * b @ seen[p, o] + b @ seen[np.ix_(p, p)] @ b) * (units - 1) / free
    error = seen - covariance
    q = error[p, o] - error[np.ix_(p, p)] @ b
    inverse = np.linalg.inv(inner)
    return inverse @ (v * seen[np.ix_(p, p)] + np.outer(q, q)) @ inverse / (units - 1)
