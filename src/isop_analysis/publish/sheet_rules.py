"""What a team sheet says of its scales: strengths and the one question, from published values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from isop_analysis.study.sheet_settings import SheetStrength

Rule = Literal["below", "lowest", "ask"]
GRID = 400
"""Steps of the integral over the SD between teams."""
WIDEST_TEAMS = 0.25
"""The SD between teams lies between 0 and this share of the range, every value as likely beforehand."""


@dataclass(frozen=True)
class Row:
    """What a sheet says of one scale, as shares of its range; `above` is P(above the mean of all teams)."""

    scale: str
    dot: float
    above: float | None


def above_mean(dots: Sequence[float], error: float) -> list[float]:
    """Return each team's probability of lying above the mean of all teams.

    Team means y are N(mu + u, error²), team effects u are N(0, tau²); mu has a flat prior and is integrated
    out, tau a flat one from 0 to a quarter of the range, integrated over 400 steps (Gelman 2006, Bayesian
    Analysis 1(3), 515-534). `dots` and `error` are shares of the range: published dots, and the SD within
    teams, pooled over all, over the root of the smallest team's size: no team's own spread or size decides.
    """
    import numpy as np
    from scipy.special import ndtr

    y = np.asarray(dots, dtype=float)
    tau2 = (np.arange(1, GRID + 1)[:, None] / GRID * WIDEST_TEAMS) ** 2
    variance = error**2 + tau2  # one for all teams: steps × 1
    mean, of_mean = y.mean(), variance / len(y)
    likelihood = -0.5 * (len(y) - 1) * np.log(variance[:, 0]) - ((y - mean) ** 2).sum() / (2 * variance[:, 0])
    weight = np.exp(likelihood - likelihood.max())
    shrunk = tau2 / variance
    spread = np.sqrt(tau2 * error**2 / variance + shrunk**2 * of_mean)
    chance = ndtr(shrunk * (y - mean) / spread)
    return [float(one) for one in weight @ chance / weight.sum()]


def strengths(rows: Sequence[Row], limits: "SheetStrength") -> list[str]:
    """Return the scales on which the team probably lies above the mean: likeliest first, at most so many."""
    found = [row for row in rows if row.above is not None and row.above >= limits.probability]
    likeliest = sorted(found, key=lambda row: -(row.above or 0))
    return [row.scale for row in likeliest[: limits.at_most]]


def question(rows: Sequence[Row], limits: "SheetStrength") -> tuple[Rule, str | None]:
    """Return what the team may talk about, and by which rule; `rows` in config's order, which breaks ties.

    The scale on which it most probably lies below the mean; else the one with the lowest dot; none without
    rows.
    """
    below = [row for row in rows if row.above is not None and 1 - row.above >= limits.probability]
    if below:
        return "below", min(below, key=lambda row: row.above or 0).scale
    if rows:
        return "lowest", min(rows, key=lambda row: row.dot).scale
    return "ask", None
