"""Two groups beside each other, such as those who left and those who stayed: means and shares."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused

Z = 1.959963984540054


@dataclass(frozen=True)
class Difference:
    """Second group minus first, with its 95 % interval, and the two means or shares."""

    first: float
    second: float
    difference: float
    ci_low: float
    ci_high: float


@dataclass(frozen=True)
class Share:
    """A share, 0–1, with its 95 % interval."""

    share: float
    ci_low: float
    ci_high: float


def standardised_difference(first: pd.Series, second: pd.Series) -> Difference:
    """Return mean(second) − mean(first) in pooled SDs, with Welch's (1947) interval for unequal variances.

    Missing values are left out. The interval is that of the difference, divided by the pooled SD.

    Raises:
        Refused: fewer than two values in a group; neither group has any spread.
    """
    groups = [np.asarray(group.dropna(), dtype=np.float64) for group in (first, second)]
    sizes = [len(group) for group in groups]
    if min(sizes) < 2:
        raise Refused("difference_values", first=sizes[0], second=sizes[1])
    variances = [float(group.var(ddof=1)) for group in groups]
    freedom = [size - 1 for size in sizes]
    pooled = math.sqrt(sum(v * df for v, df in zip(variances, freedom, strict=True)) / sum(freedom))
    if pooled == 0:
        raise Refused("difference_constant", first=groups[0][0], second=groups[1][0])
    low, high = _welch(groups, variances)
    means = [float(group.mean()) for group in groups]
    return Difference(means[0], means[1], (means[1] - means[0]) / pooled, low / pooled, high / pooled)


def _welch(groups: list["np.ndarray"], variances: list[float]) -> tuple[float, float]:
    from scipy.stats import t

    parts = [variance / len(group) for variance, group in zip(variances, groups, strict=True)]
    error = math.sqrt(sum(parts))
    df = error**4 / sum(part**2 / (len(group) - 1) for part, group in zip(parts, groups, strict=True))
    half = float(t.ppf(0.975, df)) * error
    difference = float(groups[1].mean() - groups[0].mean())
    return difference - half, difference + half


def share_interval(count: int, n: int) -> Share:
    """Return count/n with Wilson's (1927) score interval.

    Raises:
        Refused: n is 0, or count lies outside 0–n.
    """
    if n < 1 or not 0 <= count <= n:
        raise Refused("share_none", count=count, of=n)
    share = count / n
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    low, high = middle - half, middle + half
    return Share(share, low if count else 0.0, high if count < n else 1.0)
