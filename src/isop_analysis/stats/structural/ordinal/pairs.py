"""Correlations of pairs of variables, ordered or not, with each row's score and its ties to the margins."""

from collections.abc import Sequence

import numpy as np

from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.ordinal.layout import Layout
from isop_analysis.stats.structural.ordinal.margins import Margin
from isop_analysis.stats.structural.ordinal.mixed_pairs import item_pair, number_pair, serial_pair
from isop_analysis.stats.structural.ordinal.pair_estimates import Pairs, merged
from isop_analysis.stats.structural.ordinal.tabled_pairs import tabled_pairs


def all_pairs(layout: Layout, margins: Sequence[Margin], predictors: Array) -> Pairs:
    """Return the correlations of all pairs, in the layout's order; predictors (n, k).

    Pairs of ordered items without predictors are tables, found all at once; others one by one.
    """
    first, second = layout.pairs
    ordered = np.array(layout.cuts) > 0
    tabled = ordered[first] & ordered[second] & (not layout.predictors)
    found = [_one(layout, margins, predictors, int(pair)) for pair in np.flatnonzero(~tabled)]
    if tabled.any():
        found.append(tabled_pairs(layout, margins, np.flatnonzero(tabled)))
    return merged(layout, found, len(predictors))


def _one(layout: Layout, margins: Sequence[Margin], predictors: Array, pair: int) -> Pairs:
    """Return one pair, whose rows have likelihoods of their own."""
    first, second = (int(places[pair]) for places in layout.pairs)
    if layout.cuts[first] and layout.cuts[second]:
        slopes = item_pair(margins[first], margins[second])
    elif layout.cuts[first] or layout.cuts[second]:
        first, second = (second, first) if layout.cuts[first] else (first, second)
        slopes = serial_pair(margins[first], margins[second])
    else:
        slopes = number_pair(margins[first], margins[second])
    ties = np.zeros(layout.n_margin)
    for variable, by in ((first, slopes.first), (second, slopes.second)):
        _tie(
            ties,
            layout,
            margins[variable],
            variable,
            (slopes.score * by[0], slopes.score * by[1]),
            predictors,
        )
    return Pairs(np.array([pair]), np.array([slopes.correlation]), slopes.score[:, None], ties[None], (), ())


def _tie(
    ties: Array,
    layout: Layout,
    margin: Margin,
    variable: int,
    scored: tuple[Array, Array],
    predictors: Array,
) -> None:
    """Add a variable's ties: `scored` by its mean and variance, or by the cuts above and below an answer."""
    one, other = scored
    if layout.cuts[variable]:
        ties[layout.location(variable)] = _cut_sums(margin.codes, layout.cuts[variable], one, other)
        ties[layout.slopes(variable)] = -(one + other) @ predictors
    else:
        ties[layout.location(variable)] = one.sum()
        ties[layout.slopes(variable)] = one @ predictors
        ties[layout.variance(variable)] = other.sum()


def _cut_sums(codes: Places, cuts: int, upper: Array, lower: Array) -> Array:
    """Return the sums a cut (cuts,) of what rows say about the cut above and the one below their answer."""
    sums = np.zeros(cuts + 2)
    seen = codes >= 0
    np.add.at(sums, codes[seen] + 1, upper[seen])
    np.add.at(sums, codes[seen], lower[seen])
    return sums[1:-1]
