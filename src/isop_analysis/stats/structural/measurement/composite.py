"""Reliability of a factor's items as a sum, and the share of their variance that the factor explains."""

import numpy as np
import pandas as pd

from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.ordinal.reliability import ordinal_reliability
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.tabled import Tabled

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
    matrices = (solved.evidence.sample[place].covariance, implied.covariance)
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
