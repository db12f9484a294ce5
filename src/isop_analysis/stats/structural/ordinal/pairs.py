"""Correlations of all pairs of variables, ordered or not, and what ties them to the margins' estimates.

Pairs of ordered items without predictors are tables of counts, climbed all at once; others one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.bivariate.margins import Margin
from isop_analysis.stats.bivariate.pairs import pearson_pair, polychoric_pair, polyserial_pair
from isop_analysis.stats.bivariate.two_way_tables import (
    Tables,
    TableSlopes,
    most_likely,
    table_slopes,
    tables_of_counts,
    with_halved_cells,
)
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.ordinal.layout import Layout


@dataclass(frozen=True)
class Pairs:
    """Some pairs of a layout.

    Attributes:
        places: which pairs these are.
        correlations: (pairs,).
        scores: derivatives of each row's log-likelihood by its pair's correlation, (n, pairs).
        ties: sums over rows of that score times the scores of the same likelihood by the margins' estimates,
            (pairs, margins): how the correlations move when the margins do.
        empty: pairs whose table has empty cells.
        halved: 2 × 2 tables in which one counts as ½.
    """

    places: Places
    correlations: Array
    scores: Array
    ties: Array
    empty: tuple[int, ...]
    halved: tuple[int, ...]


def merged(layout: Layout, parts: Sequence[Pairs], n: int) -> Pairs:
    """Return all pairs of the layout from parts that hold each once."""
    count = len(layout.pairs[0])
    correlations, scores, ties = np.zeros(count), np.zeros((n, count)), np.zeros((count, layout.n_margin))
    for part in parts:
        correlations[part.places] = part.correlations
        scores[:, part.places] = part.scores
        ties[part.places] = part.ties
    empty = tuple(place for part in parts for place in part.empty)
    halved = tuple(place for part in parts for place in part.halved)
    return Pairs(np.arange(count), correlations, scores, ties, empty, halved)


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
        slopes = polychoric_pair(margins[first], margins[second])
    elif layout.cuts[first] or layout.cuts[second]:
        first, second = (second, first) if layout.cuts[first] else (first, second)
        slopes = polyserial_pair(margins[first], margins[second])
    else:
        slopes = pearson_pair(margins[first], margins[second])
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


def tabled_pairs(layout: Layout, margins: Sequence[Margin], chosen: Places) -> Pairs:
    """Return the pairs at these places; tables of fewer answers are padded to the widest."""
    first, second = (places[chosen] for places in layout.pairs)
    width = max(layout.cuts) + 1
    cells = _cells(margins, first, second, width)
    counts = _counts(cells, width)
    cuts = np.array(layout.cuts)
    small = (cuts[first] == 1) & (cuts[second] == 1)
    weights = with_halved_cells(counts, small, width)
    tables = _tables(layout, margins, first, second, weights)
    r = most_likely(tables)
    slopes = table_slopes(tables, r)
    by_cell = np.column_stack([slopes.correlation, np.zeros(len(chosen))])
    empty = ((counts == 0) & _real_cells(cuts, first, second, width)).any(axis=1)
    return Pairs(
        places=chosen,
        correlations=r,
        scores=by_cell[np.arange(len(chosen)), cells],
        ties=_ties(layout, first, second, counts * slopes.correlation, slopes),
        empty=tuple(int(place) for place in chosen[empty]),
        halved=tuple(int(place) for place in chosen[(weights != counts).any(axis=1)]),
    )


def _cells(margins: Sequence[Margin], first: Places, second: Places, width: int) -> Places:
    """Return the cell of each row in each pair's table (n, pairs), −1 where an answer is missing."""
    n = max(len(margin.codes) for margin in margins)
    codes = np.column_stack([margin.codes if len(margin.codes) else np.full(n, -1) for margin in margins])
    one, other = codes[:, first], codes[:, second]
    return np.where((one >= 0) & (other >= 0), one * width + other, -1)


def _counts(cells: Places, width: int) -> Array:
    size = width * width
    counts = [np.bincount(column[column >= 0], minlength=size) for column in cells.T]
    return np.array(counts, dtype=float)


def _real_cells(cuts: Places, first: Places, second: Places, width: int) -> NDArray[np.bool_]:
    """Return which cells of the padded tables are answers (pairs, cells)."""
    rows, columns = (np.arange(width) <= cuts[own][:, None] for own in (first, second))
    return np.asarray((rows[:, :, None] & columns[:, None, :]).reshape(len(first), -1))


def _tables(
    layout: Layout, margins: Sequence[Margin], first: Places, second: Places, weights: Array
) -> Tables:
    width = max(layout.cuts) + 1
    ends = np.full((len(layout.names), width + 1), np.inf)
    ends[:, 0] = -np.inf
    for place in layout.ordered:
        ends[place, 1 : layout.cuts[place] + 1] = margins[place].location
    return tables_of_counts(ends[first], ends[second], weights)


def _ties(layout: Layout, first: Places, second: Places, scored: Array, slopes: TableSlopes) -> Array:
    """Return the ties (pairs, margins): sums over answers of score times slope by the cuts around them."""
    width = max(layout.cuts) + 1
    shape = (len(first), width, width)
    by_row = [(scored * part).reshape(shape).sum(axis=2) for part in (slopes.above, slopes.below)]
    by_column = [(scored * part).reshape(shape).sum(axis=1) for part in (slopes.right, slopes.left)]
    ties = np.zeros((len(first), layout.n_margin))
    for places, (upper, lower) in ((first, by_row), (second, by_column)):
        for pair, variable in enumerate(places):
            cuts = layout.cuts[variable]
            ties[pair, layout.location(int(variable))] = upper[pair, :cuts] + lower[pair, 1 : cuts + 1]
    return ties
