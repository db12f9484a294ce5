"""Pairs of ordered items without predictors: one table of counts a pair, all climbed at once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from isop_analysis.stats.bivariate.two_way_tables import (
    Tables,
    TableSlopes,
    most_likely,
    table_slopes,
    tables_of_counts,
)
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.ordinal.layout import Layout
from isop_analysis.stats.structural.ordinal.margins import Margin
from isop_analysis.stats.structural.ordinal.pair_estimates import Pairs


def tabled_pairs(layout: Layout, margins: Sequence[Margin], chosen: Places) -> Pairs:
    """Return the pairs at these places; tables of fewer answers are padded to the widest."""
    first, second = (places[chosen] for places in layout.pairs)
    width = max(layout.cuts) + 1
    cells = _cells(margins, first, second, width)
    counts = _counts(cells, width)
    cuts = np.array(layout.cuts)
    small = (cuts[first] == 1) & (cuts[second] == 1)
    weights = _without_empty_cells(counts, small, width)
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


def _without_empty_cells(counts: Array, small: NDArray[np.bool_], width: int) -> Array:
    """Return the counts with ½ in the one empty cell of a 2 × 2 table, its margins kept.

    As lavaan's zero.add = c(0.5, 0) and zero.keep.margins; with two empty cells tables stay as they are.
    """
    corners = np.array([0, 1, width, width + 1])
    own = counts[:, corners]
    weights = counts.copy()
    for place in np.flatnonzero(small & ((own == 0).sum(axis=1) == 1)):
        empty = int(np.flatnonzero(own[place] == 0)[0])
        sign = 0.5 if empty in (0, 3) else -0.5
        weights[place, corners] += sign * np.array([1, -1, -1, 1])
    return weights


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
