"""Nonparametric bootstrap of a fitted model, with intervals by the conventions of R's package boot."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Reason, Refused
from isop_analysis.stats.structural.admissibility import inadmissibilities
from isop_analysis.stats.structural.definitions import defined_draws
from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.resampling.curvature import table_values
from isop_analysis.stats.structural.resampling.search import maxima
from isop_analysis.stats.structural.result import Solved, StructuralFit

FEWEST = 100


@dataclass(frozen=True)
class Bootstrap:
    """Estimates on samples drawn with replacement.

    Attributes:
        table: one row a free or defined parameter: lhs, op, rhs, group, level, label, estimate, se (standard
            deviation of the replicates), percentile_low, percentile_high, bca_low, bca_high.
        replicates: the estimates (used, rows of the table).
        requested, used: samples drawn, and those whose search converged; inadmissible: of the used ones.
        unit: "rows" or "clusters", what was drawn.
        notes: what was drawn, and whether the fit stands on a bound.
    """

    table: pd.DataFrame
    replicates: Array
    requested: int
    used: int
    inadmissible: int
    unit: str
    notes: tuple[Reason, ...]


def bootstrap(
    fitted: StructuralFit, replicates: int = 1000, seed: int = 20240229, confidence: float = 0.95
) -> Bootstrap:
    """Draw samples of rows, in two-level models of clusters, within groups, and fit the model to each.

    Searches start from the fit. A sample whose search doesn't converge is left out and counted;
    inadmissible solutions are kept and counted. Intervals: percentile, and bias-corrected and accelerated,
    the acceleration from the units' influence (Efron 1987). With a few dozen clusters or fewer, both are
    too narrow. A bounded fit's samples keep within its limits; with a parameter on one, intervals are no more
    than a sketch (Andrews 2000, Econometrica 68, 399–405), and the notes say so.

    Raises:
        Refused: fewer than 100 replicates, a fit that didn't converge, or more than half of the samples
            that don't.
    """
    solved = solved_part(fitted)
    if replicates < FEWEST:
        raise Refused("few_replicates", found=replicates, needed=FEWEST)
    if not fitted.convergence.converged:
        raise Refused("fit_resampled", inner=fitted.convergence.reason)
    weights = resampling_weights(solved, replicates, seed)
    found = maxima(solved.model, fitted.theta, weights, solved.limits)
    theta = found.theta[found.converged]
    if 2 * len(theta) < replicates:
        raise Refused("samples_failed", found=len(theta), all=replicates)
    drawn = quantities(fitted, solved, theta)
    inadmissible = sum(bool(inadmissibilities(solved.model, solved.model.values(own))) for own in theta)
    influence = unit_influence(fitted, solved)
    table = pd.concat([drawn.rows, _intervals(drawn.rows, drawn.values, influence, confidence)], axis=1)
    unit = "clusters" if fitted.clusters else "rows"
    drawn_from = Reason(
        "resampled",
        samples=replicates,
        units=solved.model.n_units,
        unit=unit,
        left_out=replicates - len(theta),
        inadmissible=inadmissible,
    )
    bounded = [Reason("resampled_on_bound", parameters=fitted.on_bound)] if fitted.on_bound else []
    notes = (drawn_from, *bounded)
    return Bootstrap(table, drawn.values, replicates, len(theta), inadmissible, unit, notes)


def resampling_weights(solved: Solved, replicates: int, seed: int) -> Array:
    """Return how often each unit is drawn (R, units), units of a group from that group."""
    units = solved.model.n_units
    nested = solved.model.table.blocks[0].level is not None
    sizes = [units] if nested else [int(count) for count in solved.statistics.counts]
    generator = np.random.default_rng(seed)
    drawn = [generator.multinomial(size, np.full(size, 1 / size), size=replicates) for size in sizes]
    return np.hstack(drawn).astype(float)


def unit_influence(fitted: StructuralFit, solved: Solved) -> Array:
    """Return each unit's influence on free and defined parameters, (units, rows): scores times H⁻¹.

    What stands on a bound stays there.
    """
    scores = solved.model.scores(fitted.theta)
    information = solved.model.observed_information(fitted.theta)
    free = np.setdiff1d(np.arange(len(fitted.theta)), solved.limits.reached(fitted.theta))
    inverse = np.zeros_like(information)
    inverse[np.ix_(free, free)] = np.linalg.pinv(information[np.ix_(free, free)], hermitian=True)
    return scores @ inverse @ slopes(fitted, solved).T


def _intervals(rows: pd.DataFrame, replicates: Array, influence: Array, confidence: float) -> pd.DataFrame:
    found = []
    for place, estimate in enumerate(rows["estimate"]):
        own = replicates[np.isfinite(replicates[:, place]), place]
        if len(own) < FEWEST / 2:
            found.append((np.nan,) * 5)
            continue
        percentile = percentile_interval(own, confidence)
        bca = bca_interval(own, float(estimate), influence[:, place], confidence)
        found.append((float(own.std(ddof=1)), *percentile, *bca))
    return pd.DataFrame(found, columns=["se", "percentile_low", "percentile_high", "bca_low", "bca_high"])


def percentile_interval(replicates: Array, confidence: float) -> tuple[float, float]:
    """Return the percentile interval of replicates (R,) (Davison & Hinkley 1997, p. 202)."""
    tail = (1 - confidence) / 2
    return replicate_quantile(replicates, tail), replicate_quantile(replicates, 1 - tail)


def bca_interval(
    replicates: Array, estimate: float, influence: Array, confidence: float
) -> tuple[float, float]:
    """Return the bias-corrected and accelerated interval (Efron 1987, J. Am. Stat. Assoc. 82, eq. 3.9–4.4).

    `influence` (units,) is each unit's influence on the estimate, whose skewness over 6 is the acceleration.
    NaN where the estimate lies outside all replicates.
    """
    from scipy.special import ndtr, ndtri

    below = float(np.mean(replicates < estimate))
    squares = float(influence @ influence)
    if not 0 < below < 1 or squares == 0:
        return np.nan, np.nan
    bias = float(ndtri(below))
    acceleration = float((influence**3).sum()) / (6 * squares**1.5)
    tail = (1 - confidence) / 2
    shifted = bias + ndtri([tail, 1 - tail])
    low, high = ndtr(bias + shifted / (1 - acceleration * shifted))
    return replicate_quantile(replicates, float(low)), replicate_quantile(replicates, float(high))


def replicate_quantile(replicates: Array, share: float) -> float:
    """Return the (R + 1)·share-th smallest, interpolated on the normal scale, as boot's norm.inter."""
    from scipy.special import ndtri

    ordered, count = np.sort(replicates), len(replicates)
    rank = (count + 1) * share
    lower = int(np.floor(rank + 1e-10))
    if lower < 1 or lower >= count:
        return float(ordered[0 if lower < 1 else -1])
    if abs(rank - lower) < 1e-10:
        return float(ordered[lower - 1])
    at, first, second = ndtri([share, lower / (count + 1), (lower + 1) / (count + 1)])
    weight = (at - first) / (second - first)
    return float(ordered[lower - 1] + weight * (ordered[lower] - ordered[lower - 1]))


@dataclass(frozen=True)
class Quantities:
    """Rows of a fit's parameters that vary, and their values (R, rows) at R values of the free parameters."""

    rows: pd.DataFrame
    values: Array


def quantities(fitted: StructuralFit, solved: Solved, theta: Array) -> Quantities:
    """Return the values of free and defined parameters at every theta (R, q)."""
    table = table_values(solved.model, theta)
    rows = solved.model.table.parameters
    free = np.array([place for place, row in enumerate(rows) if row.free >= 0], dtype=np.intp)
    labelled = {row.label: table[:, place] for place, row in enumerate(rows) if row.label}
    defined = defined_draws(solved.defined, labelled)
    chosen = [*free, *range(len(rows), len(rows) + len(defined))]
    columns = [table[:, free], *(draws[:, None] for draws in defined.values())]
    kept = ["lhs", "op", "rhs", "group", "level", "label", "estimate"]
    return Quantities(fitted.parameters.iloc[chosen][kept].reset_index(drop=True), np.hstack(columns))


def slopes(fitted: StructuralFit, solved: Solved) -> Array:
    """Return the derivatives of the same quantities by the free parameters at the fit, (rows, q)."""
    steps = np.maximum(np.sqrt(np.abs(np.diag(fitted.covariance))), 1e-8) * 1e-4
    moves = np.diag(steps)
    up, down = (quantities(fitted, solved, fitted.theta + sign * moves).values for sign in (1, -1))
    return ((up - down) / (2 * steps[:, None])).T
