"""How strong an unmeasured cause of a path's two ends would have to be.

Cinelli & Hazlett (2020), Journal of the Royal Statistical Society B 82, 39–67.

Partial R² are those of the least-squares equation with the model's implied moments, which for a saturated
model of complete rows are the data's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.structural.moments import Array

SMALLEST = 1e-12
"""Share of a variable's variance below which others determine it."""


@dataclass(frozen=True)
class Moments:
    """Covariances (p, p) of named variables."""

    names: tuple[str, ...]
    covariance: Array

    def residual_variance(self, name: str, given: Sequence[str]) -> float:
        """Return the variance of a variable that others leave unexplained; 0 where they determine it."""
        place, others = self.names.index(name), [self.names.index(one) for one in given]
        own = float(self.covariance[place, place])
        if not others:
            return own
        cross = self.covariance[others, place]
        left = own - float(cross @ _solved(self.covariance[np.ix_(others, others)], cross))
        return left if left > SMALLEST * own else 0.0

    def partial_r2(self, first: str, second: str, given: Sequence[str]) -> float:
        """Return the share of what others leave of one variable that the second explains; 0 of nothing."""
        without = self.residual_variance(first, given)
        if without == 0:
            return 0.0
        return max(1.0 - self.residual_variance(first, [*given, second]) / without, 0.0)


def _solved(covariance: Array, cross: Array) -> Array:
    """Return slopes (p,) on variables with this covariance (p, p), which may determine each other."""
    variances = np.diag(covariance)
    scale = np.sqrt(np.where(variances > 0, variances, 1.0))
    correlations = covariance / np.outer(scale, scale)
    if np.linalg.eigvalsh(correlations)[0] > SMALLEST:
        return np.linalg.solve(covariance, cross)
    return np.linalg.pinv(correlations, rcond=SMALLEST, hermitian=True) @ (cross / scale) / scale


@dataclass(frozen=True)
class Bound:
    """A slope if an unmeasured cause were as strong as an observed covariate.

    Attributes:
        covariate: its name.
        of_cause, of_effect: partial R² of the covariate with the path's cause, and with its effect.
        estimate, low, high: the slope that would be left, nearer 0 or beyond it, and its 95 % interval.
    """

    covariate: str
    of_cause: float
    of_effect: float
    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Robustness:
    """How a slope stands against an unmeasured cause of both its ends.

    Attributes:
        estimate, t, df: the slope, its t value, infinite where cause and covariates determine the effect, and
            residual degrees of freedom.
        partial_r2: what the cause explains of the effect that the covariates leave; an unmeasured cause that
            explains all the rest of the effect must explain so much of the cause to make the slope 0.
        value: share of the rest of both that an unmeasured cause must explain to make the slope 0.
        value_interval: the same for the 95 % interval to reach 0; 0 where it does without, as it does with
            fewer than two degrees of freedom.
        bound: as strong as the covariate that would take most away; None without covariates, where such a
            cause would explain everything, or where nothing is left for it to explain.
    """

    estimate: float
    t: float
    df: float
    partial_r2: float
    value: float
    value_interval: float
    bound: Bound | None


def robustness(
    moments: Moments,
    cause: str,
    effect: str,
    covariates: Sequence[str],
    estimate: float,
    df: float,
    benchmarks: Sequence[str],
) -> Robustness:
    """Return how the slope of `effect` on `cause`, given the covariates, stands.

    `df` are residual degrees of freedom; `benchmarks` are covariates to set an unmeasured cause against.
    """
    spread = moments.residual_variance(cause, covariates)
    rest = moments.residual_variance(effect, [cause, *covariates])
    f = partial_f(estimate, spread, rest)
    known: list[Bound] = []
    if spread > 0 and rest > 0 and df > 1:
        error = float(np.sqrt(rest / (spread * df)))
        bounds = (
            _bound(moments, cause, effect, covariates, name, estimate, error, df) for name in benchmarks
        )
        known = [bound for bound in bounds if bound is not None]
    return Robustness(
        estimate,
        float(f * np.sqrt(df)) if df > 0 else 0.0,
        df,
        1.0 if np.isinf(f) else float(f**2 / (1 + f**2)),
        robustness_value(f, df),
        robustness_value(f, df, 0.05),
        min(known, key=lambda bound: np.sign(estimate) * bound.estimate, default=None),
    )


def partial_f(estimate: float, spread: float, rest: float) -> float:
    """Return Cohen's partial f of a slope, signed.

    `spread` is what covariates leave of the cause, `rest` what they and the cause leave of the effect.
    Infinite where nothing is left of the effect, 0 where nothing is left of the cause, which is silent then.
    """
    if estimate == 0 or spread == 0:
        return 0.0
    return float(np.copysign(np.inf, estimate) if rest == 0 else estimate * np.sqrt(spread / rest))


def robustness_value(f: float, df: float, alpha: float = 1.0) -> float:
    """Return the robustness value of Cohen's partial f, of the estimate or with `alpha` of its interval.

    Cinelli & Hazlett (2020, eq. 5 and 7); an interval takes t at df − 1, as one more regressor would. 1, the
    limit, where f is infinite.
    """
    from scipy.special import stdtrit

    if alpha < 1 and df <= 1:
        return 0.0
    if np.isinf(f):
        return 1.0
    critical = -float(stdtrit(df - 1, alpha / 2)) / np.sqrt(df - 1) if alpha < 1 else 0.0
    left = abs(f) - critical
    if left <= 0:
        return 0.0
    if critical > 0 and abs(f) > 1 / critical:
        return float((f**2 - critical**2) / (1 + f**2))
    # (√(f⁴ + 4 f²) − f²) / 2 without the difference, in which digits get lost as f grows
    return float(2 / (1 + np.sqrt(1 + 4 / left**2)))


def _bound(
    moments: Moments,
    cause: str,
    effect: str,
    covariates: Sequence[str],
    name: str,
    estimate: float,
    error: float,
    df: float,
) -> Bound | None:
    """Return what would be left with an unmeasured cause as strong as a covariate (ibid., eq. 17–19)."""
    from scipy.special import stdtrit

    others = [other for other in covariates if other != name]
    of_cause = moments.partial_r2(cause, name, others)
    of_effect = moments.partial_r2(effect, name, [cause, *others])
    if of_cause >= 0.5 or of_effect >= 1:
        return None
    with_cause = of_cause / (1 - of_cause)
    shared = of_cause**2 / ((1 - of_cause) ** 2)
    with_effect = ((1 + np.sqrt(shared)) / np.sqrt(1 - shared)) ** 2 * of_effect / (1 - of_effect)
    if with_effect >= 1:
        return None
    bias = np.sqrt(with_effect * with_cause / (1 - with_cause)) * error * np.sqrt(df)
    left = float(np.sign(estimate) * (abs(estimate) - bias))
    spread = error * np.sqrt((1 - with_effect) / (1 - with_cause) * df / (df - 1))
    reach = -float(stdtrit(df - 1, 0.025)) * spread
    return Bound(name, of_cause, of_effect, left, left - reach, left + reach)
