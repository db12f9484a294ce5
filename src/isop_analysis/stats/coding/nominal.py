"""Agreement on nominal values: percentage, Krippendorff's alpha, Cohen's and Fleiss' kappa."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.coding.tallies import MISSING, Ratings, alphas, kappas, percentages, tallies


def krippendorff_alpha(values: Any, weights: Sequence[float] | None = None) -> float:
    """Return Krippendorff's alpha of nominal values, (coders, units); None or NaN where a coder gave none.

    Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C. Units with one value or none
    tell nothing. At most 1; 0 as by chance; NaN where all values are the same. `weights` (units,) says how
    many equal units each stands for.

    Examples
    --------
    >>> values = [["a", "a", "b", "b", "d", "c", "c", "c", "e", "d", "d", "a"],
    ...           ["b", "a", "b", "b", "b", "c", "c", "c", "e", "d", "d", "d"]]
    >>> round(krippendorff_alpha(values), 3)
    0.692

    Raises
    ------
    Refused
        For fewer than two coders, or no unit with two values.
    """
    return float(alphas(tallies(ratings_of(values, weights)).whole())[0])


def percentage_agreement(values: Any, weights: Sequence[float] | None = None) -> float:
    """Return the mean share of pairs of coders that agree on a unit, 0–100; (coders, units) as for alpha.

    >>> round(percentage_agreement([["a", "b", "a", None], ["a", "b", "b", "b"]]), 1)
    66.7
    """
    return float(percentages(tallies(ratings_of(values, weights)).whole())[0])


def cohen_kappa(first: Any, second: Any, weights: Sequence[float] | None = None) -> float:
    """Return Cohen's kappa of two coders over the units that both coded, (units,) each.

    Cohen 1960, Educational and Psychological Measurement 20, 37–46. At most 1; 0 as by chance; NaN where both
    gave one and the same value to all units.

    Examples
    --------
    80 and 60 of 1,000 characters coded, 40 of them by both:

    >>> first, second = [1, 1, 0, 0], [1, 0, 1, 0]
    >>> round(cohen_kappa(first, second, weights=[40, 40, 20, 900]), 2)
    0.54

    Raises
    ------
    Refused
        For values of different number, or no unit that both coded.
    """
    return float(kappas(tallies(ratings_of([first, second], weights)).whole())[0])


def fleiss_kappa(counts: Any) -> float:
    """Return Fleiss' kappa of a table (units, categories): how many coders put the unit there.

    Fleiss 1971, Psychological Bulletin 76, 378–382. Every unit has the same number of coders, at least two;
    they may be others for each unit. NaN where all values are the same.

    >>> fleiss_kappa([[3, 0], [0, 3], [3, 0]])
    1.0

    Raises
    ------
    Refused
        For units with different numbers of coders, or fewer than two.
    """
    table = np.asarray(counts, dtype=float)
    coders = table.sum(axis=1) if table.ndim == 2 else np.zeros(0)
    if not len(coders) or coders.min() != coders.max() or coders[0] < 2:
        raise Refused("coding_unequal_coders", units=len(coders))
    agreeing = (table * (table - 1)).sum(axis=1) / (coders * (coders - 1))
    expected = float(((table.sum(axis=0) / table.sum()) ** 2).sum())
    return float((agreeing.mean() - expected) / (1 - expected)) if expected < 1 - 1e-12 else np.nan


def ratings_of(values: Any, weights: Sequence[float] | None = None) -> Ratings:
    """Return values of any kind, (coders, units), as whole numbers. Refused where nothing can be compared."""
    import pandas as pd

    sizes = sorted({len(own) for own in values})
    if len(values) < 2 or len(sizes) > 1:
        raise Refused("coding_coders", found=len(values), units=sizes)
    table = np.array([list(own) for own in values], dtype=object)
    codes, _ = pd.factorize(table.ravel(), use_na_sentinel=True)
    found = np.where(codes < 0, MISSING, codes).reshape(table.shape)
    amounts = np.ones(table.shape[1]) if weights is None else np.asarray(weights, dtype=float)
    ratings = Ratings(found, amounts)
    if not ratings.shared.any():
        raise Refused("coding_nothing_shared", coders=len(table), units=table.shape[1])
    return ratings
