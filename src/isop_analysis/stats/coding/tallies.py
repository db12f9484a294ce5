"""Sums that all coefficients of nominal agreement are made of; they add up over units and clusters."""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

MISSING = -1


@dataclass(frozen=True)
class Ratings:
    """Nominal values that coders gave to units.

    values
        (coders, units), whole numbers from 0; −1 where a coder did not code the unit.
    weights
        (units,) how many equal units each stands for, such as characters of a stretch of text.
    clusters
        (units,) whole numbers from 0: units that are drawn together, such as those of one document. None
        where units are drawn one by one.
    """

    values: np.ndarray
    weights: np.ndarray
    clusters: np.ndarray | None = None

    @cached_property
    def shared(self) -> np.ndarray:
        """(units,) whether at least two coders gave a value."""
        return (self.values != MISSING).sum(axis=0) > 1


@dataclass(frozen=True)
class Tallies:
    """Sums over pairable units, a row a cluster; `times` is how often each row occurs.

    units
        (rows,) units with at least two values.
    agreeing
        (rows,) Σ over units of the share of pairs of values that agree.
    coinciding, given
        (rows,) and (rows, categories): diagonal and margins of Krippendorff's coincidence matrix.
    complete, complete_agreeing, complete_given
        As `units`, `agreeing` and `given` over the units that every coder coded.
    first, second
        (rows, categories) what each of two coders gave there; empty for more than two.
    """

    units: np.ndarray
    agreeing: np.ndarray
    coinciding: np.ndarray
    given: np.ndarray
    complete: np.ndarray
    complete_agreeing: np.ndarray
    complete_given: np.ndarray
    first: np.ndarray
    second: np.ndarray
    times: np.ndarray
    coders: int

    def drawn(self, times: np.ndarray) -> "Tallies":
        """Return the sums over rows, one row a draw; `times` is (draws, rows)."""
        sums = {
            name: times @ getattr(self, name)
            for name in (
                *("units", "agreeing", "coinciding", "given", "complete", "complete_agreeing"),
                *("complete_given", "first", "second"),
            )
        }
        return Tallies(**sums, times=np.ones(len(times)), coders=self.coders)

    def whole(self) -> "Tallies":
        """Return the sums over everything, one row."""
        return self.drawn(self.times[np.newaxis, :].astype(float))


def tallies(ratings: Ratings) -> Tallies:
    """Return the sums of each cluster, or of each pattern of values where units are drawn one by one."""
    kept = ratings.shared
    values, weights = ratings.values[:, kept], ratings.weights[kept].astype(float)
    if ratings.clusters is not None:
        rows, times = ratings.clusters[kept], None
        count = int(ratings.clusters.max(initial=-1)) + 1
    else:
        patterns, rows, times = np.unique(
            np.vstack([values, weights]), axis=1, return_inverse=True, return_counts=True
        )
        rows = np.arange(patterns.shape[1])
        values, weights = patterns[:-1].astype(int), patterns[-1]
        count = len(rows)
    there = values != MISSING
    together = there.sum(axis=0)
    pairs = _agreeing_pairs(values)
    whole = weights * (together == len(values))
    agreeing = pairs / (together * (together - 1))
    sums = _Sums(rows, count, int(values.max(initial=0)) + 1)
    two = [sums.by_value(own, whole) for own in values] if len(values) == 2 else [np.zeros((count, 0))] * 2
    return Tallies(
        units=sums.of(weights),
        agreeing=sums.of(weights * agreeing),
        coinciding=sums.of(weights * pairs / (together - 1)),
        given=np.sum([sums.by_value(own, weights * (own != MISSING)) for own in values], axis=0),
        complete=sums.of(whole),
        complete_agreeing=sums.of(whole * agreeing),
        complete_given=np.sum([sums.by_value(own, whole) for own in values], axis=0),
        first=two[0],
        second=two[1],
        times=np.ones(count) if times is None else times,
        coders=len(values),
    )


def _agreeing_pairs(values: np.ndarray) -> np.ndarray:
    """Return (units,) the ordered pairs of coders that gave the same value."""
    found = np.zeros(values.shape[1])
    for first, second in combinations(values, 2):
        found += 2 * ((first == second) & (first != MISSING))
    return found


@dataclass(frozen=True)
class _Sums:
    """Sums of units' amounts by row, and by row and value; a missing value counts as the first, with 0."""

    rows: np.ndarray
    count: int
    values: int

    def of(self, amounts: np.ndarray) -> np.ndarray:
        """Return (rows,)."""
        return np.bincount(self.rows, amounts, minlength=self.count)

    def by_value(self, own: np.ndarray, amounts: np.ndarray) -> np.ndarray:
        """Return (rows, values)."""
        cells = self.rows * self.values + np.maximum(own, 0)
        found = np.bincount(cells, amounts, minlength=self.count * self.values)
        return found.reshape(self.count, self.values)


def alphas(sums: Tallies) -> np.ndarray:
    """Return Krippendorff's alpha of each row: 1 − (n−1)(n − Σ o_cc) / (n² − Σ n_c²) (2011, section C)."""
    n = sums.given.sum(axis=1)
    expected = n**2 - (sums.given**2).sum(axis=1)
    return _ratio(expected - (n - 1) * (n - sums.coinciding), expected, n)


def percentages(sums: Tallies) -> np.ndarray:
    """Return the mean share of agreeing pairs of values, in per cent."""
    return 100 * _ratio(sums.agreeing, sums.units, np.ones(len(sums.units)))


def kappas(sums: Tallies) -> np.ndarray:
    """Return Cohen's kappa (1960) of two coders, Fleiss' (1971) of more, over the units all of them coded."""
    n = sums.complete
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = sums.complete_agreeing / n
        if sums.coders == 2:
            expected = (sums.first * sums.second).sum(axis=1) / n**2
        else:
            expected = ((sums.complete_given / (n * sums.coders)[:, np.newaxis]) ** 2).sum(axis=1)
    return _ratio(observed - expected, 1 - expected, np.ones(len(n)))


def _ratio(above: np.ndarray, below: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Return a quotient; NaN where what is below is nothing but rounding."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = above / below
    return np.where(np.abs(below) > 1e-12 * np.maximum(size, 1) ** 2, found, np.nan)
