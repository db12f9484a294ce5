"""What a method of small-sample inference answers: covariance of the coefficients, degrees of freedom, F."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from isop_analysis.stats.multilevel.columns import Array


@dataclass(frozen=True)
class FTest:
    """A test that L β = 0: scaled F statistic, its degrees of freedom, p-value."""

    statistic: float
    num_df: int
    den_df: float
    p_value: float


class Inference(Protocol):
    """Covariance (p, p) of the coefficients, and tests that rest on it."""

    @property
    def covariance(self) -> Array:
        """Covariance (p, p) of the coefficients."""
        ...

    def df(self, contrast: Array) -> float:
        """Return the degrees of freedom of one contrast (p,)."""
        ...

    def f_test(self, L: Array, difference: Array) -> tuple[float, float]:
        """Return F and its denominator df for L (q, p) of full rank, and the values (q,) of Lβ."""
        ...


@dataclass(frozen=True)
class Normal:
    """Large-sample inference: no allowance for few clusters."""

    covariance: Array

    def df(self, contrast: Array) -> float:
        """Return infinity."""
        return np.inf

    def f_test(self, L: Array, difference: Array) -> tuple[float, float]:
        """Return Wald's χ² over its degrees of freedom."""
        return wald(self.covariance, L, difference) / len(L), np.inf


def wald(covariance: Array, L: Array, difference: Array) -> float:
    """Return (Lβ)'(L C L')⁻¹(Lβ)."""
    return float(difference @ np.linalg.solve(L @ covariance @ L.T, difference))


def full_rank_rows(L: Array) -> Array:
    """Return L turned so that redundant rows vanish, without them: as many rows as its rank."""
    if np.linalg.matrix_rank(L) == len(L):
        return L
    _, values, rows = np.linalg.svd(L, full_matrices=False)
    kept = values > 1e-10 * max(values.max(initial=0.0), 1e-300)
    return values[kept, None] * rows[kept]


def t_p_value(statistic: Array, df: Array) -> Array:
    """Return two-sided p-values; df may be infinite."""
    from scipy.special import ndtr, stdtr

    size = -np.abs(statistic)
    return np.asarray(2.0 * np.where(np.isinf(df), ndtr(size), stdtr(np.where(np.isinf(df), 1.0, df), size)))


def t_quantile(probability: float, df: Array | float) -> Array:
    """Return quantiles of Student's t; df may be infinite."""
    from scipy.special import ndtri, stdtrit

    finite = stdtrit(np.where(np.isinf(df), 1.0, df), probability)
    return np.asarray(np.where(np.isinf(df), ndtri(probability), finite))


def f_p_value(statistic: float, num_df: int, den_df: float) -> float:
    """Return the upper tail of F; den_df may be infinite."""
    from scipy.special import chdtrc, fdtrc

    if np.isinf(den_df):
        return float(chdtrc(num_df, num_df * statistic))
    return float(fdtrc(num_df, den_df, statistic))
