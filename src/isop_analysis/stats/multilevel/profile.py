"""Profile-likelihood intervals, as lme4's confint(method = "profile"), by maximum likelihood.

An interval holds the values whose profiled deviance lies within χ²₁ of the minimum. A standard deviation's
lower bound is 0, and a correlation's ±1, where the deviance never rises that far.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.stats.multilevel.assembly import Assembly
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.covariances import blocks_of, entries
from isop_analysis.stats.multilevel.criterion import Criterion
from isop_analysis.stats.multilevel.crossproducts import CrossProducts, cross_products
from isop_analysis.stats.multilevel.descent import descend
from isop_analysis.stats.multilevel.natural import Natural
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.solution import Solution, solve

MOST_ROOT_STEPS = 60


def profile_intervals(fitted: Fit, level: float = 0.95) -> pd.DataFrame:
    """Return parameter, estimate, ci_low, ci_high of all variance parameters and coefficients.

    Parameters are named as R does: sd_(Intercept)|team, cor_wave.(Intercept)|team, sigma, then the
    coefficients. A REML fit's intervals are those of the ML fit to the same rows.

    >>> print(isop.multilevel.profile_intervals(fitted).round(1).tail(3))
         parameter  estimate  ci_low  ci_high
    3        sigma      25.6    22.9     28.9
    4  (Intercept)     251.4   237.7    265.1
    5         Days      10.5     7.4     13.6
    """
    from scipy.special import ndtri

    limit = float(ndtri(0.5 + level / 2))
    best = fitted.solution if not fitted.reml else solve(fitted.solution.model, reml=False)
    rows = [*_variance_rows(best, limit), *_coefficient_rows(best, limit)]
    return pd.DataFrame(rows, columns=["parameter", "estimate", "ci_low", "ci_high"])


Row = tuple[str, float, float, float]


@dataclass(frozen=True)
class _Curve:
    """The signed root of the deviance's rise along one parameter; it keeps the last optimum as the next
    start.
    """

    rise: Callable[[float], float]
    estimate: float

    def bound(self, sign: float, limit: float, step: float, edge: float) -> float:
        """Return where the root reaches ±limit, or the edge of the parameter's range if it never does."""
        inside, outside = self.estimate, self._beyond(sign, limit, step, edge)
        if np.isnan(outside):
            return edge
        below, above = -limit, self._root(outside) - limit
        for count in range(MOST_ROOT_STEPS):
            if abs(outside - inside) < 1e-9 * max(step, abs(outside)) or abs(above) < 1e-9:
                break
            middle = outside - above * (outside - inside) / (above - below)
            if count % 4 == 3:
                middle = 0.5 * (inside + outside)
            value = self._root(middle) - limit
            if value >= 0:
                outside, above = middle, value
            else:
                inside, below = middle, value
        return outside if abs(above) < abs(below) else inside

    def _beyond(self, sign: float, limit: float, step: float, edge: float) -> float:
        distance = step * limit
        for _ in range(40):
            value = self.estimate + sign * distance
            at_edge = sign * (value - edge) >= 0
            value = edge if at_edge else value
            if self._root(value) >= limit:
                return value
            if at_edge:
                return np.nan
            distance *= 1.6
        return np.nan

    def _root(self, value: float) -> float:
        return float(np.sqrt(max(self.rise(value), 0.0)))


def _variance_rows(best: Solution, limit: float) -> list[Row]:
    model, sigma = best.model, float(np.sqrt(best.sigma2))
    natural = Natural(model.criterion(False), _to_white(model))
    covariances = [best.sigma2 * T for T in best.relative]
    psi = np.append(_standard(covariances, model), sigma)
    minimum = best.optimum.point.deviance
    rows: list[Row] = []
    for place, name in enumerate(_names(model)):
        held = np.tanh(psi[place]) if name.startswith("cor_") else psi[place]
        curve = _Curve(_variance_rise(natural, psi, place, minimum), float(held))
        low_edge, high_edge = (-1.0, 1.0) if name.startswith("cor_") else (0.0, np.inf)
        step = 0.3 if name.startswith("cor_") else max(0.3 * float(held), 0.1 * sigma)
        bounds = (curve.bound(-1.0, limit, step, low_edge), curve.bound(1.0, limit, step, high_edge))
        rows.append((name, float(held), *bounds))
    return rows


def _variance_rise(natural: Natural, psi: Array, place: int, minimum: float) -> Callable[[float], float]:
    free = np.delete(psi, place)
    sds = np.delete([item.row == item.column for item in natural.layout.parameters] + [False], place)
    # A standard deviation of 0 is stationary whatever the others do: start away from it.
    start = np.where(
        sds, np.maximum(free, 0.1 * psi[-1]), np.clip(free, -2.0, None if place < len(psi) - 1 else 2.0)
    )
    last = [start]

    def rise(value: float) -> float:
        best = np.inf
        for begin in (last[0], start):
            found = descend(natural.holding(place, value), begin)
            if found.point.deviance < best:
                best = found.point.deviance
                last[0] = np.where(
                    sds, np.maximum(np.abs(found.point.theta), 1e-3 * psi[-1]), found.point.theta
                )
        return best - minimum

    return rise


def _to_white(model: Assembly) -> Array:
    """Return the linear map (m, m) from covariances in the analyst's units to whitened ones."""
    parameters = model.layout.parameters
    columns = []
    for unit in np.eye(len(parameters)):
        blocks = blocks_of(unit, model.layout)
        white = [R @ T @ R.T for R, T in zip(model.whitenings, blocks, strict=True)]
        columns.append(entries(white, parameters))
    return np.array(columns).T


def _standard(covariances: list[Array], model: Assembly) -> Array:
    """Return sd or z = atanh(correlation) in the parameters' order."""
    values = []
    for item in model.layout.parameters:
        G = covariances[item.block]
        sds = np.sqrt(np.diag(G))
        if item.row == item.column:
            values.append(float(sds[item.row]))
            continue
        both = sds[item.row] * sds[item.column]
        correlation = G[item.row, item.column] / both if both > 0 else 0.0
        values.append(float(np.arctanh(np.clip(correlation, -0.999, 0.999))))
    return np.array(values)


def _names(model: Assembly) -> list[str]:
    names = []
    for effect in model.layout.effects:
        for column, one in enumerate(effect.names):
            names.append(f"sd_{one}|{effect.label}")
            names += [f"cor_{other}.{one}|{effect.label}" for other in effect.names[column + 1 :]]
    return [*names, "sigma"]


def _coefficient_rows(best: Solution, limit: float) -> list[Row]:
    model = best.model
    se = np.sqrt(np.diag(best.covariance))
    rows: list[Row] = []
    for place, name in enumerate(model.fixed.design.names):
        rise = _coefficient_rise(best, place)
        curve = _Curve(rise, float(best.beta[place]))
        low = curve.bound(-1.0, limit, float(se[place]), -np.inf)
        high = curve.bound(1.0, limit, float(se[place]), np.inf)
        rows.append((name, float(best.beta[place]), low, high))
    return rows


def _coefficient_rise(best: Solution, place: int) -> Callable[[float], float]:
    """Return the rise of the deviance with one coefficient held: its column joins the outcome's side."""
    model, w = best.model, best.model.root_weights
    X = model.fixed.design.matrix if w is None else model.fixed.design.matrix * w[:, None]
    y = model.outcome if w is None else model.outcome * w
    Q = np.linalg.qr(np.delete(X, place, axis=1))[0]
    both = np.column_stack([X[:, place], y - X @ best.beta])
    products = cross_products(
        model.layout, model.whitenings, np.column_stack([Q, both - Q @ (Q.T @ both)]), w
    )
    start = best.optimum.point.theta
    last = [np.where(np.abs(start) < 0.05, 0.05, start)]
    constant = model.criterion(False).constant

    def rise(value: float) -> float:
        moved = _joined(products, best.beta[place] - value)
        found = descend(Criterion(moved, model.layout, False, constant), last[0])
        last[0] = np.where(np.abs(found.point.theta) < 0.05, 0.05, found.point.theta)
        return found.point.deviance - best.optimum.point.deviance

    return rise


def _joined(products: CrossProducts, step: float) -> CrossProducts:
    """Merge the last two columns of R, x and r, into r + step · x."""
    r = products.C.shape[0]
    merge = np.zeros((r, r - 1))
    merge[: r - 2, : r - 2] = np.eye(r - 2)
    merge[r - 2 :, r - 2] = step, 1.0
    return CrossProducts(
        products.A,
        products.B @ merge,
        merge.T @ products.C @ merge,
        products.spans,
        products.p - 1,
        products.n,
    )
