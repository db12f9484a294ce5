"""The statistics of two-level data with missing values, and what they can't tell."""

from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.checks import check_complete_rows, check_sizes, check_steady
from isop_analysis.stats.structural.incomplete_levels.cluster_patterns import (
    ClusterPatterns,
    cluster_patterns,
)
from isop_analysis.stats.structural.incomplete_moments import searched_moments
from isop_analysis.stats.structural.moments import Array, Moments, Places, complete_moments, patterns
from isop_analysis.stats.structural.parameter_table import ParameterTable, Where
from isop_analysis.stats.structural.rows import GroupRows, ModelRows
from isop_analysis.stats.structural.sample_statistics import SampleStatistics
from isop_analysis.stats.structural.two_level_statistics import (
    fixed_moments,
    two_level,
    unrestricted,
)


@dataclass(frozen=True)
class _Answers:
    """Variables of each level, in the levels' order, and their values.

    Attributes:
        values: of level 1 (n, p); means: of their cluster (J, p); deviations from these (n, p); all NaN where
            missing.
        only: variables of level 2 only; upper_only: their values (J, k), NaN where missing.
        codes: cluster of each row (n,).
    """

    lower: tuple[str, ...]
    upper: tuple[str, ...]
    values: Array
    means: Array
    deviations: Array
    only: tuple[str, ...]
    upper_only: Array
    codes: Places


def level_statistics(table: ParameterTable, rows: ModelRows) -> SampleStatistics:
    """Return those of a two-level model; complete rows have sums of squares and means that suffice."""
    complete = not np.isnan(rows.columns(0, table.observed)).any()
    return two_level(table, rows) if complete else incomplete_two_level(table, rows)


def incomplete_two_level(table: ParameterTable, rows: ModelRows) -> SampleStatistics:
    """Return the statistics of a two-level model of one group whose rows miss values.

    Raises Refused as for complete rows, and for a variable of level 1 that no cluster has twice, or two
    variables between clusters that fewer than two clusters have both.
    """
    answers = _answers(table.blocks[0].roles.observed, table.blocks[1].roles.observed, rows)
    _check(answers)
    cells = _cells(answers)
    fixed = fixed_moments(table, answers.only, answers.upper_only, _predicted(table, rows))
    start, units = _start_moments(answers), len(answers.upper_only)
    full = unrestricted(table, (cells,), fixed.moments, start, units)
    counts = np.array([float(rows.n)])
    return SampleStatistics(
        (cells,), full.moments, start, fixed.moments, fixed.loglik, counts, units, full.converged
    )


def _answers(lower: tuple[str, ...], upper: tuple[str, ...], rows: ModelRows) -> _Answers:
    codes = np.asarray(rows.groups[0].clusters, dtype=np.intp)
    values = rows.columns(0, lower)
    check_sizes(np.bincount(codes))
    only = tuple(name for name in upper if name not in lower)
    between = rows.columns(0, only)
    means, upper_only = _seen_means(values, codes), _seen_means(between, codes)
    check_steady(only, np.nan_to_num(between - upper_only[codes]), np.nan_to_num(between))
    return _Answers(lower, upper, values, means, values - means[codes], only, upper_only, codes)


def _seen_means(values: Array, codes: Places) -> Array:
    """Return each cluster's mean of the values seen (J, p), NaN where it has none."""
    count = int(codes.max()) + 1
    sums, seen = np.zeros((count, values.shape[1])), np.zeros((count, values.shape[1]))
    np.add.at(sums, codes, np.nan_to_num(values))
    np.add.at(seen, codes, ~np.isnan(values))
    return sums / np.where(seen > 0, seen, np.nan)


def _check(answers: _Answers) -> None:
    seen = ~np.isnan(answers.values)
    inside = np.zeros(answers.means.shape)
    np.add.at(inside, answers.codes, seen)
    alone = [name for name, most in zip(answers.lower, inside.max(axis=0), strict=True) if most < 2]
    if alone:
        raise Refused("never_two_in_cluster", names=alone)
    spread = np.nanmean(answers.deviations**2, axis=0)
    steady = [name for name, value in zip(answers.lower, spread, strict=True) if value < 1e-12]
    if steady:
        raise Refused("never_differs_within", names=steady)
    complete = ~np.isnan(answers.values).any(axis=1)
    own, codes = answers.values[complete], answers.codes[complete]
    if len(own) - len(np.unique(codes)) > len(answers.lower):
        check_complete_rows(answers.lower, own - _seen_means(own, codes)[codes], Where(level="within"))
    _check_between(answers)


def _check_between(answers: _Answers) -> None:
    names = answers.lower + answers.only
    seen = ~np.isnan(np.hstack([answers.means, answers.upper_only]))
    places = [names.index(name) for name in answers.upper]
    together = seen.T.astype(int) @ seen
    for count, first in enumerate(places):
        for second in places[count + 1 :]:
            if together[first, second] < 2:
                raise Refused("seldom_in_clusters", item=names[first], other=names[second])


def _cells(answers: _Answers) -> ClusterPatterns:
    names = answers.lower + answers.only
    columns = np.array([names.index(name) for name in answers.upper], dtype=np.intp)
    return cluster_patterns(answers.values, answers.upper_only, answers.codes, columns)


def _predicted(table: ParameterTable, rows: ModelRows) -> ModelRows:
    """Return the rows that have the exogenous predictors of level 1, clusters numbered anew."""
    asked = table.blocks[0].roles.exogenous
    kept = ~np.isnan(rows.columns(0, asked)).any(axis=1)
    group = rows.groups[0]
    codes = np.unique(group.clusters[kept], return_inverse=True)[1]
    return replace(rows, groups=(GroupRows(group.label, group.values[kept], codes),))


def _start_moments(answers: _Answers) -> list[Moments]:
    """Return moments of both levels: pooled within; cluster means less the within's share."""
    names, p = answers.lower + answers.only, len(answers.lower)
    order = np.array([names.index(name) for name in answers.upper], dtype=np.intp)
    within = _pooled(answers)
    means = np.hstack([answers.means, answers.upper_only])
    filled = np.where(np.isnan(means), np.nanmean(means, axis=0), means)
    own = complete_moments(filled)
    spread = own.covariance[np.ix_(order, order)].copy()
    share = np.zeros(len(names))
    rows_seen, clusters_seen = (~np.isnan(part) for part in (answers.values, answers.means))
    share[:p] = np.diag(within) * clusters_seen.sum(axis=0) / rows_seen.sum(axis=0)
    variances = np.maximum(np.diag(spread) - share[order], 0.1 * np.diag(spread))
    scale = np.sqrt(variances / np.diag(spread))
    both = np.array([name in answers.upper for name in answers.lower])
    lower_mean = np.where(both, 0.0, np.nanmean(answers.values, axis=0))
    return [Moments(lower_mean, within), Moments(own.mean[order], spread * np.outer(scale, scale))]


def _pooled(answers: _Answers) -> Array:
    """Return the covariance within clusters (p, p), without covariances where these have no maximum."""
    used = answers.deviations[~np.isnan(answers.values).all(axis=1)]
    searched = searched_moments(used, patterns(used))
    rows_seen, clusters_seen = (~np.isnan(part) for part in (answers.values, answers.means))
    free = rows_seen.sum(axis=0) - clusters_seen.sum(axis=0)
    larger = np.sqrt(rows_seen.sum(axis=0) / free)
    if searched.settled:
        return searched.moments.covariance * np.outer(larger, larger)
    return np.diag(np.nanvar(used, axis=0) * larger**2)
