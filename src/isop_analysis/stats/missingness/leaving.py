"""What goes together with leaving: one logistic regression, its errors made for few clusters.

1. Complete rows; refused where they can't carry the model: few people, separation. 2. Maximum likelihood by
Newton's method. 3. CR2 covariance and Satterthwaite df by cluster, at the working model of the
last step (Bell & McCaffrey 2002;
   Pustejovsky & Tipton 2018), as R's clubSandwich gives for a glm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.answers import named
from isop_analysis.stats.missingness.clustered import Clustered, cr2
from isop_analysis.stats.missingness.dummies import design

Array = NDArray[np.float64]
FEWEST_CLUSTERS = 6
EVENTS_PER_COEFFICIENT = 5
ENOUGH_EVENTS = 10
STEPS = 50


@dataclass(frozen=True)
class LeavingOdds:
    """The regression.

    Attributes:
        coefficients: term, estimate (log odds), se, df, statistic, p_value, ci_low, ci_high (95 %),
            odds_ratio, odds_low, odds_high (infinite where no number holds them); the intercept first.
        n: people used; n_dropped: those with a missing value; left: those used who left.
        clusters: number of clusters; converged: whether Newton's method came to rest.
        few_events: fewer than 10 who left, or who stayed, per coefficient: odds ratios tend to be too far
            from 1 (Peduzzi et al. 1996).
    """

    coefficients: pd.DataFrame
    n: int
    n_dropped: int
    left: int
    clusters: int
    converged: bool
    few_events: bool


def leaving_odds(
    left: pd.Series,
    predictors: pd.DataFrame,
    clusters: pd.Series,
    references: Mapping[str, str] | None = None,
) -> LeavingOdds:
    """Regress leaving (n,) true or false on predictors (n rows, numbers or labels) by logistic regression.

    Args:
        left: whether each person left.
        predictors: a column each; labels become indicators against the reference, or the first in sorted
            order.
        clusters: the cluster of each person, such as the site.
        references: reference label per column.

    Raises:
        Refused: no complete row; fewer than 6 clusters; fewer than 5 who left or who stayed per
            coefficient (Vittinghoff & McCulloch 2007); predictors that determine each other or tell exactly
            who left.
    """
    kept = predictors.notna().all(axis=1) & left.notna() & clusters.notna()
    y = left[kept].to_numpy(dtype=np.float64)
    if not len(y):
        raise Refused("leaving_incomplete", people=len(left), names=named(predictors.columns))
    X = design(predictors[kept], references or {})
    codes = pd.factorize(clusters[kept], sort=True)[0]
    _check(y, X, int(codes.max()) + 1)
    if _separated(X.to_numpy(), y):
        raise Refused("leaving_exact")
    beta, converged = _maximum(X.to_numpy(), y)
    found = _errors(X.to_numpy(), y, beta, codes)
    return LeavingOdds(
        coefficients=_table(list(X.columns), beta, found),
        n=len(y),
        n_dropped=int((~kept).sum()),
        left=int(y.sum()),
        clusters=int(codes.max()) + 1,
        converged=converged,
        few_events=_events(y) < ENOUGH_EVENTS * max(X.shape[1] - 1, 1),
    )


def _check(y: Array, X: pd.DataFrame, clusters: int) -> None:
    if clusters < FEWEST_CLUSTERS:
        raise Refused("leaving_clusters", found=clusters, needed=FEWEST_CLUSTERS)
    slopes = max(X.shape[1] - 1, 1)
    if _events(y) < EVENTS_PER_COEFFICIENT * slopes:
        # The number itself would tell of a few people.
        needed = EVENTS_PER_COEFFICIENT * slopes
        raise Refused("leaving_events", needed=needed, count=slopes, each=EVENTS_PER_COEFFICIENT)
    values = np.linalg.svd(X.to_numpy() / np.linalg.norm(X.to_numpy(), axis=0), compute_uv=False)
    if values[-1] < 1e-9 * values[0]:
        raise Refused("leaving_determined", names=named(X.columns[1:]))


def _events(y: Array) -> int:
    return int(min(y.sum(), len(y) - y.sum()))


def _separated(X: Array, y: Array) -> bool:
    """Tell whether some combination of predictors is nowhere on the wrong side and somewhere on the right.

    Then no maximum exists (Albert & Anderson 1984); found by linear programming (Konis 2007, ch. 4).
    """
    from scipy.optimize import linprog

    signed = np.where(y[:, None] > 0, X, -X) / np.abs(X).max(axis=0)
    found = linprog(-signed.sum(axis=0), A_ub=-signed, b_ub=np.zeros(len(y)), bounds=(-1, 1))
    return bool(found.status == 0 and -found.fun > 1e-7)


def _maximum(X: Array, y: Array) -> tuple[Array, bool]:
    """Return the coefficients and whether Newton's method, its steps halved where needed, came to rest."""
    beta = np.zeros(X.shape[1])
    for _ in range(STEPS):
        fitted = 1 / (1 + np.exp(-(X @ beta)))
        weights = fitted * (1 - fitted)
        step = np.linalg.solve(X.T @ (weights[:, None] * X), X.T @ (y - fitted))
        if np.abs(step).max() < 1e-10 * max(1.0, float(np.abs(beta).max())):
            return beta + step, True
        before = _log_likelihood(X @ beta, y)
        while _log_likelihood(X @ (beta + step), y) < before - 1e-9 * abs(before):
            step = step / 2
        beta = beta + step
    return beta, False


def _log_likelihood(linear: Array, y: Array) -> float:
    return float((y * linear - np.logaddexp(0, linear)).sum())


def _errors(X: Array, y: Array, beta: Array, codes: NDArray[np.intp]) -> Clustered:
    fitted = 1 / (1 + np.exp(-(X @ beta)))
    variance = fitted * (1 - fitted)
    return cr2(variance[:, None] * X, y - fitted, 1 / variance, codes)


def _table(terms: Sequence[str], beta: Array, found: Clustered) -> pd.DataFrame:
    from scipy.stats import t

    statistic = beta / found.se
    half = t.ppf(0.975, found.df) * found.se
    with np.errstate(over="ignore"):
        odds = {"odds_ratio": beta, "odds_low": beta - half, "odds_high": beta + half}
        ratios = {name: np.exp(values) for name, values in odds.items()}
    return pd.DataFrame(
        {
            "term": terms,
            "estimate": beta,
            "se": found.se,
            "df": found.df,
            "statistic": statistic,
            "p_value": 2 * t.sf(np.abs(statistic), found.df),
            "ci_low": beta - half,
            "ci_high": beta + half,
            **ratios,
        }
    )
