"""Likelihood ratio of two fits to the same rows."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.grouping import Effect
from isop_analysis.stats.multilevel.result import Fit


@dataclass(frozen=True)
class Comparison:
    """Two nested fits, the smaller first.

    `statistic` is twice the difference in log-likelihood, `df` the difference in parameters, `p_value` by χ²;
    `on_the_edge` says that a variance is among them, so that p is too large (see `variance_tests`). AIC and
    BIC are the larger fit's minus the smaller's.
    """

    smaller: str
    larger: str
    statistic: float
    df: int
    p_value: float
    on_the_edge: bool
    aic_difference: float
    bic_difference: float


def compare(one: Fit, other: Fit) -> Comparison:
    """Test two nested fits against each other by the likelihood ratio.

    Raises:
        Refused: for fits to other rows or outcomes, for REML beside ML, for REML fits with different
            fixed parts (their likelihoods are of different data) and for fits that are not nested.
    """
    smaller, larger = sorted((one, other), key=_parameters)
    _refuse_other_rows(smaller, larger)
    _refuse_other_likelihoods(smaller, larger)
    df = _parameters(larger) - _parameters(smaller)
    if df == 0 or not _nested(smaller, larger):
        raise Refused("compared_not_nested", smaller=smaller.formula, larger=larger.formula)
    from scipy.special import chdtrc

    statistic = max(2.0 * (larger.loglik - smaller.loglik), 0.0)
    return Comparison(
        smaller.formula,
        larger.formula,
        statistic,
        df,
        float(chdtrc(df, statistic)),
        _variances(larger) > _variances(smaller),
        larger.aic - smaller.aic,
        larger.bic - smaller.bic,
    )


def _refuse_other_rows(smaller: Fit, larger: Fit) -> None:
    one, other = smaller.solution.model, larger.solution.model
    if smaller.n != larger.n or not smaller.rows.equals(larger.rows):
        raise Refused("compared_rows", smaller=smaller.n, larger=larger.n)
    if not np.array_equal(one.outcome, other.outcome):
        raise Refused("compared_outcomes", first=one.formula.response, second=other.formula.response)
    if not np.array_equal(_weights(smaller), _weights(larger)):
        raise Refused("compared_weights")


def _weights(fitted: Fit) -> Array:
    w = fitted.solution.model.root_weights
    return np.ones(fitted.n) if w is None else w


def _refuse_other_likelihoods(smaller: Fit, larger: Fit) -> None:
    if smaller.reml != larger.reml:
        raise Refused("compared_methods")
    if smaller.reml and not _same_fixed(smaller, larger):
        raise Refused("compared_fixed_parts")


def _same_fixed(one: Fit, other: Fit) -> bool:
    X, W = one.solution.model.fixed.design, other.solution.model.fixed.design
    return X.names == W.names and np.allclose(X.matrix, W.matrix, rtol=1e-12, atol=0)


def _nested(smaller: Fit, larger: Fit) -> bool:
    """Tell whether the larger fit's columns, fixed and random, span the smaller's."""
    X, Q = smaller.solution.model.fixed.Q, larger.solution.model.fixed.Q
    if not np.allclose(Q @ (Q.T @ X), X, atol=1e-8):
        return False
    more = larger.solution.model.layout.effects
    return all(any(_within(effect, one) for one in more) for effect in smaller.solution.model.layout.effects)


def _within(effect: Effect, other: Effect) -> bool:
    return effect.group == other.group and set(effect.names) <= set(other.names)


def _parameters(fitted: Fit) -> int:
    return len(fitted.terms) + _variances(fitted)


def _variances(fitted: Fit) -> int:
    return len(fitted.solution.model.layout.parameters)
