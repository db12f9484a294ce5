"""Residuals of each level: of the rows, and the random effects of the clusters."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.result import Fit

ROWS = "Residual"
FEWEST_TO_TEST = 8


@dataclass(frozen=True)
class Level:
    """Standardised residuals of one level: `group` and `term` as in the table of variances."""

    group: str
    term: str
    values: Array


def levels(fitted: Fit) -> Iterator[Level]:
    """Yield the rows' residuals over √(σ²/weight), then each effect over its diagnostic standard error,
    √(variance − conditional variance) (Snijders & Bosker 2012, section 10.6).

    An effect whose variance is zero has no residuals.
    """
    solution, model = fitted.solution, fitted.solution.model
    w = 1.0 if model.root_weights is None else model.root_weights
    yield Level(ROWS, ROWS, (model.outcome - solution.fitted) * w / np.sqrt(solution.sigma2))
    for effect, (index, span) in zip(model.layout.effects, model.layout.places, strict=True):
        variances = solution.sigma2 * np.diag(solution.relative[index][span, span])
        values, left = solution.random[index][:, span], solution.random_variances[index][:, span]
        for place, name in enumerate(effect.names):
            spread = variances[place] - left[:, place]
            known = spread > 1e-8 * max(variances[place], 1e-300)
            if known.any():
                yield Level(effect.label, name, values[known, place] / np.sqrt(spread[known]))


def quantile_points(fitted: Fit) -> pd.DataFrame:
    """Return group, term, expected, observed: normal quantiles beside the sorted residuals of each level.

    Expected ones at (i − .5)/n, or Blom's (i − 3/8)/(n + 1/4) for 10 or fewer, as R's qqnorm.

    >>> print(isop.multilevel.quantile_points(fitted).head(2).round(2))
          group      term  expected  observed
    0  Residual  Residual     -2.77     -3.95
    1  Residual  Residual     -2.39     -3.84
    """
    from scipy.special import ndtri

    parts = []
    for level in levels(fitted):
        n = len(level.values)
        shift = 3 / 8 if n <= 10 else 0.5
        expected = ndtri((np.arange(1, n + 1) - shift) / (n + 1 - 2 * shift))
        parts.append(
            pd.DataFrame(
                {
                    "group": level.group,
                    "term": level.term,
                    "expected": expected,
                    "observed": np.sort(level.values),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def residual_shapes(fitted: Fit) -> pd.DataFrame:
    """Return group, term, n, skewness, kurtosis (excess; both adjusted for n, as SPSS and SAS), p_skewness
    (D'Agostino 1970; NaN below 8), largest (standardised residual in size) per level.

    >>> print(isop.multilevel.residual_shapes(fitted)[["group", "term", "skewness", "largest"]].round(2))
          group         term  skewness  largest
    0  Residual     Residual      0.17     5.18
    1   Subject  (Intercept)     -0.51     1.87
    2   Subject         Days     -0.14     1.97
    """
    rows = [(level.group, level.term, *_shape(level.values)) for level in levels(fitted)]
    return pd.DataFrame(rows, columns=["group", "term", "n", "skewness", "kurtosis", "p_skewness", "largest"])


def _shape(values: Array) -> tuple[int, float, float, float, float]:
    n, largest = len(values), float(np.abs(values).max())
    apart = values - values.mean()
    m2, m3, m4 = (float((apart**power).mean()) for power in (2, 3, 4))
    if n <= 3 or m2 <= 0:
        return n, np.nan, np.nan, np.nan, largest
    root_b1 = m3 / m2**1.5
    skewness = np.sqrt(n * (n - 1.0)) / (n - 2.0) * root_b1
    peaked = (n - 1.0) / ((n - 2.0) * (n - 3.0)) * ((n + 1.0) * (m4 / m2**2 - 3.0) + 6.0)
    return n, float(skewness), float(peaked), _skewness_p(root_b1, n), largest


def _skewness_p(root_b1: float, n: int) -> float:
    """Return D'Agostino's (1970, Biometrika 57, 679-681) two-sided p-value; NaN below 8 values."""
    from scipy.special import ndtr

    if n < FEWEST_TO_TEST:
        return np.nan
    y = root_b1 * np.sqrt((n + 1.0) * (n + 3.0) / (6.0 * (n - 2.0)))
    beta2 = 3.0 * (n**2 + 27.0 * n - 70.0) * (n + 1.0) * (n + 3.0)
    beta2 /= (n - 2.0) * (n + 5.0) * (n + 7.0) * (n + 9.0)
    w2 = np.sqrt(2.0 * (beta2 - 1.0)) - 1.0
    z = np.arcsinh(y / np.sqrt(2.0 / (w2 - 1.0))) / np.sqrt(0.5 * np.log(w2))
    return float(2.0 * ndtr(-abs(z)))
