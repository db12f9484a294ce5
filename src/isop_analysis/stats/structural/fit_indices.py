"""Indices of fit, by lavaan's conventions (df and divisor n, not n − 1)."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.structural.moments import Array, Moments


@dataclass(frozen=True)
class Test:
    """A likelihood-ratio test against the saturated model; `scaling` divides it where robust."""

    chi2: float
    df: float
    scaling: float = 1.0

    @property
    def scaled(self) -> "Test":
        """The test with its statistic divided."""
        return Test(self.chi2 / self.scaling, self.df)

    @property
    def p_value(self) -> float:
        """Upper tail of the chi-square; NaN without degrees of freedom."""
        from scipy.special import chdtrc

        return float(chdtrc(self.df, self.chi2)) if self.df > 0 else np.nan

    @property
    def excess(self) -> float:
        """χ² − c·df, what the model misses beyond chance."""
        return self.chi2 - self.scaling * self.df


def cfi(test: Test, baseline: Test) -> float:
    """Return the comparative fit index (Bentler 1990), with scalings the robust one (Brosseau-Liard 2014)."""
    if np.isnan(test.excess + baseline.excess):
        return np.nan
    missed = max(test.excess, 0.0)
    largest = max(test.excess, baseline.excess, 0.0)
    return 1.0 if largest == 0 else 1.0 - missed / largest


def tli(test: Test, baseline: Test) -> float:
    """Return the Tucker–Lewis index (1973); 1 without degrees of freedom."""
    bottom = baseline.excess * test.df
    return 1.0 if test.df == 0 or bottom == 0 else 1.0 - test.excess * baseline.df / bottom


def rmsea(test: Test, n: float, groups: int) -> float:
    """Return the root mean square error of approximation (Steiger 1990), times √groups (Steiger 1998)."""
    return float(np.sqrt(groups * np.maximum(test.excess, 0.0) / (n * test.df))) if test.df > 0 else 0.0


def rmsea_interval(test: Test, n: float, groups: int, level: float = 0.90) -> tuple[float, float]:
    """Return the interval of the RMSEA, from the noncentral chi-square of the scaled statistic."""
    if test.df == 0:
        return 0.0, 0.0
    if not (np.isfinite(test.excess) and test.scaling > 0):
        return np.nan, np.nan
    tail = (1 - level) / 2
    bounds = [_noncentrality(test.chi2 / test.scaling, test.df, share) for share in (1 - tail, tail)]
    low, high = (float(np.sqrt(groups * test.scaling * bound / (n * test.df))) for bound in bounds)
    return low, high


def saturated_twins() -> dict[str, float]:
    """Return the scaled and robust indices of a model without degrees of freedom, which fits any data."""
    twins = {"chi2_scaled": 0.0, "df_scaled": 0.0, "p_value_scaled": np.nan, "scaling_factor": np.nan}
    return twins | perfect_indices("scaled") | perfect_indices("robust")


def perfect_indices(twin: str) -> dict[str, float]:
    """Return the indices of perfect fit under the names of a twin, "scaled" or "robust"."""
    perfect = dict.fromkeys((f"cfi_{twin}", f"tli_{twin}"), 1.0)
    return perfect | dict.fromkeys((f"rmsea_{twin}", f"rmsea_ci_low_{twin}", f"rmsea_ci_high_{twin}"), 0.0)


def _noncentrality(statistic: float, df: float, share: float) -> float:
    """Return the noncentrality at which `share` of the distribution lies below the statistic, 0 if none."""
    from scipy.special import chdtr, chndtrinc

    lowest = chdtr(df, max(statistic, 0.0)) < share
    return 0.0 if lowest else float(chndtrinc(statistic, df, share))


def srmr(sample: list[Moments], implied: list[Moments], counts: Array, means: bool) -> float:
    """Return the standardised root mean square residual (Bentler 1995), averaged over groups by rows."""
    parts = [_srmr(seen, model, means) for seen, model in zip(sample, implied, strict=True)]
    return float(np.average(parts, weights=counts))


def _srmr(seen: Moments, model: Moments, means: bool) -> float:
    scale = np.sqrt(np.diag(seen.covariance))
    size = len(scale)
    residual = ((seen.covariance - model.covariance) / np.outer(scale, scale))[np.tril_indices(size)]
    total, count = float(residual @ residual), len(residual)
    if means:
        off = (seen.mean - model.mean) / scale
        total, count = total + float(off @ off), count + size
    return float(np.sqrt(total / count))


def correlation_residual(seen: Moments, model: Moments) -> float:
    """Return the root mean square difference of two correlation matrices, diagonals counted.

    This is lavaan's SRMR of one level of a two-level model; NaN where a variance isn't positive.
    """
    if min(np.diag(seen.covariance).min(), np.diag(model.covariance).min()) <= 0:
        return np.nan
    first, second = (_correlations(part.covariance) for part in (seen, model))
    residual = (first - second)[np.tril_indices(len(first))]
    return float(np.sqrt(np.mean(residual**2)))


def _correlations(covariance: Array) -> Array:
    scale = np.sqrt(np.diag(covariance))
    return covariance / np.outer(scale, scale)
