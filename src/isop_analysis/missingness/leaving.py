"""What goes together with leaving: one logistic regression, its errors made for few clusters.

1. Complete rows; refused where they can't carry the model. 2. Maximum likelihood by Newton's method;
quasi-separation is refused. 3. CR2 covariance and Satterthwaite df by cluster, at the working model of the
last step (Bell & McCaffrey 2002;
   Pustejovsky & Tipton 2018), as R's clubSandwich gives for a glm.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from isop_analysis.missingness.clustered import Clustered, cr2
from isop_analysis.missingness.dummies import design
from isop_analysis.missingness.refusals import MissingnessRefused, listed

Array = NDArray[np.float64]
FEWEST_CLUSTERS = 6
EVENTS_PER_COEFFICIENT = 5
STEPS = 50


@dataclass(frozen=True)
class LeavingOdds:
    """The regression.

    Attributes:
        coefficients: term, estimate (log odds), se, df, statistic, p_value, ci_low, ci_high (95 %),
        odds_ratio;
            the intercept first.
        n: people used; n_dropped: those with a missing value; left: those used who left.
        clusters: number of clusters; converged: whether Newton's method came to rest.
    """

    coefficients: pd.DataFrame
    n: int
    n_dropped: int
    left: int
    clusters: int
    converged: bool


def leaving_odds(
    left: pd.Series,
    predictors: pd.DataFrame,
    clusters: pd.Series,
    references: Mapping[str, str] | None = None,
) -> LeavingOdds:
    """Regress leaving (n,) true or false on predictors (n rows, numbers or labels) by logistic regression.

    Args:
        left: whether each person left. predictors: a column each; labels become indicators against the
        reference, or the first in sorted order. clusters: the cluster of each person, such as the site.
        references: reference label per column.

    Raises:
        MissingnessRefused: no complete row; fewer than 6 clusters; fewer than 5 who left or who stayed per
            coefficient (Vittinghoff & McCulloch 2007); predictors that determine each other or tell exactly
            who left.
    """
    kept = predictors.notna().all(axis=1) & left.notna() & clusters.notna()
    y = left[kept].to_numpy(dtype=np.float64)
    if not len(y):
        raise MissingnessRefused(
            f"None of {len(left)} people has all of {listed(predictors.columns)}; expected complete rows."
        )
    X = design(predictors[kept], references or {})
    codes = pd.factorize(clusters[kept], sort=True)[0]
    _check(y, X, int(codes.max()) + 1)
    beta, converged = _maximum(X.to_numpy(), y)
    found = _errors(X.to_numpy(), y, beta, codes)
    return LeavingOdds(
        coefficients=_table(list(X.columns), beta, found),
        n=len(y),
        n_dropped=int((~kept).sum()),
        left=int(y.sum()),
        clusters=int(codes.max()) + 1,
        converged=converged,
    )


def _check(y: Array, X: pd.DataFrame, clusters: int) -> None:
    if clusters < FEWEST_CLUSTERS:
        raise MissingnessRefused(
            f"The people lie in {clusters} clusters; expected at least {FEWEST_CLUSTERS} for errors by "
            "cluster."
        )
    events, slopes = int(min(y.sum(), len(y) - y.sum())), X.shape[1] - 1
    if events < EVENTS_PER_COEFFICIENT * max(slopes, 1):
        raise MissingnessRefused(
            f"The smaller group, of those who left and those who stayed, has {events} people for {slopes} "
            f"coefficients; expected at least {EVENTS_PER_COEFFICIENT} a coefficient: name fewer predictors."
        )
    values = np.linalg.svd(X.to_numpy() / np.linalg.norm(X.to_numpy(), axis=0), compute_uv=False)
    if values[-1] < 1e-9 * values[0]:
        raise MissingnessRefused(
            f"The predictors {listed(X.columns[1:])} determine each other; expected ones of which none "
            "follows "
            "from the others: leave one out."
        )


def _maximum(X: Array, y: Array) -> tuple[Array, bool]:
    beta = np.zeros(X.shape[1])
    for _ in range(STEPS):
        fitted = 1 / (1 + np.exp(-(X @ beta)))
        weights = fitted * (1 - fitted)
        if weights.max() < 1e-6 or np.abs(X @ beta).max() > 15:
            raise MissingnessRefused(
                "The predictors tell for some people exactly whether they left; expected groups in which "
                "some left "
                "and some stayed: leave out the predictor, or merge its groups."
            )
        step = np.linalg.solve(X.T @ (weights[:, None] * X), X.T @ (y - fitted))
        beta = beta + step
        if np.abs(step).max() < 1e-10:
            return beta, True
    return beta, False


def _errors(X: Array, y: Array, beta: Array, codes: NDArray[np.intp]) -> Clustered:
    fitted = 1 / (1 + np.exp(-(X @ beta)))
    variance = fitted * (1 - fitted)
    return cr2(variance[:, None] * X, y - fitted, 1 / variance, codes)


def _table(terms: Sequence[str], beta: Array, found: Clustered) -> pd.DataFrame:
    from scipy.stats import t

    statistic = beta / found.se
    half = t.ppf(0.975, found.df) * found.se
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
            "odds_ratio": np.exp(beta),
        }
    )
