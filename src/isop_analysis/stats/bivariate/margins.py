"""One variable at a time: thresholds of ordered answers, means and variances of numbers, and their scores."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.bivariate.two_way_tables import Array

Places = NDArray[np.intp]
STEPS = 50


@dataclass(frozen=True)
class Margin:
    """A variable's own estimates and what each row says about them.

    Attributes:
        location: thresholds, or the mean, or the intercept where there are predictors.
        slopes: on the predictors (k,).
        variance: of a number about its prediction; none of an ordered item.
        scores: derivatives of each row's log-likelihood by location, slopes and variance (n, own), 0 where
            missing.
        upper, lower: of an ordered item, the thresholds around each row's answer less its prediction (n,).
        standard: of a number, its residual in standard deviations (n,).
        codes: of an ordered item, the answer from 0, −1 where missing (n,).
    """

    location: Array
    slopes: Array
    variance: Array
    scores: Array
    upper: Array
    lower: Array
    standard: Array
    codes: Places

    @property
    def estimates(self) -> Array:
        """All estimates in the order of the layout's `margin`."""
        return np.concatenate([self.location, self.slopes, self.variance])


def number_margin(values: Array, predictors: Array) -> Margin:
    """Return the normal regression of a number (n,), NaN where missing, on predictors (n, k), by ML."""
    seen = ~np.isnan(values)
    design = np.column_stack([np.ones(len(values)), predictors])
    filled = np.where(seen, values, 0.0)
    coefficients = np.linalg.lstsq(design[seen], filled[seen], rcond=None)[0]
    residual = np.where(seen, filled - design @ coefficients, 0.0)
    variance = float(residual @ residual) / float(seen.sum())
    spread = np.where(seen, residual**2 / variance - 1, 0.0) / (2 * variance)
    return Margin(
        location=coefficients[:1],
        slopes=coefficients[1:],
        variance=np.array([variance]),
        scores=np.column_stack([design * (residual / variance)[:, None], spread]),
        upper=np.empty(0),
        lower=np.empty(0),
        standard=np.where(seen, residual / np.sqrt(variance), np.nan),
        codes=np.empty(0, dtype=np.intp),
    )


def ordered_margin(codes: Places, cuts: int, predictors: Array) -> Margin:
    """Return the thresholds of answers coded from 0 (−1 missing) and probit slopes on predictors (n, k).

    P(answer ≤ c) = Φ(τ_c − x β) (McKelvey & Zavoina 1975); without predictors the normal quantiles of shares.
    """
    from scipy.special import ndtri

    counts = np.bincount(codes[codes >= 0], minlength=cuts + 1)
    parameters = np.r_[ndtri(np.cumsum(counts)[:-1] / counts.sum()), np.zeros(predictors.shape[1])]
    problem = _Probit(codes, cuts, predictors)
    if predictors.shape[1]:
        parameters = problem.maximum(parameters)
    upper, lower = problem.bounds(parameters)
    return Margin(
        location=parameters[:cuts],
        slopes=parameters[cuts:],
        variance=np.empty(0),
        scores=problem.scores(parameters),
        upper=upper,
        lower=lower,
        standard=np.empty(0),
        codes=codes,
    )


@dataclass(frozen=True)
class _Probit:
    """The ordered probit likelihood of one item."""

    codes: Places
    cuts: int
    predictors: Array

    def bounds(self, parameters: Array) -> tuple[Array, Array]:
        """Return the thresholds around each answer less its prediction, ±∞ at the ends; 0 where missing."""
        ends = np.r_[-np.inf, parameters[: self.cuts], np.inf]
        prediction = self.predictors @ parameters[self.cuts :]
        seen = self.codes >= 0
        upper, lower = (np.where(seen, ends[self.codes + step] - prediction, 0.0) for step in (1, 0))
        return upper, lower

    def designs(self) -> tuple[Array, Array]:
        """Return the derivatives of both bounds by the parameters, (n, own) each."""
        places = np.arange(self.cuts)
        seen = (self.codes >= 0)[:, None]
        upper, lower = (
            np.hstack([self.codes[:, None] - step == places, -self.predictors]) * seen for step in (0, 1)
        )
        return upper, lower

    def densities(self, parameters: Array) -> tuple[Array, Array, float]:
        """Return the densities at both bounds over the probability between them, and the log-likelihood."""
        from scipy.special import ndtr

        upper, lower = self.bounds(parameters)
        seen = self.codes >= 0
        share = np.where(seen, np.maximum(ndtr(upper) - ndtr(lower), 1e-300), 1.0)
        above, below = (np.where(seen, _density(bound), 0.0) / share for bound in (upper, lower))
        return above, below, float(np.log(share).sum())

    def scores(self, parameters: Array) -> Array:
        above, below, _ = self.densities(parameters)
        upper, lower = self.designs()
        return upper * above[:, None] - lower * below[:, None]

    def maximum(self, start: Array) -> Array:
        """Return the maximum of the log-likelihood, which is concave, by Newton steps halved where needed."""
        parameters, best = start, self.densities(start)[2]
        for _ in range(STEPS):
            step = np.linalg.solve(self._information(parameters), self.scores(parameters).sum(axis=0))
            for _ in range(STEPS):
                found = self.densities(parameters + step)[2]
                if found >= best - 1e-12 * abs(best):
                    break
                step = step / 2
            parameters, best = parameters + step, found
            if np.abs(step).max() < 1e-12:
                break
        return parameters

    def _information(self, parameters: Array) -> Array:
        above, below, _ = self.densities(parameters)
        upper, lower = self.designs()
        at_upper, at_lower = (np.where(np.isfinite(bound), bound, 0.0) for bound in self.bounds(parameters))
        scores = self.scores(parameters)
        curved = (upper * (at_upper * above)[:, None]).T @ upper
        return scores.T @ scores + curved - (lower * (at_lower * below)[:, None]).T @ lower


def _density(z: Array) -> Array:
    finite = np.isfinite(z)
    return np.where(finite, np.exp(-0.5 * np.where(finite, z, 0.0) ** 2), 0.0) / np.sqrt(2 * np.pi)
