"""Rows of the table of estimates between clusters, one a method and slope or defined parameter."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.structural.definitions import Formula, defined_draws, defined_gradients
from isop_analysis.stats.structural.few_clusters.between_model import BetweenModel
from isop_analysis.stats.structural.few_clusters.regression import BetweenMoments, slope_covariance, slopes
from isop_analysis.stats.structural.moments import Array

TAILS = (0.025, 0.975)
DRAWS = 20_000
SEED = 20240229


@dataclass(frozen=True)
class BetweenRow:
    """One estimate with its intervals: t on df degrees of freedom, bootstrap, and without any one cluster."""

    method: str
    lhs: str
    op: str
    rhs: str
    label: str
    estimate: float
    se: float
    df: float
    statistic: float
    p_value: float
    ci_low: float
    ci_high: float
    percentile_low: float = np.nan
    percentile_high: float = np.nan
    without_one_low: float = np.nan
    without_one_high: float = np.nan
    without_one: str | None = None
    lowest: float = np.nan
    highest: float = np.nan
    error_taken: float = np.nan
    drawn_low: float = np.nan
    drawn_high: float = np.nan
    std_all: float = np.nan


@dataclass(frozen=True)
class Estimated:
    """Slopes then defined parameters: values in every sample (R, k), errors, df (k,), limits drawn (k, 2)."""

    values: Array
    errors: Array
    df: Array
    drawn: Array


def method_rows(
    model: BetweenModel,
    moments: BetweenMoments,
    method: str,
    labels: tuple[str, ...],
    found: NDArray[np.bool_],
) -> list[BetweenRow]:
    """Return the rows of one method.

    The first sample is the data, then come those without one of the clusters `labels`, then bootstrap
    samples; `found` says which samples have an estimate.
    """
    own = _estimated(model, moments)
    taken = np.nan if method == "manifest" else float(moments.taken[0])
    rows = [
        summary_row(method, name, own.values[:, place], own.errors[place], own.df[place], labels, found)
        for place, name in enumerate(row_names(model))
    ]
    standardised = _standardised(model, moments, own.values[0])
    return [
        replace(row, error_taken=taken, drawn_low=float(low), drawn_high=float(high), std_all=float(standard))
        for row, (low, high), standard in zip(rows, own.drawn, standardised, strict=True)
    ]


def _standardised(model: BetweenModel, moments: BetweenMoments, values: Array) -> Array:
    """Return slopes (k,) in standard deviations between clusters, then definitions of these slopes."""
    spread = np.sqrt(np.diag(moments.covariance[0]))
    found: list[float] = []
    labelled: dict[str, Array] = {}
    for value, line in zip(values, model.terms, strict=False):
        cause, effect = (spread[model.names.index(name)] for name in (line.rhs, line.lhs))
        found.append(float(value * cause / effect))
        labelled |= {label: np.array(found[-1:]) for label in line.modifier.labels[:1]}
    return np.concatenate([found, *defined_draws(model.defined, labelled).values()])


def row_names(model: BetweenModel) -> list[tuple[str, str, str, str]]:
    """Return lhs, op, rhs and label of every slope, then of every defined parameter."""
    names = [(line.lhs, "~", line.rhs, "".join(line.modifier.labels[:1])) for line in model.terms]
    return names + [(formula.name, ":=", formula.expression, formula.name) for formula in model.defined]


def _estimated(model: BetweenModel, moments: BetweenMoments) -> Estimated:
    values = np.hstack([slopes(moments, equation) for equation in model.equations])
    covariance = np.zeros((values.shape[1], values.shape[1]))
    df, first = np.zeros(values.shape[1]), 0
    for equation in model.equations:
        own = slice(first, first + len(equation.predictors))
        covariance[own, own] = slope_covariance(moments, equation)
        df[own] = moments.count[0] - len(equation.predictors) - 1
        first += len(equation.predictors)
    return with_defined(model, values, covariance, df)


def with_defined(model: BetweenModel, values: Array, covariance: Array, df: Array) -> Estimated:
    """Return slopes in R samples (R, k) with the defined parameters of them.

    The first sample's slopes have `covariance` (k, k) and `df` (k,); errors of defined parameters are by the
    delta method, on the smallest df of the slopes they are made of.
    """
    labelled = {
        line.modifier.labels[0]: place for place, line in enumerate(model.terms) if line.modifier.labels
    }
    defined = defined_draws(model.defined, {label: values[:, place] for label, place in labelled.items()})
    gradients = defined_gradients(
        model.defined, {label: float(values[0, place]) for label, place in labelled.items()}
    )
    jacobian, least = np.eye(len(df)), list(df)
    for formula in model.defined:
        row = np.zeros(len(df))
        for label, place in labelled.items():
            row[place] += gradients[formula.name][label]
        jacobian = np.vstack([jacobian, row])
        least.append(df[row != 0].min() if row.any() else df.min())
    variances = np.einsum("ki,ij,kj->k", jacobian, covariance, jacobian)
    columns = [values, *(own[:, None] for own in defined.values())]
    drawn = drawn_limits(model.defined, values[0], covariance, df, labelled)
    unknown = np.full((values.shape[1], 2), np.nan)
    return Estimated(np.hstack(columns), np.sqrt(variances), np.array(least), np.vstack([unknown, drawn]))


def drawn_limits(
    defined: tuple[Formula, ...], slopes: Array, covariance: Array, df: Array, labelled: dict[str, int]
) -> Array:
    """Return limits (k, 2) of the k defined parameters, from draws of the slopes (p,) they are made of.

    Draws are from the multivariate t distribution, slopes of one number of degrees of freedom (p,) sharing
    their χ²: Monte-Carlo intervals (MacKinnon, Lockwood & Williams 2004) that keep the skewness of a product
    and the margins of few clusters. `labelled` gives the place of every label's slope.
    """
    if not defined or not np.isfinite(covariance).all():
        return np.full((len(defined), 2), np.nan)
    generator = np.random.default_rng(SEED)
    values, vectors = np.linalg.eigh(covariance)
    normal = generator.standard_normal((DRAWS, len(slopes))) @ (vectors * np.sqrt(np.maximum(values, 0))).T
    for count in np.unique(df[np.isfinite(df)]):
        same = df == count
        normal[:, same] *= np.sqrt(count / generator.chisquare(count, DRAWS))[:, None]
    drawn = slopes + normal
    found = defined_draws(defined, {label: drawn[:, place] for label, place in labelled.items()})
    return np.array([np.nanquantile(own, TAILS) for own in found.values()])


def summary_row(
    method: str,
    name: tuple[str, str, str, str],
    values: Array,
    error: float,
    df: float,
    labels: tuple[str, ...],
    found: NDArray[np.bool_],
) -> BetweenRow:
    """Return the row of one parameter from its values in every sample (R,), as `method_rows` orders them."""
    from scipy.special import stdtr, stdtrit

    estimate, reach = float(values[0]), float(stdtrit(df, TAILS[1])) * float(error)
    without, drawn = values[1 : len(labels) + 1], values[len(labels) + 1 :]
    drawn = drawn[found[len(labels) + 1 :] & np.isfinite(drawn)]
    percentiles = np.quantile(drawn, TAILS) if len(drawn) else (np.nan, np.nan)
    kept = found[1 : len(labels) + 1] & np.isfinite(without)
    moved = np.where(kept, np.abs(without - estimate), -1.0)
    return BetweenRow(
        *(method, *name, estimate, float(error), float(df), estimate / float(error)),
        p_value=float(2 * stdtr(df, -abs(estimate / error))),
        ci_low=estimate - reach,
        ci_high=estimate + reach,
        percentile_low=float(percentiles[0]),
        percentile_high=float(percentiles[1]),
        without_one_low=float(without[kept].min()) if kept.any() else np.nan,
        without_one_high=float(without[kept].max()) if kept.any() else np.nan,
        without_one=labels[int(np.argmax(moved))] if kept.any() else None,
    )
