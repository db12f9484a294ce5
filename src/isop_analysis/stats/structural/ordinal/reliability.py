"""Reliability of the sum of ordered answers, and of the normal variables behind them."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.bivariate.bivariate_normal import bivariate_normal_cdf
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.ordinal.model import OrdinalModel


@dataclass(frozen=True)
class OrdinalReliability:
    """A factor's measures.

    Attributes:
        omega: of the sum of answers; NaN where an item is a number.
        composite: of the sum of the normal variables, as the model implies them.
        extracted: share of the normal variables' variance that the factor explains.
    """

    omega: float
    composite: float
    extracted: float


def ordinal_reliability(
    model: OrdinalModel, theta: Array, place: int, loadings: dict[str, float], phi: float
) -> OrdinalReliability:
    """Return the measures of a factor with these loadings and this variance, in one group.

    The true variance of the sum is Σ [Φ₂(τ, τ′; λλ′φ) − Φ(τ) Φ(τ′)] over all pairs of items and of their
    implied thresholds, and its variance the same with the polychoric correlations (Green & Yang 2009,
    Psychometrika 74, eq. 21; as semTools::compRelSEM, which leaves latent means of later groups out).
    """
    sample, block = model.samples[place], model.given[place]
    names = sample.layout.names
    chosen = np.array([names.index(name) for name in loadings], dtype=np.intp)
    values = model.values(theta)
    scale, expected = block.scale(values)[chosen], block.statistics(values)
    strengths = np.array(list(loadings.values()))
    common = phi * np.outer(strengths, strengths)
    raw = np.outer(1 / scale, 1 / scale)
    implied = model.implied_covariances(theta)[place][np.ix_(chosen, chosen)] * raw
    seen = np.diag(sample.covariance)[chosen] / scale**2
    omega = np.nan
    if all(sample.layout.cuts[item] for item in chosen):
        cuts = [expected[sample.layout.location(int(item))] for item in chosen]
        between = sample.covariance[np.ix_(chosen, chosen)]
        true = _sum_variance(cuts, common * np.outer(scale, scale))
        omega = true / _sum_variance(cuts, between)
    return OrdinalReliability(
        omega, float(common.sum() / implied.sum()), float(np.trace(common) / seen.sum())
    )


def _sum_variance(cuts: list[Array], correlations: Array) -> float:
    """Return the variance of the sum of answers cut from normals with these correlations."""
    from scipy.special import ndtr

    item = np.repeat(np.arange(len(cuts)), [len(own) for own in cuts])
    places = np.concatenate(cuts)
    first, second = np.meshgrid(np.arange(len(places)), np.arange(len(places)), indexing="ij")
    r = correlations[item[first], item[second]]
    both = np.where(r >= 1, ndtr(np.minimum(places[first], places[second])), _cdf(places, first, second, r))
    return float((both - ndtr(places[first]) * ndtr(places[second])).sum())


def _cdf(places: Array, first: Places, second: Places, r: Array) -> Array:
    return bivariate_normal_cdf(places[first], places[second], np.minimum(r, 1 - 1e-12))
