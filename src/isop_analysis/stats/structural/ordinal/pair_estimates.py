"""Estimates of pairs and what ties them to the margins' estimates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
