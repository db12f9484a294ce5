"""R² of a multilevel model (Nakagawa & Schielzeth 2013; random slopes: Johnson 2014, Methods Ecol Evol 5)."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.multilevel.result import Fit


@dataclass(frozen=True)
class RSquared:
    """Shares of the outcome's variance (0–1): by the predictors, and by predictors and clusters together."""

    marginal: float
    conditional: float


def r_squared(fitted: Fit) -> RSquared:
    """Return marginal and conditional R², as R's performance::r2_nakagawa.

    The random effects' variance is the mean over rows of z'Gz, all effects counted. Where every variance is
    zero the two are equal.
    """
    solution = fitted.solution
    fixed = float(np.var(solution.model.fixed.design.matrix @ solution.beta, ddof=1))
    random = random_variance(fitted)
    total = fixed + random + solution.sigma2
    return RSquared(fixed / total, (fixed + random) / total)


def random_variance(fitted: Fit) -> float:
    """Return the mean over rows of the random effects' variance z'Gz."""
    solution = fitted.solution
    total = 0.0
    for block, T in zip(solution.model.layout.blocks, solution.relative, strict=True):
        total += float(((block.matrix @ T) * block.matrix).sum()) / solution.model.n
    return solution.sigma2 * total
