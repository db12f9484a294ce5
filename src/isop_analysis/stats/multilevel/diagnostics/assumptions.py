"""What a multilevel model takes for granted, each with what the data say of it.

The limits are rules of thumb of the literature that `source` names: they say where to look, not what to drop.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from isop_analysis.stats.multilevel.diagnostics.influence import Influence, influence
from isop_analysis.stats.multilevel.diagnostics.predictors import curvature_p_value, variance_inflation
from isop_analysis.stats.multilevel.diagnostics.residuals import ROWS, residual_shapes
from isop_analysis.stats.multilevel.diagnostics.spread import along_the_fit, over_clusters
from isop_analysis.stats.multilevel.result import Fit

Verdict = Literal["in order", "doubtful", "not judged"]

FEWEST_CLUSTERS = 10
SKEWNESS = 1.0
UNLIKELY = 0.01
SMALL_CHANCE = 0.05
SPREAD_RATIO = 3.0
INFLATION = 10.0
DFBETAS = 1.0
AT_THE_EDGE = 0.15
FEWEST_TO_JUDGE = 8


@dataclass(frozen=True)
class Assumption:
    """One assumption and its verdict.

    Attributes:
        name: converged, not_singular, enough_clusters, residuals_symmetric, effects_symmetric, equal_spread,
            equal_spread_of_clusters, straight_lines, separate_predictors, no_single_cluster,
            room_on_the_scale.
        where: the grouping factor, term or cluster it is about, or "".
        value, threshold: the number looked at and the limit beyond which it is doubtful; NaN where none.
        p_value: of the test beside it; NaN where none.
    """

    name: str
    where: str
    verdict: Verdict
    value: float
    threshold: float
    p_value: float
    source: str


def assumptions(
    fitted: Fit, influences: Influence | None = None, *, leave_out: bool = True
) -> tuple[Assumption, ...]:
    """Judge what the model takes for granted.

    `influences` saves refitting where they are known; without `leave_out` no cluster is left out for it.

    Limits: fewer than 10 clusters (McNeish & Stapleton 2016); `|skewness|` above 1 (Bulmer 1979), for random
    effects together with D'Agostino's p < .05; Koenker's p < .05 together with a ratio of residual variances
    above 3 (Dean & Voss 1999); Brown–Forsythe's p < .01 over clusters together with that ratio; RESET's
    p < .01 (Ramsey 1969); variance inflation above 10 (Marquardt 1970), interactions aside; `|DFBETAS|` above
    1 (Kutner et al. 2005); 15 % or more of the answers at the highest or lowest value (Terwee et al. 2007).

    >>> judged = isop.multilevel.assumptions(fitted, leave_out=False)
    >>> [one.name for one in judged if one.verdict == "doubtful"]
    ['equal_spread']
    """
    if influences is None and leave_out:
        influences = influence(fitted)
    return (
        *_optimum(fitted),
        *_clusters(fitted),
        *_shapes(fitted),
        *_spreads(fitted),
        _lines(fitted),
        *_predictors(fitted),
        *(_influence(influences) if influences is not None else ()),
        *_edges(fitted),
    )


def _judged(
    name: str, where: str, doubtful: bool, value: float, threshold: float, source: str, p: float = np.nan
) -> Assumption:
    unknown = bool(np.isnan(value) and np.isnan(p))
    verdict: Verdict = "not judged" if unknown else "doubtful" if doubtful else "in order"
    return Assumption(name, where, verdict, float(value), threshold, float(p), source)


def _optimum(fitted: Fit) -> Iterator[Assumption]:
    record = fitted.convergence
    yield _judged("converged", "", not record.converged, record.max_gradient, np.nan, "")
    yield _judged("not_singular", "", fitted.singular, float(fitted.singular), np.nan, "Bates et al. 2015")


def _clusters(fitted: Fit) -> Iterator[Assumption]:
    for group, count in fitted.clusters.items():
        few = count < FEWEST_CLUSTERS
        yield _judged("enough_clusters", group, few, count, FEWEST_CLUSTERS, "McNeish & Stapleton 2016")


def _shapes(fitted: Fit) -> Iterator[Assumption]:
    for row in residual_shapes(fitted).to_dict("records"):
        skewness, p = float(row["skewness"]), float(row["p_skewness"])
        skewed = abs(skewness) > SKEWNESS
        if row["group"] == ROWS:
            yield _judged("residuals_symmetric", "", skewed, skewness, SKEWNESS, "Bulmer 1979")
            continue
        value = skewness if row["n"] >= FEWEST_TO_JUDGE else np.nan
        doubtful = skewed and p < SMALL_CHANCE
        where = f"{row['term']}|{row['group']}"
        yield _judged("effects_symmetric", where, doubtful, value, SKEWNESS, "Bulmer 1979", p)


def _spreads(fitted: Fit) -> Iterator[Assumption]:
    along = along_the_fit(fitted)
    doubtful = along.p_value < SMALL_CHANCE and along.ratio > SPREAD_RATIO
    yield _judged("equal_spread", "", doubtful, along.ratio, SPREAD_RATIO, "Dean & Voss 1999", along.p_value)
    group = min(fitted.clusters, key=lambda name: fitted.clusters[name])
    over = over_clusters(fitted, group)
    doubtful = over.p_value < UNLIKELY and over.ratio > SPREAD_RATIO
    yield _judged(
        "equal_spread_of_clusters",
        group,
        doubtful,
        over.ratio,
        SPREAD_RATIO,
        "Brown & Forsythe 1974; Dean & Voss 1999",
        over.p_value,
    )


def _lines(fitted: Fit) -> Assumption:
    p = curvature_p_value(fitted)
    return _judged("straight_lines", "", p < UNLIKELY, p, UNLIKELY, "Ramsey 1969", p)


def _predictors(fitted: Fit) -> Iterator[Assumption]:
    for row in variance_inflation(fitted).to_dict("records"):
        term, vif = str(row["term"]), float(row["vif"])
        if ":" not in term:
            high = vif > INFLATION and not _interacts(fitted, term)
            yield _judged("separate_predictors", term, high, vif, INFLATION, "Marquardt 1970")


def _interacts(fitted: Fit, term: str) -> bool:
    """Tell whether a term is part of an interaction, which inflates it without harm."""
    return any(term in one and len(one) > 1 for one in fitted.solution.model.formula.fixed.terms)


def _influence(found: Influence) -> Iterator[Assumption]:
    for row in found.largest.to_dict("records"):
        size = abs(float(row["dfbetas"]))
        term = str(row["term"])
        yield _judged("no_single_cluster", term, size > DFBETAS, size, DFBETAS, "Kutner et al. 2005")


def _edges(fitted: Fit) -> Iterator[Assumption]:
    y = fitted.solution.model.outcome
    for where, edge in (("highest", y.max()), ("lowest", y.min())):
        share = float((y == edge).mean())
        few = len(np.unique(y)) < 3
        yield _judged(
            "room_on_the_scale",
            where,
            share >= AT_THE_EDGE and not few,
            np.nan if few else share,
            AT_THE_EDGE,
            "Terwee et al. 2007",
        )
