"""Reliability and agreement of scales by pingouin: alpha with its interval, mean squares of one-way tables.

Its `intraclass_corr` wants every group rated by the same raters, which teams aren't; ICC(1) and ICC(2) are
made here of its mean squares.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha with Feldt's interval, whose ends pingouin rounds to three decimals."""

    alpha: float
    low: float
    high: float


def alpha_of(answers: "pd.DataFrame") -> Alpha:
    """Return alpha of answers (n, p), covariances by pairs where some are missing."""
    import pingouin

    alpha, (low, high) = pingouin.cronbach_alpha(answers.dropna(how="all"), nan_policy="pairwise")
    return Alpha(float(alpha), float(low), float(high))


@dataclass(frozen=True)
class MeanSquares:
    """Intraclass correlations by mean squares (Bartko 1976; Bliese 2000), of n people in k groups."""

    icc1: float
    icc2: float
    n: int
    clusters: int


def mean_squares(scores: "pd.DataFrame") -> MeanSquares:
    """Return both of a frame with `score` and `team`."""
    import pingouin

    table = pingouin.anova(scores, dv="score", between="team", detailed=True).set_index("Source")["MS"]
    between, within = float(table["team"]), float(table["Within"])
    n, clusters = len(scores), scores["team"].nunique()
    size = n / clusters
    icc1 = (between - within) / (between + (size - 1) * within)
    return MeanSquares(icc1, (between - within) / between, n, clusters)
