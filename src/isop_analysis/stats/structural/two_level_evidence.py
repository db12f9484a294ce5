"""Two-level data as Gaussian terms, from the sums of squares and means of clusters.

Deviations from cluster means: N − J vectors with covariance Σ_w. Means of clusters of size s, with the
between-only variables z beside them: J_s vectors with covariance Σ_b + Σ_w / s (z without Σ_w). The
transformation from rows to these has log-determinant −½ p Σ_j log n_j (McDonald & Goldstein
1989; Rosseel 2021).
"""

from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.checks import check_independence
from isop_analysis.stats.structural.evidence import Evidence
from isop_analysis.stats.structural.gaussian_terms import Cases, GaussianTerm, Piece
from isop_analysis.stats.structural.likelihood import likelihood
from isop_analysis.stats.structural.moments import Array, Moments, Places
from isop_analysis.stats.structural.optimum import Optimum, maximise
from isop_analysis.stats.structural.parameter_table import Block, ParameterTable, Where
from isop_analysis.stats.structural.reference_models import moment_parameters, reference_table
from isop_analysis.stats.structural.roles import Roles
from isop_analysis.stats.structural.rows import ModelRows
from isop_analysis.stats.structural.sample_moments import complete_moments, gaussian_loglik
from isop_analysis.stats.structural.stacks import Term


@dataclass(frozen=True)
class _Clusters:
    """Variables of each level and their statistics a cluster.

    Attributes:
        lower: variables with values a row; upper: those of level 2, in the level's order.
        sizes: rows a cluster (J,); codes: cluster of each row (N,).
        deviations: rows minus cluster means (N, lower).
        means: of the lower variables, a cluster (J, lower).
        upper_only: values of the between-only variables (J, k).
    """

    lower: tuple[str, ...]
    upper: tuple[str, ...]
    sizes: Places
    codes: Places
    deviations: Array
    means: Array
    upper_only: Array

    @property
    def only(self) -> tuple[str, ...]:
        """Between-only variables."""
        return tuple(name for name in self.upper if name not in self.lower)


def two_level(table: ParameterTable, rows: ModelRows) -> Evidence:
    """Return the evidence of a two-level model of one group.

    Raises Refused for one cluster only, clusters of one row only, or a between variable that varies
    within clusters.
    """
    lower, upper = table.blocks[0].roles, table.blocks[1].roles
    clusters = _clusters(lower.observed, upper.observed, rows)
    _check_within(clusters)
    terms = _terms(clusters)
    fixed = fixed_moments(table, clusters.only, clusters.upper_only, rows)
    counts = np.array([float(rows.n)])
    start, units = _start_moments(clusters), len(clusters.sizes)
    full = unrestricted(table, terms, fixed.moments, start, units)
    return Evidence(terms, full.moments, start, fixed.moments, fixed.loglik, counts, units, full.converged)


def _clusters(lower: tuple[str, ...], upper: tuple[str, ...], rows: ModelRows) -> _Clusters:
    codes = rows.groups[0].clusters
    sizes = np.bincount(codes)
    check_sizes(sizes)
    values = rows.columns(0, lower)
    means = _cluster_means(values, codes, sizes)
    only = tuple(name for name in upper if name not in lower)
    between = rows.columns(0, only)
    upper_only = _cluster_means(between, codes, sizes)
    check_steady(only, between - upper_only[codes], between)
    return _Clusters(lower, upper, sizes, codes, values - means[codes], means, upper_only)


def check_sizes(sizes: Places) -> None:
    """Refuse clusters (J,) of one row only."""
    if sizes.max() < 2:
        raise Refused("single_row_clusters", found=len(sizes))


def _cluster_means(values: Array, codes: Places, sizes: Places) -> Array:
    sums = np.zeros((len(sizes), values.shape[1]))
    np.add.at(sums, codes, values)
    return sums / sizes[:, None]


def check_steady(names: tuple[str, ...], deviations: Array, values: Array) -> None:
    """Refuse a variable of level 2 only (names) whose rows (n, names) deviate from their cluster's mean."""
    for place, name in enumerate(names):
        if np.abs(deviations[:, place]).max() > 1e-8 * max(1.0, np.abs(values[:, place]).max()):
            varying = int((np.abs(deviations[:, place]) > 1e-8).sum())
            raise Refused("differs_within_clusters", item=name, found=varying)


def _check_within(clusters: _Clusters) -> None:
    spread = complete_moments(clusters.deviations).covariance
    steady = [name for name, value in zip(clusters.lower, np.diag(spread), strict=True) if value < 1e-12]
    if steady:
        raise Refused("never_differs_within", names=steady)
    check_independence(clusters.lower, spread, Where(level="within"))


def _terms(clusters: _Clusters) -> tuple[GaussianTerm, ...]:
    p, total, count = len(clusters.lower), len(clusters.codes), len(clusters.sizes)
    constant = -0.5 * p * float(np.log(clusters.sizes).sum())
    places = np.arange(p)
    everyone = np.arange(count)
    within = GaussianTerm(
        count=float(total - count),
        mean=None,
        covariance=clusters.deviations.T @ clusters.deviations / (total - count),
        pieces=(Piece(0, places, places),),
        constant=constant,
        cases=Cases(clusters.deviations, clusters.codes, clusters.sizes - 1.0, everyone),
    )
    sizes = np.unique(clusters.sizes)
    return (within, *(_size_term(clusters, size) for size in sizes), _guard(clusters, int(sizes[-1])))


def _guard(clusters: _Clusters, largest: int) -> GaussianTerm:
    """Return a term of no weight that keeps Σ_b + 0.9 Σ_w / s positive definite, s the largest size.

    Without it the likelihood is unbounded: where few clusters have that size, Σ_b can be so negative that
    their means' covariance is singular in a direction in which they don't differ.
    """
    term = _size_term(clusters, largest)
    lower, upper = term.pieces
    nobody = np.zeros(0, dtype=np.intp)
    cases = Cases(np.zeros((0, term.size)), nobody, np.zeros(0), nobody)
    return replace(term, count=0.0, pieces=(replace(lower, weight=0.9 * lower.weight), upper), cases=cases)


def _size_term(clusters: _Clusters, size: int) -> GaussianTerm:
    chosen = np.flatnonzero(clusters.sizes == size)
    values = np.hstack([clusters.means[chosen], clusters.upper_only[chosen]])
    names = clusters.lower + clusters.only
    own = complete_moments(values)
    p = len(clusters.lower)
    upper_rows = np.array([names.index(name) for name in clusters.upper], dtype=np.intp)
    return GaussianTerm(
        count=float(len(chosen)),
        mean=own.mean,
        covariance=own.covariance,
        pieces=(
            Piece(0, np.arange(p), np.arange(p), 1.0 / float(size)),
            Piece(1, np.arange(len(clusters.upper)), upper_rows),
        ),
        cases=Cases(values, chosen, np.ones(len(chosen)), chosen),
    )


def _start_moments(clusters: _Clusters) -> list[Moments]:
    """Return moments of both levels: pooled within; cluster means less the within's share."""
    n_within = len(clusters.codes) - len(clusters.sizes)
    within = clusters.deviations.T @ clusters.deviations / n_within
    values = np.hstack([clusters.means, clusters.upper_only])
    names = clusters.lower + clusters.only
    order = np.array([names.index(name) for name in clusters.upper], dtype=np.intp)
    own = complete_moments(values)
    spread = own.covariance[np.ix_(order, order)].copy()
    share = np.zeros(len(names))
    share[: len(clusters.lower)] = np.diag(within) / float(np.mean(clusters.sizes))
    variances = np.maximum(np.diag(spread) - share[order], 0.1 * np.diag(spread))
    scale = np.sqrt(variances / np.diag(spread))
    both = np.array([name in clusters.upper for name in clusters.lower])
    row_means = (clusters.means * clusters.sizes[:, None]).sum(axis=0) / clusters.sizes.sum()
    lower_mean = np.where(both, 0.0, row_means)
    return [Moments(lower_mean, within), Moments(own.mean[order], spread * np.outer(scale, scale))]


@dataclass(frozen=True)
class Unrestricted:
    """Moments of both levels under the model without restrictions, and whether they are a maximum."""

    moments: list[Moments]
    converged: bool


def unrestricted(
    table: ParameterTable, terms: tuple[Term, ...], exogenous: list[Moments], start: list[Moments], units: int
) -> Unrestricted:
    """Return the moments of both levels without restrictions, searched from `start`."""
    reference = reference_table(table, independent=False)
    model = likelihood(reference, terms, exogenous, units)
    optimum = maximise(model, _between_zero(reference, moment_parameters(reference, start)))
    return Unrestricted(model.moments(optimum.theta), optimum.convergence.converged)


def _between_zero(reference: ParameterTable, start: Array) -> Array:
    """Return the start with covariances at level 2 and with exogenous predictors at zero, always definite."""
    moved = start.copy()
    for row in reference.parameters:
        if row.free >= 0 and row.op == "~~" and row.lhs != row.rhs:
            moved[row.free] = 0.0
    return moved


@dataclass(frozen=True)
class FixedMoments:
    """The moments that exogenous predictors are fixed at, a level, and their log-likelihood."""

    moments: list[Moments]
    loglik: float


def fixed_moments(
    table: ParameterTable, only: tuple[str, ...], upper_only: Array, rows: ModelRows
) -> FixedMoments:
    """Return those of rows that have all of level 1, and of clusters' values (J, only) of level 2 only."""
    lower, upper = (block.roles.exogenous for block in table.blocks)
    below, above = (block.roles.observed for block in table.blocks)
    if set(lower) & set(above) or set(upper) & set(below):
        return _fixed_at_both(table, lower, upper, rows)
    values = rows.columns(0, lower)
    first = complete_moments(values) if lower else Moments(np.zeros(0), np.zeros((0, 0)))
    own = upper_only[:, [only.index(name) for name in upper]]
    second = complete_moments(own) if upper else Moments(np.zeros(0), np.zeros((0, 0)))
    loglik = gaussian_loglik(len(values), first.covariance) + gaussian_loglik(len(own), second.covariance)
    return FixedMoments([first, second], loglik)


def _fixed_at_both(
    table: ParameterTable, lower: tuple[str, ...], upper: tuple[str, ...], rows: ModelRows
) -> FixedMoments:
    """Return the saturated two-level moments of the predictors alone."""
    blocks = tuple(Block(0, level, Roles((), names, (), (), ())) for level, names in ((1, lower), (2, upper)))
    bare = _means_at_the_upper_level(ParameterTable((), blocks, table.conventions), upper)
    clusters = _clusters(lower, upper, rows)
    model = likelihood(bare, _terms(clusters), [], len(clusters.sizes))
    optimum: Optimum = maximise(model, _between_zero(bare, moment_parameters(bare, _start_moments(clusters))))
    return FixedMoments(model.moments(optimum.theta), optimum.slope.loglik)


def _means_at_the_upper_level(bare: ParameterTable, upper: tuple[str, ...]) -> ParameterTable:
    full = reference_table(bare, independent=False)
    rows, count = [], 0
    for row in full.parameters:
        if row.op == "~1" and row.block == 0 and row.lhs in upper:
            rows.append(replace(row, free=-1, fixed=0.0))
        else:
            rows.append(replace(row, free=count))
            count += 1
    return replace(full, parameters=tuple(rows), n_free=count)
