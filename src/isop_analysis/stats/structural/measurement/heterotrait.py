"""The heterotrait–monotrait ratio of correlations."""

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.incomplete_moments import incomplete_moments
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.rows import Question, model_rows
from isop_analysis.stats.structural.sample_moments import complete_moments


def htmt(
    items_by_factor: Mapping[str, Sequence[str]],
    data: pd.DataFrame,
    missing: str = "listwise",
    geometric: bool = True,
) -> pd.DataFrame:
    """Return the HTMT of every pair of factors, a symmetric table with ones on its diagonal.

    The mean absolute correlation of items of different factors over the root of the product of the mean
    absolute correlations within each: geometric means (HTMT2; Roemer, Schuberth & Henseler 2021) or
    arithmetic ones (Henseler et al. 2015, eq. 6), as semTools::htmt. Above .85 or .90, two factors are
    hardly told apart.

    Args:
        items_by_factor: two or more items a factor, at least two factors.
        data: one row a unit.
        missing: "listwise", or "fiml": correlations by maximum likelihood from incomplete rows.
        geometric: which mean.

    Raises:
        Refused: fewer than two factors or items, an item of two factors, or items that can't be used.
    """
    _check_factors(items_by_factor)
    if missing not in ("listwise", "fiml"):
        raise Refused("htmt_missing", missing=missing)
    items = [item for names in items_by_factor.values() for item in names]
    rows = model_rows(Question(tuple(items), (), missing, None, None), data)
    values = rows.groups[0].values
    constant = [item for item, column in zip(items, values.T, strict=True) if np.nanstd(column) == 0]
    if constant:
        raise Refused("htmt_constant", names=constant)
    moments = incomplete_moments(values) if np.isnan(values).any() else complete_moments(values)
    scale = np.sqrt(np.diag(moments.covariance))
    return _ratios(items_by_factor, np.abs(moments.covariance / np.outer(scale, scale)), geometric)


def htmt_of_fit(
    items_by_factor: Mapping[str, Sequence[str]], fitted: StructuralFit, geometric: bool = True
) -> pd.DataFrame:
    """Return the HTMT from the polychoric correlations that a fit to ordered answers rests on.

    Raises Refused for a fit to numbers or to groups, or as `htmt` does.
    """
    _check_factors(items_by_factor)
    if fitted.ordinal is None or len(fitted.ordinal.samples) > 1:
        raise Refused("htmt_of_fit")
    sample = fitted.ordinal.samples[0]
    names = [sample.layout.names.index(item) for items in items_by_factor.values() for item in items]
    covariance = sample.covariance[np.ix_(names, names)]
    scale = np.sqrt(np.diag(covariance))
    return _ratios(items_by_factor, np.abs(covariance / np.outer(scale, scale)), geometric)


def _check_factors(items_by_factor: Mapping[str, Sequence[str]]) -> None:
    if len(items_by_factor) < 2:
        raise Refused("htmt_factors", found=len(items_by_factor))
    seen: dict[str, str] = {}
    for factor, items in items_by_factor.items():
        if len(items) < 2:
            raise Refused("htmt_items", factor=factor, found=len(items))
        for item in items:
            if item in seen:
                raise Refused("htmt_shared", item=item, factor=seen[item], other=factor)
            seen[item] = factor


def _ratios(items_by_factor: Mapping[str, Sequence[str]], strengths: Array, geometric: bool) -> pd.DataFrame:
    names = list(items_by_factor)
    ends = np.cumsum([0, *(len(items) for items in items_by_factor.values())])
    places = [np.arange(low, high) for low, high in itertools.pairwise(ends)]
    means = np.array(
        [
            [_mean(strengths[np.ix_(own, other)], own is other, geometric) for other in places]
            for own in places
        ]
    )
    inner = np.sqrt(np.diag(means))
    return pd.DataFrame(means / np.outer(inner, inner), index=names, columns=names)


def _mean(strengths: Array, same: bool, geometric: bool) -> float:
    chosen = strengths[np.triu_indices(len(strengths), 1)] if same else strengths.ravel()
    if not geometric:
        return float(chosen.mean())
    return 0.0 if (chosen == 0).any() else float(np.exp(np.log(chosen).mean()))
