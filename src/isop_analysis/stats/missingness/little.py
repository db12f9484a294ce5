"""Little's test of whether values are missing completely at random (MCAR).

Little, R. J. A. (1988). A test of missing completely at random for multivariate data with missing values.
Journal of the American Statistical Association, 83, 1198–1202.

1. Numbers, rows with at least one; what can't be tested is refused.
2. Maximum likelihood mean and covariance by EM, on standardised columns (the statistic does not change).
3. d² (equation 4): over patterns j, n_j times the distance of the pattern's mean from the estimated one.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.answers import named
from isop_analysis.stats.structural.incomplete_moments import incomplete_moments
from isop_analysis.stats.structural.moments import Moments
from isop_analysis.stats.structural.sample_moments import Pattern, patterns

Array = NDArray[np.float64]
SMALLEST_EIGENVALUE = 1e-8
AT_REST = 1e-6


@dataclass(frozen=True)
class McarTest:
    """Little's test.

    Attributes:
        statistic: d², χ² distributed with `df` where values are missing completely at random.
        p_value: probability of that or more.
        n: rows with at least one value; `n_dropped`: rows without any.
        variables: number of columns; `patterns`: number of patterns of missing values among the rows.
        cells_missing: share of the n × variables cells that is missing, 0–1.
    """

    statistic: float
    df: int
    p_value: float
    n: int
    n_dropped: int
    variables: int
    patterns: int
    cells_missing: float


def mcar_test(data: pd.DataFrame) -> McarTest:
    """Test whether the values of numeric columns (n rows, p variables) are missing completely at random.

    The covariance is the maximum likelihood one (divisor n), as in R's naniar and BaylorEdPsych. The test
    supposes independent rows, a multivariate normal distribution and many rows. A small p speaks against
    MCAR; a large one does not show MCAR, and no test of the values seen can tell whether missingness depends
    on the values not seen.

    Raises:
        Refused: nobody has a value; text or infinite values; fewer than two columns; a column
            without values or without spread; as many columns as rows or more; all rows alike in what is
            missing; two columns never seen together; columns that determine each other.
    """
    values = _numbers(data)
    filled = ~np.isnan(values).all(axis=1)
    rows = values[filled]
    _check(data, rows)
    spread = np.nanstd(rows, axis=0)
    rows = (rows - np.nanmean(rows, axis=0)) / spread
    found = patterns(rows)
    _check_patterns(data, rows, found)
    moments = _moments(data, rows)
    _check_moments(moments, found)
    return _tested(rows, found, moments, len(values) - len(rows))


def _tested(rows: Array, found: tuple[Pattern, ...], moments: Moments, dropped: int) -> McarTest:
    from scipy.stats import chi2

    statistic = sum(_distance(pattern, moments) for pattern in found)
    df = sum(len(pattern.seen) for pattern in found) - rows.shape[1]
    return McarTest(
        statistic=statistic,
        df=df,
        p_value=float(chi2.sf(statistic, df)),
        n=len(rows),
        n_dropped=dropped,
        variables=rows.shape[1],
        patterns=len(found),
        cells_missing=float(np.isnan(rows).mean()),
    )


def _distance(pattern: Pattern, moments: Moments) -> float:
    seen = pattern.seen
    away = pattern.mean - moments.mean[seen]
    return float(pattern.count * away @ np.linalg.solve(moments.covariance[np.ix_(seen, seen)], away))


def _numbers(data: pd.DataFrame) -> Array:
    if data.shape[1] < 2:
        raise Refused("mcar_columns", found=data.shape[1])
    text = [str(name) for name in data if not pd.api.types.is_numeric_dtype(data[name])]
    if text:
        raise Refused("mcar_text", names=text)
    values = data.astype("float64").to_numpy(dtype=np.float64, na_value=np.nan)
    endless = [str(name) for name, own in zip(data.columns, values.T, strict=True) if np.isinf(own).any()]
    if endless:
        raise Refused("mcar_infinite", names=endless)
    return values


def _check(data: pd.DataFrame, rows: Array) -> None:
    if not len(rows):
        raise Refused("mcar_no_value", rows=len(data))
    empty = np.isnan(rows).all(axis=0)
    if empty.any():
        raise Refused("mcar_empty", names=named(data.columns[np.flatnonzero(empty)]), rows=len(rows))
    low, high = np.nanmin(rows, axis=0), np.nanmax(rows, axis=0)
    constant = high - low <= 1e-12 * np.maximum(np.abs(low), np.abs(high))
    if constant.any():
        raise Refused("mcar_constant", names=named(data.columns[np.flatnonzero(constant)]))
    if len(rows) <= rows.shape[1]:
        raise Refused("mcar_rows", found=len(rows), columns=rows.shape[1])


def _check_patterns(data: pd.DataFrame, rows: Array, found: tuple[Pattern, ...]) -> None:
    if len(found) == 1:
        raise Refused("mcar_one_pattern", rows=len(rows))
    seen = (~np.isnan(rows)).astype("int64")
    apart = np.argwhere(np.triu(seen.T @ seen < 2))
    if len(apart):
        first, second = (str(data.columns[place]) for place in apart[0])
        raise Refused("mcar_apart", first=first, second=second)


def _check_moments(moments: Moments, found: tuple[Pattern, ...]) -> None:
    slope = _slope(found, moments)
    n = sum(pattern.count for pattern in found)
    if float(slope @ moments.covariance @ slope) > AT_REST**2 * n:
        raise Refused("mcar_unsettled")


def _moments(data: pd.DataFrame, rows: Array) -> Moments:
    try:
        moments = incomplete_moments(rows)
    except np.linalg.LinAlgError:
        pairwise = pd.DataFrame(rows).corr().fillna(0.0).to_numpy(dtype=np.float64)
        raise _determined(data, pairwise) from None
    if np.linalg.eigvalsh(moments.covariance)[0] < SMALLEST_EIGENVALUE:
        raise _determined(data, moments.covariance)
    return moments


def _determined(data: pd.DataFrame, covariance: "NDArray[np.floating[Any]]") -> Refused:
    weights = np.abs(np.linalg.eigh(covariance)[1][:, 0])
    tied = data.columns[np.flatnonzero(weights > 0.1 * weights.max())]
    return Refused("mcar_determined", names=named(tied))


def _slope(found: tuple[Pattern, ...], moments: Moments) -> Array:
    """Return the derivative (p,) of the log-likelihood by the means: 0 at the maximum."""
    slope = np.zeros(len(moments.mean))
    for pattern in found:
        seen = pattern.seen
        away = pattern.mean - moments.mean[seen]
        slope[seen] += pattern.count * np.linalg.solve(moments.covariance[np.ix_(seen, seen)], away)
    return slope
