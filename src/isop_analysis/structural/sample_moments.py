"""Maximum likelihood means and covariances of a group's rows, complete or not, and their likelihoods."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from isop_analysis.structural.gaussian_terms import LOG_2PI
from isop_analysis.structural.moments import Array, Moments, Places

TOLERANCE = 1e-11
LIMIT = 20_000


@dataclass(frozen=True)
class Pattern:
    """Rows that miss the same of `size` variables: which are seen, their number, mean and ML covariance."""

    rows: Places
    seen: Places
    mean: Array
    covariance: Array
    size: int

    @cached_property
    def hidden(self) -> Places:
        """Variables that are not seen; the seen ones and these are all there are."""
        return np.setdiff1d(np.arange(self.size), self.seen)

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
    kinds, which = np.unique(seen, axis=0, return_inverse=True)
    found = []
    for place in sorted(range(len(kinds)), key=lambda kind: (-kinds[kind].sum(), tuple(~kinds[kind]))):
        rows, columns = np.flatnonzero(which.ravel() == place), np.flatnonzero(kinds[place])
        own = complete_moments(values[np.ix_(rows, columns)])
        found.append(Pattern(rows, columns, own.mean, own.covariance, seen.shape[1]))
    return tuple(found)


def incomplete_moments(values: Array) -> Moments:
    """Return ML mean and covariance of rows with missing values, by EM (Little & Rubin 2002, 11.2.1)."""
    found = patterns(values)
    if len(found) == 1 and len(found[0].seen) == values.shape[1]:
        return Moments(found[0].mean, found[0].covariance)
    spread = np.nanvar(values, axis=0)
    current = Moments(np.nanmean(values, axis=0), np.diag(spread))
    for _ in range(LIMIT):
        new = _em_step(found, current, len(values))
        change = np.abs(new.covariance - current.covariance) / np.sqrt(np.outer(spread, spread))
        current = new
        if change.max() < TOLERANCE:
            break
    return current


def _em_step(found: tuple[Pattern, ...], at: Moments, n: int) -> Moments:
    size = len(at.mean)
    total, square = np.zeros(size), np.zeros((size, size))
    for pattern in found:
        seen, hidden = pattern.seen, pattern.hidden
        between = at.covariance[seen[:, None], hidden]
        slopes = np.eye(size)[:, seen]
        slopes[hidden] = np.linalg.solve(at.covariance[seen[:, None], seen], between).T
        mean = at.mean + slopes @ (pattern.mean - at.mean[seen])
        square += pattern.count * (slopes @ pattern.covariance @ slopes.T + np.outer(mean, mean))
        left = at.covariance[hidden[:, None], hidden] - slopes[hidden] @ between
        square[hidden[:, None], hidden] += pattern.count * left
        total += pattern.count * mean
    mean = total / n
    return Moments(mean, square / n - np.outer(mean, mean))


def gaussian_loglik(count: float, covariance: Array) -> float:
    """Return the log-likelihood of `count` complete rows at their own ML moments."""
    size = len(covariance)
    if not size:
        return 0.0
    return -0.5 * count * float(np.linalg.slogdet(covariance)[1] + size * (1 + LOG_2PI))
