"""Agreement's coefficients with bootstrap intervals: documents or units are drawn again, with replacement."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.coding.tallies import Ratings, Tallies, alphas, kappas, percentages, tallies

FEWEST = 5
"""Fewer clusters or units can't tell how far draws of them would differ."""
PIECE = 100
MEASURES = {"alpha": alphas, "kappa": kappas, "percentage": percentages}


@dataclass(frozen=True)
class Coefficients:
    """Agreement on nominal values; intervals are percentiles of the draws, NaN where they can't be had.

    `units` are those with at least two values, weighted; `drawn` is how many clusters or units were drawn.
    """

    alpha: float
    alpha_ci_low: float
    alpha_ci_high: float
    kappa: float
    kappa_ci_low: float
    kappa_ci_high: float
    percentage: float
    percentage_ci_low: float
    percentage_ci_high: float
    units: float
    drawn: int


def coefficients(
    ratings: Ratings, *, draws: int = 1000, seed: int = 1, confidence: float = 0.95
) -> Coefficients:
    """Return alpha, kappa (Cohen's of two coders, Fleiss' of more) and percentage with their intervals.

    Clusters are drawn whole: characters of one text are not independent. With fewer than five clusters or
    units there is no interval.

    Examples
    --------
    >>> ratings = Ratings(np.array([[0, 0, 1, 1, 0, 1], [0, 0, 1, 0, 0, 1]]), np.ones(6))
    >>> found = coefficients(ratings, draws=200)
    >>> round(found.alpha, 3), round(found.kappa, 3), round(found.percentage, 1)
    (0.686, 0.667, 83.3)
    >>> found.alpha_ci_low <= found.alpha <= found.alpha_ci_high
    True

    Raises
    ------
    Refused
        Where no unit has two values.
    """
    if not ratings.shared.any():
        raise Refused("coding_nothing_shared", coders=len(ratings.values), units=ratings.values.shape[1])
    sums = tallies(ratings)
    whole = sums.whole()
    held = sums.times * (sums.units > 0)
    again = _drawn(sums, held, draws if held.sum() >= FEWEST else 0, seed)
    found: dict[str, Any] = {}
    for name, of in MEASURES.items():
        low, high = _interval(again[name], confidence)
        found |= {name: float(of(whole)[0]), f"{name}_ci_low": low, f"{name}_ci_high": high}
    return Coefficients(**found, units=float(whole.units[0]), drawn=int(held.sum()))


def _drawn(sums: Tallies, held: np.ndarray, draws: int, seed: int) -> dict[str, np.ndarray]:
    """Return each measure of each draw; a few draws at a time, for many values make large tables."""
    chance = np.random.default_rng(seed)
    times = chance.multinomial(int(held.sum()), held / held.sum(), size=draws).astype(float)
    found: dict[str, list[np.ndarray]] = {name: [np.zeros(0)] for name in MEASURES}
    for start in range(0, draws, PIECE):
        piece = sums.drawn(times[start : start + PIECE])
        for name, of in MEASURES.items():
            found[name].append(of(piece))
    return {name: np.concatenate(values) for name, values in found.items()}


def _interval(values: np.ndarray, confidence: float) -> tuple[float, float]:
    """Return the percentiles of the draws that have a value; none where most have not."""
    known = values[np.isfinite(values)]
    if not len(known) or len(known) < len(values) / 2:
        return np.nan, np.nan
    low, high = np.quantile(known, [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
