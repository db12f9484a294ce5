"""Reliability of a factor's items as a sum, and the share of their variance that the factor explains."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.stats.bivariate.bivariate_normal import bivariate_normal_cdf
from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.implied_moments import Tabled
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.result import StructuralFit

COLUMNS = ("factor", "group", "level", "items", "omega", "composite_reliability", "ave")


def factor_reliability(fitted: StructuralFit) -> pd.DataFrame:
    """Return one row a factor with items of its own, a group and level.

    - omega: (Σλ)² φ over the observed variance of the items' sum (McDonald 1999; semTools::compRelSEM). Of
      ordered items it is that of the sum of answers (Green & Yang 2009), NaN where some are numbers.
    - composite_reliability: the same over the variance that the model implies (Raykov 2001); of ordered
      items, of the normal variables behind them, in the units that the parameterization gives them.
    - ave: Σλ² φ over the sum of the items' observed variances (Fornell & Larcker 1981; semTools::AVE); NaN
      where an item loads on another factor too.

    NaN where a variance isn't positive. Factors of factors are left out.
    """
    model: Tabled = fitted.ordinal if fitted.ordinal is not None else solved_part(fitted).model
    table, values = model.table, model.values(fitted.theta)
    rows = []
    for place, block in enumerate(table.blocks):
        total = model.blocks[place].total_covariance(values)
        label = table.conventions.groups[block.group] or None
        for count, factor in enumerate(block.roles.latent):
            loadings = _loadings(model, place, factor, values)
            if len(loadings) > 1:
                phi = float(total[len(block.roles.observed) + count, len(block.roles.observed) + count])
                own = _measures(fitted, place, loadings, phi)
                if _shared(model, place, factor, list(loadings), values):
                    own = (*own[:2], np.nan)
                rows.append((factor, label, block.level, len(loadings), *own))
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"level": "Int64"})


def _measures(
    fitted: StructuralFit, place: int, loadings: dict[str, float], phi: float
) -> tuple[float, float, float]:
    """Return omega, composite reliability and variance extracted of a factor."""
    if fitted.ordinal is not None:
        if phi <= 0:
            return np.nan, np.nan, np.nan
        found = ordinal_reliability(fitted.ordinal, fitted.theta, place, loadings, phi)
        return found.omega, found.composite, found.extracted
    solved = solved_part(fitted)
    implied = solved.model.moments(fitted.theta)[place]
    matrices = (solved.statistics.sample[place].covariance, implied.covariance)
    return _shares(loadings, phi, solved.model.table.blocks[place].roles.observed, matrices)


def _loadings(model: Tabled, place: int, factor: str, values: Array) -> dict[str, float]:
    """Return the factor's loadings on observed variables, but not those that are fixed at 0."""
    names = model.table.blocks[place].roles.observed
    return {
        row.rhs: float(values[count])
        for count, row in enumerate(model.table.parameters)
        if row.block == place and row.op == "=~" and row.lhs == factor and row.rhs in names
        if row.free >= 0 or values[count] != 0
    }


def _shared(model: Tabled, place: int, factor: str, items: list[str], values: Array) -> bool:
    return any(
        row.block == place
        and row.op == "=~"
        and row.lhs != factor
        and row.rhs in items
        and values[count] != 0
        for count, row in enumerate(model.table.parameters)
    )


def _shares(
    loadings: dict[str, float], phi: float, names: tuple[str, ...], matrices: tuple[Array, Array]
) -> tuple[float, float, float]:
    places = np.array([names.index(name) for name in loadings])
    strengths = np.array(list(loadings.values()))
    seen, implied = (matrix[np.ix_(places, places)] for matrix in matrices)
    common = float(strengths.sum()) ** 2 * phi
    if phi <= 0 or min(seen.sum(), implied.sum(), np.trace(seen)) <= 0:
        return np.nan, np.nan, np.nan
    extracted = float(strengths @ strengths) * phi / float(np.trace(seen))
    return common / float(seen.sum()), common / float(implied.sum()), extracted


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
