"""Where incomplete clusters stand at given moments of both levels.

A cluster's values y (all cells seen) and z have mean and covariance Z μ and V = Z Σ_b Zᵀ + ⊕ Σ_w, where Z
takes a row's seen variables, or those of level 2, from the p + k between clusters. With W a pattern's
Σ_w⁻¹ (zero where not seen), A = Σ W over a cluster's rows, and, given what is seen of z, B = Σ_yz Σ_zz⁻¹ and
S = Σ_yy − B Σ_zy, all follows from matrices of size p + k:

    |V| = Π|Σ_w| · |I + S A| · |Σ_zz|,   U = Zᵀ V⁻¹ Z,   u = Zᵀ V⁻¹ (values − mean),

and the blocks of V⁻¹ for rows i, i' are δ W − W C W' with C the covariance of a cluster's between part given
its data (Goldstein & McDonald 1988, Psychometrika 53, 455–467; Rosseel 2021). With A = L Lᵀ, I + S A has the
determinant of G = I + Lᵀ S L, and (I + A S)⁻¹ A = L G⁻¹ Lᵀ.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from isop_analysis.stats.structural.incomplete_levels.cluster_patterns import ClusterPatterns
from isop_analysis.stats.structural.moments import LOG_2PI, Array

GUARD = 0.1
"""Smallest eigenvalue of G: as in complete data, S + (1 − GUARD) A⁻¹ stays positive definite.

Without it the likelihood is unbounded where few clusters tell most about their between part."""


@dataclass(frozen=True)
class BothLevels:
    """Σ_w (p, p), and Σ_b (p + k, p + k) and μ (p + k,) of all variables between clusters."""

    within: Array
    between: Array
    mean: Array


@dataclass(frozen=True)
class PatternValues:
    """Patterns of level 1: W (t, p, p) and log-determinants of Σ_w (t,)."""

    inverse: Array
    determinants: Array


@dataclass(frozen=True)
class UpperValues:
    """Patterns of level 2: Σ_zz⁻¹ (o, k, k), its log-determinants (o,), B (o, p, k) and S (o, p, p)."""

    inverse: Array
    determinants: Array
    slopes: Array
    left: Array


@dataclass(frozen=True)
class KindValues:
    """Kinds of clusters: A, U of level 1, C, F = I − C A (m, p, p), log|G| (m,), whole U (m, p + k, p + k).

    `reach` (m, p, p + k) is F with −F B beside it: V⁻¹ Z has rows W F and −W F B.
    """

    information: Array
    lower: Array
    rest: Array
    determinants: Array
    whole: Array
    reach: Array


@dataclass(frozen=True)
class ClusterValues:
    """Clusters (J): u (J, p + k), and what a row of theirs is expected to be, about the centre, (J, p)."""

    pulled: Array
    expected: Array


@dataclass(frozen=True)
class Evaluation:
    """All of these, and the log-likelihood."""

    cells: ClusterPatterns
    patterns: PatternValues
    upper: UpperValues
    kinds: KindValues
    clusters: ClusterValues
    loglik: float

    @cached_property
    def residual_sums(self) -> Array:
        """Sums of e = W (value − expected) over the rows of every cell (c, p)."""
        cells = self.cells
        expected = self.clusters.expected[cells.cluster]
        off = cells.sums - cells.size[:, None] * expected
        return np.einsum("cij,cj->ci", self.patterns.inverse[cells.pattern], off)

    @cached_property
    def kind_weights(self) -> Array:
        """How many clusters there are of every kind (m,), weighted."""
        return self.cells.kinds.by_kind.of(self.cells.weights)


def evaluated(cells: ClusterPatterns, at: BothLevels) -> Evaluation:
    """Return where the clusters stand.

    Raises numpy.linalg.LinAlgError where the covariance of a cluster is not positive definite, or nearly so.
    """
    patterns = _patterns(cells, at.within)
    upper = _upper(cells, at.between)
    kinds = _kinds(cells, patterns, upper)
    p, own = cells.lower, cells.upper_pattern
    off = cells.upper_seen[own] * (cells.upper_values - (at.mean[p:] - cells.upper_centre))
    centres = at.mean[:p] - cells.centre + np.einsum("jpk,jk->jp", upper.slopes[own], off)
    of = cells.kinds.of
    weighed = np.einsum("cij,cj->ci", patterns.inverse[cells.pattern], cells.sums)
    totals = cells.by_cluster.of(weighed)
    about = totals - np.einsum("jpq,jq->jp", kinds.information[of], centres)
    moved = np.einsum("jpq,jq->jp", upper.left[own], about)
    lower = about - np.einsum("jpq,jq->jp", kinds.lower[of], moved)
    by_upper = np.einsum("jkl,jl->jk", upper.inverse[own], off)
    of_upper = by_upper - np.einsum("jpk,jp->jk", upper.slopes[own], lower)
    expected = centres + np.einsum("jpq,jq->jp", upper.left[own], lower)
    distances = (
        np.einsum("jk,jk->j", off, by_upper)
        - np.einsum("jp,jp->j", totals + about, centres)
        - np.einsum("jp,jp->j", about, expected - centres)
    )
    rows = np.einsum("tij,tij->", patterns.inverse, cells.pattern_products)
    determinants = cells.pattern_sizes @ patterns.determinants + cells.weights @ (
        kinds.determinants[of] + upper.determinants[own]
    )
    total = determinants + rows + cells.weights @ distances + cells.seen_values * LOG_2PI
    clusters = ClusterValues(np.hstack([lower, of_upper]), expected)
    return Evaluation(cells, patterns, upper, kinds, clusters, -0.5 * float(total))


def _inverses(whole: Array, seen: Array) -> tuple[Array, Array]:
    """Return inverses (t, p, p) of parts of a covariance (p, p), 0 elsewhere, and log-determinants (t,)."""
    both = seen[:, :, None] * seen[:, None, :]
    root = np.linalg.cholesky(both * whole + (1.0 - seen)[:, :, None] * np.eye(len(whole)))
    whitener = np.linalg.inv(root)
    determinants = 2.0 * np.log(np.einsum("tii->ti", root)).sum(axis=1)
    return whitener.transpose(0, 2, 1) @ whitener * both, determinants


def _patterns(cells: ClusterPatterns, within: Array) -> PatternValues:
    return PatternValues(*_inverses(within, cells.seen))


def _upper(cells: ClusterPatterns, between: Array) -> UpperValues:
    p = cells.lower
    inverse, determinants = _inverses(between[p:, p:], cells.upper_seen)
    slopes = between[:p, p:] @ inverse
    return UpperValues(inverse, determinants, slopes, between[:p, :p] - slopes @ between[p:, :p])


def _kinds(cells: ClusterPatterns, patterns: PatternValues, upper: UpperValues) -> KindValues:
    kinds, p = cells.kinds, cells.lower
    information = kinds.sums.of(kinds.cell_size[:, None, None] * patterns.inverse[kinds.cell_pattern])
    left, slopes = upper.left[kinds.upper_pattern], upper.slopes[kinds.upper_pattern]
    never = np.einsum("mii->mi", information) == 0.0
    root = np.linalg.cholesky(information + never[:, :, None] * np.eye(p))
    root = root * ~never[:, :, None]
    inner = np.eye(p) + root.transpose(0, 2, 1) @ left @ root
    np.linalg.cholesky(inner - GUARD * np.eye(p))
    half = np.linalg.cholesky(inner)
    solved = np.linalg.solve(half, root.transpose(0, 2, 1))
    lower = solved.transpose(0, 2, 1) @ solved
    rest = left - left @ lower @ left
    across = lower @ slopes
    within_upper = upper.inverse[kinds.upper_pattern] + slopes.transpose(0, 2, 1) @ across
    whole = np.block([[lower, -across], [-across.transpose(0, 2, 1), within_upper]])
    reached = np.eye(p) - rest @ information
    reach = np.concatenate([reached, -reached @ slopes], axis=2)
    determinants = 2.0 * np.log(np.einsum("mii->mi", half)).sum(axis=1)
    return KindValues(information, lower, rest, determinants, whole, reach)
