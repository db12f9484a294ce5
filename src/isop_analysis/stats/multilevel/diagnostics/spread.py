"""Is the residual variance the same everywhere: along the fitted values, and over clusters?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.result import Fit


@dataclass(frozen=True)
class Spread:
    """A test that the residual variance is the same, its p-value, and the ratio of variances."""

    statistic: float
    p_value: float
    ratio: float


def along_the_fit(fitted: Fit) -> Spread:
    """Test squared residuals against fitted values by n R² (Koenker 1981, J Econometrics 17, 107-112).

    `ratio` compares the quarters of the rows with the lowest and the highest fitted values. NaN where the
    fitted values don't vary.
    """
    from scipy.special import chdtrc

    squares, along = _residuals(fitted) ** 2, fitted.solution.fitted
    if np.ptp(along) <= 1e-10 * max(float(np.abs(along).max()), 1e-300):
        return Spread(np.nan, np.nan, np.nan)
    statistic = len(along) * float(np.corrcoef(squares, along)[0, 1]) ** 2
    order, quarter = np.argsort(along, kind="stable"), max(len(along) // 4, 1)
    ends = [float(squares[part].mean()) for part in (order[:quarter], order[-quarter:])]
    return Spread(statistic, float(chdtrc(1, statistic)), max(ends) / max(min(ends), 1e-300))


def over_clusters(fitted: Fit, group: str, least: int = 5) -> Spread:
    """Test the residuals' spread over clusters of at least so many rows, by deviations from the cluster's
    median (Brown & Forsythe 1974, J Am Stat Assoc 69, 364-367).

    `ratio` is that of the third to the first quartile of the clusters' variances. NaN with fewer than two
    such clusters.
    """
    residuals = _residuals(fitted)
    blocks = {block.group: block for block in fitted.solution.model.layout.blocks}
    codes, counts = blocks[group].codes, np.bincount(blocks[group].codes)
    parts = [residuals[codes == code] for code in np.flatnonzero(counts >= least)]
    if len(parts) < 2:
        return Spread(np.nan, np.nan, np.nan)
    low, high = np.percentile([part.var(ddof=1) for part in parts], [25, 75])
    statistic, p_value = _brown_forsythe(parts)
    return Spread(statistic, p_value, float(high / max(low, 1e-300)))


def _brown_forsythe(parts: Sequence[Array]) -> tuple[float, float]:
    """Return F and its p-value of the absolute deviations from each part's median."""
    from scipy.special import fdtrc

    apart = [np.abs(part - np.median(part)) for part in parts]
    sizes, means = np.array([len(one) for one in apart]), np.array([one.mean() for one in apart])
    k, n = len(parts), int(sizes.sum())
    between = float(sizes @ (means - sizes @ means / n) ** 2) / (k - 1)
    within = sum(float(((one - mean) ** 2).sum()) for one, mean in zip(apart, means, strict=True)) / (n - k)
    statistic = between / max(within, 1e-300)
    return statistic, float(fdtrc(k - 1, n - k, statistic))


def _residuals(fitted: Fit) -> Array:
    solution = fitted.solution
    w = 1.0 if solution.model.root_weights is None else solution.model.root_weights
    return np.asarray((solution.model.outcome - solution.fitted) * w)
