"""Thresholds and correlations of ordered answers, with their asymptotic covariance.

Margins first, then each pair with the margins held. Stacked, the scores of margins and pairs are estimating
equations, so that the estimates' covariance is B⁻¹ (Σ sᵢ sᵢᵀ) B⁻ᵀ with B block-triangular (Muthén 1984,
Psychometrika 49, 115–132; Jöreskog 1994, Psychometrika 59, 381–389).
"""

from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.ordinal.layout import Layout
from isop_analysis.stats.structural.ordinal.margins import Margin, number_margin, ordered_margin
from isop_analysis.stats.structural.ordinal.pair_estimates import Pairs
from isop_analysis.stats.structural.ordinal.pairs import all_pairs


@dataclass(frozen=True)
class OrdinalSample:
    """What a group's answers say without a model.

    Attributes:
        layout: where statistics stand.
        n: rows.
        statistics: (m,).
        gamma: their asymptotic covariance times n (m, m).
        covariance: of the endogenous variables given the predictors, 1 for the variance of ordered items (p,
            p).
        pairs: the correlations and what was done to get them.
    """

    layout: Layout
    n: int
    statistics: Array
    gamma: Array
    covariance: Array
    pairs: Pairs

    @property
    def weights(self) -> Array:
        """Diagonal of the weight matrix of DWLS: 1 over each statistic's asymptotic variance (m,)."""
        return 1 / np.diag(self.gamma)


def ordinal_sample(layout: Layout, values: Array, predictors: Array) -> OrdinalSample:
    """Return the statistics of rows (n, p): answers coded from 0, numbers as they are, NaN where missing.

    Predictors (n, k) have no missing values.
    """
    margins = [
        ordered_margin(_codes(values[:, place]), layout.cuts[place], predictors)
        if layout.cuts[place]
        else number_margin(values[:, place], predictors)
        for place in range(len(layout.names))
    ]
    pairs = all_pairs(layout, margins, predictors)
    statistics, first = np.zeros(layout.size), layout.n_margin
    for place, margin in enumerate(margins):
        statistics[layout.margin(place)] = margin.estimates
    sd = _deviations(layout, margins)
    one, other = layout.pairs
    statistics[first:] = pairs.correlations * sd[one] * sd[other]
    covariance = np.diag(sd**2)
    covariance[one, other] = covariance[other, one] = statistics[first:]
    n = len(values)
    gamma = n * _covariance(layout, margins, pairs, sd)
    return OrdinalSample(layout, n, statistics, gamma, covariance, pairs)


def _inverse(information: Array, name: str, rows: int) -> Array:
    try:
        return np.linalg.inv(information)
    except np.linalg.LinAlgError as error:
        raise Refused("few_rows_for_answers", found=rows, item=name) from error


def _codes(column: Array) -> Places:
    return np.where(np.isnan(column), -1, np.nan_to_num(column)).astype(np.intp)


def _deviations(layout: Layout, margins: list[Margin]) -> Array:
    sd = np.ones(len(layout.names))
    for place in layout.numbers:
        sd[place] = np.sqrt(margins[place].variance[0])
    return sd


def _covariance(layout: Layout, margins: list[Margin], pairs: Pairs, sd: Array) -> Array:
    """Return the covariance (m, m) of the statistics, sandwich of the stacked scores."""
    first = layout.n_margin
    scores = np.zeros((len(pairs.scores), layout.size))
    for place, margin in enumerate(margins):
        scores[:, layout.margin(place)] = margin.scores
    scores[:, first:] = pairs.scores
    inner = scores.T @ scores
    bread = np.zeros((layout.size, layout.size))
    for place in range(len(margins)):
        own = layout.margin(place)
        bread[np.ix_(own, own)] = _inverse(inner[np.ix_(own, own)], layout.names[place], len(scores))
    spread = 1 / np.diag(inner)[first:]
    bread[first:, first:] = np.diag(spread)
    bread[first:, :first] = -spread[:, None] * (pairs.ties @ bread[:first, :first])
    covariance = bread @ inner @ bread.T
    if not len(layout.numbers):
        return covariance
    scaled = _to_covariances(layout, pairs.correlations, sd)
    return scaled @ covariance @ scaled.T


def _to_covariances(layout: Layout, correlations: Array, sd: Array) -> Array:
    """Return the derivatives of the statistics by margins and correlations: s₁ s₂ r by s₁², s₂² and r."""
    jacobian = np.eye(layout.size)
    for count, (first, second) in enumerate(zip(*layout.pairs, strict=True)):
        row = layout.n_margin + count
        jacobian[row, row] = sd[first] * sd[second]
        jacobian[row, layout.variance(int(first))] = sd[second] * correlations[count] / (2 * sd[first])
        jacobian[row, layout.variance(int(second))] = sd[first] * correlations[count] / (2 * sd[second])
    return jacobian
