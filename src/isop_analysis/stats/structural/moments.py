"""Means and covariances, and those of a group's rows by maximum likelihood, complete or not."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Places = NDArray[np.intp]
LOG_2PI = float(np.log(2 * np.pi))


@dataclass(frozen=True)
class Moments:
    """Implied mean (p,) and covariance (p, p) of a block's observed variables."""

    mean: Array
    covariance: Array


@dataclass(frozen=True)
class Pattern:
    """Rows that miss the same variables: which are seen, and their number, mean and ML covariance."""

    rows: Places
    seen: Places
    mean: Array
    covariance: Array

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self.rows)


def complete_moments(values: Array) -> Moments:
    """Return the mean and the covariance with divisor n of complete rows (n, p)."""
    mean = values.mean(axis=0)
    centred = values - mean
    return Moments(mean, centred.T @ centred / len(values))


def patterns(values: Array) -> tuple[Pattern, ...]:
    """Return the patterns of missing values, NaN in (n, p), those with most variables seen first."""
    seen = ~np.isnan(values)
    if seen.all():
        own = complete_moments(values)
        return (Pattern(np.arange(len(values)), np.arange(values.shape[1]), own.mean, own.covariance),)
    kinds, which = np.unique(seen, axis=0, return_inverse=True)
    found = []
    for place in sorted(range(len(kinds)), key=lambda kind: (-kinds[kind].sum(), tuple(~kinds[kind]))):
        rows, columns = np.flatnonzero(which.ravel() == place), np.flatnonzero(kinds[place])
        own = complete_moments(values[np.ix_(rows, columns)])
        found.append(Pattern(rows, columns, own.mean, own.covariance))
    return tuple(found)


def gaussian_loglik(count: float, covariance: Array) -> float:
    """Return the log-likelihood of `count` complete rows at their own ML moments."""
    size = len(covariance)
    if not size:
        return 0.0
    return -0.5 * count * float(np.linalg.slogdet(covariance)[1] + size * (1 + LOG_2PI))
