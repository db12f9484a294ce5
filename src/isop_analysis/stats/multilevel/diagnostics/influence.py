"""What each cluster does to the coefficients: the model fitted anew without it.

A cluster is taken out of the cross-products, so that a refit costs what a search costs, whatever the rows.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.columns import Array, Codes
from isop_analysis.stats.multilevel.criterion import Criterion, Point
from isop_analysis.stats.multilevel.crossproducts import (
    CrossProducts,
    cross_products,
    taken_by_the_fixed_part,
)
from isop_analysis.stats.multilevel.descent import MOST_STEPS, descend
from isop_analysis.stats.multilevel.grouping import refuse_unknown_group
from isop_analysis.stats.multilevel.optimum import identity, minimise
from isop_analysis.stats.multilevel.result import Fit

ESTIMABLE = 1e-9
NEAR_ENOUGH = 1e-7  # of the deviance: θ within a few ten-thousandths of its standard error


@dataclass(frozen=True)
class Influence:
    """Leave-one-cluster-out refits over the J = `count` clusters of `group`.

    `clusters`: level, rows, cook_d (Cook's distance of all p coefficients), status: "fitted", "not converged"
    or "not estimable" (without the cluster a coefficient or a variance has no data), whose numbers are NaN.
    `coefficients`: level, term, without (the estimate), change (without − with), dfbetas (change ÷ standard
    error without). By Belsley, Kuh & Welsch (1980) `|dfbetas|` above 2/√J deserves a look; `look_at` is that.
    """

    group: str
    count: int
    clusters: pd.DataFrame
    coefficients: pd.DataFrame

    @property
    def look_at(self) -> float:
        """Return 2/√J."""
        return float(2.0 / np.sqrt(self.count))

    @cached_property
    def largest(self) -> pd.DataFrame:
        """Per term the row of `coefficients` whose dfbetas is largest in size."""
        known = self.coefficients.dropna(subset=["dfbetas"])
        places = known["dfbetas"].abs().groupby(known["term"], sort=False).idxmax()
        return known.loc[places].reset_index(drop=True)


def influence(fitted: Fit, group: str | None = None, levels: Collection[str] | None = None) -> Influence:
    """Refit without each cluster of a grouping factor, by default the one with fewest clusters.

    With `levels` only those clusters are left out, one at a time.

    Cook's distance by the covariance of the full fit: (β − β₍₋ⱼ₎)'C⁻¹(β − β₍₋ⱼ₎)/p (Snijders & Berkhof 2008,
    in Handbook of Multilevel Analysis, ch. 3). Standard errors are the plain ones, as lme4's influence().

    Raises Refused where the model has no such grouping factor.

    >>> found = isop.multilevel.influence(fitted)
    >>> print(found.largest[["level", "term", "change", "dfbetas"]].round(2))
      level         term  change  dfbetas
    0   310  (Intercept)    2.82     0.43
    1   335         Days    0.79     0.56
    >>> round(found.look_at, 2)
    0.47
    """
    name = group or min(fitted.clusters, key=lambda one: fitted.clusters[one])
    effects = {effect.group: effect for effect in fitted.solution.model.layout.effects}
    refuse_unknown_group(name, effects)
    factor = effects[name].factor
    asked = {code: level for code, level in enumerate(factor.levels) if levels is None or level in levels}
    without = [_without(fitted, factor.codes == code) for code in asked]
    sizes = np.bincount(factor.codes, minlength=len(factor.levels))
    clusters = pd.DataFrame(
        {
            "level": list(asked.values()),
            "rows": sizes[list(asked)],
            "cook_d": [_cook(fitted, one.beta) for one in without],
            "status": [one.status for one in without],
        }
    )
    return Influence(name, len(factor.levels), clusters, _changes(fitted, tuple(asked.values()), without))


@dataclass(frozen=True)
class _Left:
    beta: Array
    se: Array
    status: str


def _without(fitted: Fit, gone: np.ndarray) -> _Left:
    model, p = fitted.solution.model, len(fitted.terms)
    nothing = np.full(p, np.nan)
    rows = np.flatnonzero(gone)
    criterion = replace(model.criterion(fitted.reml), products=_less(model, rows))
    Q = model.fixed.Q[rows]
    if model.n - len(rows) - p < 2 or np.linalg.eigvalsh(np.eye(p) - Q.T @ Q)[0] < ESTIMABLE:
        return _Left(nothing, nothing, "not estimable")
    if taken_by_the_fixed_part(model.layout, criterion.products) is not None:
        return _Left(nothing, nothing, "not estimable")
    try:
        point, converged = _optimum(criterion, _start(fitted, criterion))
    except np.linalg.LinAlgError:
        return _Left(nothing, nothing, "not estimable")
    back = model.fixed.R_inverse
    se = np.sqrt(point.sigma2 * np.einsum("ij,jk,ik->i", back, point.inverse, back))
    status = "fitted" if converged else "not converged"
    return _Left(back @ (model.fixed.base + point.beta), se, status)


def _optimum(criterion: Criterion, start: Array) -> tuple[Point, bool]:
    """Search from nearby, and from elsewhere only where that finds no minimum."""
    near = descend(criterion, start, NEAR_ENOUGH)
    if near.curves_up and near.steps < MOST_STEPS:
        return near.point, True
    found = minimise(criterion, start)
    return found.point, found.convergence.converged


def _less(model: Assembly, rows: Codes) -> CrossProducts:
    """Return the cross-products without these rows."""
    w = None if model.root_weights is None else model.root_weights[rows]
    blocks = tuple(
        replace(block, codes=block.codes[rows], matrix=block.matrix[rows]) for block in model.layout.blocks
    )
    XY = np.column_stack([model.fixed.Q[rows], model.fixed.rest[rows]])
    own = cross_products(replace(model.layout, blocks=blocks), model.whitenings, XY, w)
    whole = model.products
    return replace(whole, A=whole.A - own.A, B=whole.B - own.B, C=whole.C - own.C, n=whole.n - own.n)


def _start(fitted: Fit, criterion: Criterion) -> Array:
    """Start at the fit, but away from zero variances, where the deviance is stationary."""
    theta = fitted.solution.optimum.point.theta
    return np.where(identity(criterion.layout) > 0, np.maximum(theta, 0.1), theta)


def _cook(fitted: Fit, beta: Array) -> float:
    change = beta - fitted.solution.beta
    return float(change @ np.linalg.solve(fitted.solution.covariance, change)) / len(change)


def _changes(fitted: Fit, levels: tuple[str, ...], without: list[_Left]) -> pd.DataFrame:
    p = len(fitted.terms)
    beta, se = (
        np.array(rows).reshape(-1) for rows in zip(*((one.beta, one.se) for one in without), strict=True)
    )
    change = beta - np.tile(fitted.solution.beta, len(levels))
    return pd.DataFrame(
        {
            "level": np.repeat(np.array(levels, dtype=object), p),
            "term": list(fitted.terms) * len(levels),
            "without": beta,
            "change": change,
            "dfbetas": change / se,
        }
    )
