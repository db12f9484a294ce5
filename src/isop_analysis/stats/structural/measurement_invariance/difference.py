"""Chi-square difference of nested models, scaled where they are robust."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.inference import trace
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.result import StructuralFit


@dataclass(frozen=True)
class Difference:
    """Test of the restrictions of one model against another.

    Attributes:
        chi2, df, p_value: NaN where the models have equal df.
        method: "likelihood ratio", "Satorra–Bentler 2001", "Satorra–Bentler 2010"; of ordered answers
            "Satorra 2000", or "weighted least squares" unadjusted.
        scaling: what the plain difference was divided by; 1 for a likelihood ratio.
    """

    chi2: float
    df: int
    p_value: float
    method: str
    scaling: float


def chi_square_difference(
    restricted: StructuralFit, free: StructuralFit, strictly_positive: bool = False
) -> Difference:
    """Return the test of `restricted` against `free`, both fitted to the same rows.

    After WLSMV it is scaled and shifted, after WLSM mean-adjusted (Satorra 2000, as lavTestLRT).
    After MLR the difference is divided by c = (d₀c₀ − d₁c₁) / (d₀ − d₁) (Satorra & Bentler 2001,
    Psychometrika 66); where that is negative, or `strictly_positive` is asked for, c₁ is taken at the
    restricted model's estimates (Satorra & Bentler 2010, Psychometrika 75).

    Raises:
        Refused: fits to different rows or by different estimators, or a "restricted" model with fewer
            degrees
            of freedom.
    """
    from scipy.special import chdtrc

    _check(restricted, free)
    degrees = int(restricted.fit_indices["df"] - free.fit_indices["df"])
    plain = float(restricted.fit_indices["chi2"] - free.fit_indices["chi2"])
    if degrees == 0:
        return Difference(np.nan, 0, np.nan, "likelihood ratio", 1.0)
    if restricted.ordinal is not None and free.ordinal is not None:
        return _ordinal(restricted, free, plain, degrees)
    method, scaling = "likelihood ratio", 1.0
    if restricted.estimator == "MLR":
        method, scaling = "Satorra–Bentler 2001", _scaling(restricted, free, degrees)
        if strictly_positive or not scaling > 0:
            method, scaling = "Satorra–Bentler 2010", _positive_scaling(restricted, free, degrees)
    statistic = plain / scaling if scaling > 0 else np.nan
    return Difference(statistic, degrees, float(chdtrc(degrees, np.maximum(statistic, 0.0))), method, scaling)


def _ordinal(restricted: StructuralFit, free: StructuralFit, plain: float, degrees: int) -> Difference:
    from scipy.special import chdtrc

    method, statistic, factor = "weighted least squares", plain, 1.0
    if restricted.ordinal is not None and free.ordinal is not None and restricted.estimator != "DWLS":
        spread = difference_spread(restricted.ordinal, restricted.theta, free.ordinal, free.theta)
        method = "Satorra 2000"
        statistic, factor = spread.adjusted(plain, degrees, shifted=restricted.estimator == "WLSMV")
    return Difference(statistic, degrees, float(chdtrc(degrees, np.maximum(statistic, 0.0))), method, factor)


def _check(restricted: StructuralFit, free: StructuralFit) -> None:
    if restricted.n != free.n:
        raise Refused("difference_rows", found=restricted.n, other=free.n)
    if (restricted.estimator, restricted.missing) != (free.estimator, free.missing):
        raise Refused("difference_estimators", found=restricted.estimator, other=free.estimator)
    if restricted.bounds != free.bounds:
        raise Refused("difference_bounds", found=restricted.bounds, other=free.bounds)
    inner, outer = (int(fitted.fit_indices["df"]) for fitted in (restricted, free))
    if inner < outer:
        raise Refused("difference_order", found=inner, other=outer)


def _scaled_df(fitted: StructuralFit) -> float:
    index = fitted.fit_indices
    return float(index["df"] * index.get("scaling_factor", 1.0)) if index["df"] else 0.0


def _scaling(restricted: StructuralFit, free: StructuralFit, degrees: int) -> float:
    return (_scaled_df(restricted) - _scaled_df(free)) / degrees


def _positive_scaling(restricted: StructuralFit, free: StructuralFit, degrees: int) -> float:
    """Return (d₀c₀ − d₁c₁₀) / (d₀ − d₁), where d₁c₁ is tr(saturated) − tr(free model), so is d₁c₁₀."""
    if free.fit_indices["df"] == 0:
        return _scaled_df(restricted) / degrees
    model, limited = solved_part(free).model, solved_part(free).limits.reached(free.theta)
    saturated = _scaled_df(free) + trace(model, free.theta, limited)
    moved = saturated - trace(model, _placed(restricted, free), limited)
    return (_scaled_df(restricted) - moved) / degrees


def _placed(restricted: StructuralFit, free: StructuralFit) -> Array:
    """Return the free model's parameters at the restricted model's values."""
    inner, outer = solved_part(restricted).model, solved_part(free).model
    values = inner.values(restricted.theta)
    known = {(*row.key, row.block): values[place] for place, row in enumerate(inner.table.parameters)}
    theta = free.theta.copy()
    for row in outer.table.parameters:
        if row.free >= 0 and (*row.key, row.block) in known:
            theta[row.free] = known[(*row.key, row.block)]
    return theta


@dataclass(frozen=True)
class Spread:
    """tr(UΓ) and tr((UΓ)²) of a difference, whose statistic behaves like a weighted sum of chi-squares."""

    trace: float
    trace_of_square: float

    def adjusted(self, plain: float, degrees: int, shifted: bool) -> tuple[float, float]:
        """Return the scaled and shifted difference, or the mean-adjusted one, and what it was divided by."""
        if not shifted:
            factor = self.trace / degrees
            return plain / factor, factor
        a = float(np.sqrt(degrees / self.trace_of_square))
        return plain * a + degrees - a * self.trace, 1 / a


def difference_spread(
    restricted: OrdinalModel, restricted_theta: Array, free: OrdinalModel, free_theta: Array
) -> Spread:
    """Return the spread of the difference of two fits to the same rows (Satorra 2000, eq. 23).

    The restrictions are those directions of the free model's statistics that the restricted model's
    derivatives don't reach, each at its own estimates (lavaan's A.method = "delta").
    """
    shares = free.counts / free.counts.sum()
    inner = np.vstack(restricted.jacobians(restricted_theta))
    parts = free.jacobians(free_theta)
    outer = np.vstack(parts)
    information = np.zeros((outer.shape[1], outer.shape[1]))
    meat = np.zeros_like(information)
    for share, sample, own in zip(shares, free.samples, parts, strict=True):
        weighted = sample.weights[:, None] * own
        information += share * own.T @ weighted
        meat += share * weighted.T @ sample.gamma @ weighted
    inverse = np.linalg.pinv(information, rcond=1e-14, hermitian=True)
    reached = np.linalg.lstsq(outer, inner, rcond=None)[0]
    restrictions = _beyond(reached, outer.shape[1] - inner.shape[1])
    middle = np.linalg.pinv(restrictions @ inverse @ restrictions.T, hermitian=True)
    product = inverse @ restrictions.T @ middle @ restrictions @ inverse @ meat
    return Spread(float(np.trace(product)), float((product * product.T).sum()))


def _beyond(reached: Array, count: int) -> Array:
    """Return `count` directions (count, q) orthogonal to the columns of `reached` (q, k)."""
    left, _, _ = np.linalg.svd(reached, full_matrices=True)
    return left[:, left.shape[1] - count :].T
