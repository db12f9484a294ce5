"""Robust CFI, TLI and RMSEA of ordered items: as if the normal variables behind them had been seen.

Savalei 2021 (Multivariate Behavioral Research 56, 390–407): the ML discrepancy of the polychoric from the
implied correlations, corrected for both being estimated by other means.
"""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.structural.fit_indices import Test
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.ordinal.sample import OrdinalSample


@dataclass(frozen=True)
class CorrelationTests:
    """Tests of the fitted and of the independence model with their scalings, NaN where not defined."""

    fitted: Test
    baseline: Test


def correlation_tests(model: OrdinalModel, theta: Array, df: float) -> CorrelationTests:
    """Return the tests; NaN where lavaan gives none.

    They are defined where all variables are ordered items, without predictors, thresholds and scales are not
    restricted, and sample and implied correlations are positive definite. The baseline's correction over
    groups is divided by the groups' shares, as in lavaan.
    """
    implied = model.implied_covariances(theta)
    pairs = sum(len(sample.layout.pairs[0]) for sample in model.samples)
    if not _defined(model, implied):
        return CorrelationTests(Test(np.nan, df, np.nan), Test(np.nan, pairs, np.nan))
    fitted = sum(
        sample.n * _discrepancy(sample.covariance, own)
        for sample, own in zip(model.samples, implied, strict=True)
    )
    independent = sum(-sample.n * float(np.linalg.slogdet(sample.covariance)[1]) for sample in model.samples)
    spread = sum(
        float(np.trace(sample.gamma[_own(sample), _own(sample)])) * model.counts.sum() / sample.n
        for sample in model.samples
    )
    correction = _correction(model, theta, implied)
    return CorrelationTests(Test(fitted, df, correction / df), Test(independent, pairs, spread / pairs))


def _own(sample: OrdinalSample) -> slice:
    return slice(sample.layout.n_margin, None)


def _defined(model: OrdinalModel, implied: list[Array]) -> bool:
    for sample, own in zip(model.samples, implied, strict=True):
        if len(sample.layout.numbers) or sample.layout.predictors:
            return False
        if min(np.linalg.eigvalsh(sample.covariance)[0], np.linalg.eigvalsh(own)[0]) < 1e-8:
            return False
    thresholds = [row.free for row in model.table.parameters if row.op == "|"]
    scales = [row.free for row in model.table.parameters if row.op == "~*~"]
    return min(thresholds) >= 0 and len(set(thresholds)) == len(thresholds) and max(scales) < 0


def _discrepancy(seen: Array, implied: Array) -> float:
    logs = np.linalg.slogdet(implied)[1] - np.linalg.slogdet(seen)[1]
    return float(logs + np.trace(np.linalg.solve(implied, seen)) - len(seen))


def _correction(model: OrdinalModel, theta: Array, implied: list[Array]) -> float:
    """Return tr((I − ΔE⁻¹ΔᵀW)ᵀ V (I − ΔE⁻¹ΔᵀW) Γ) on the correlations of all groups."""
    shares = model.counts / model.counts.sum()
    all_jacobians = model.jacobians(theta)
    information = model.information(theta) / model.counts.sum()
    inverse = np.linalg.pinv(information, rcond=1e-14, hermitian=True)
    total = 0.0
    jacobians = [own[_own(sample)] for sample, own in zip(model.samples, all_jacobians, strict=True)]
    pulls = [
        share * own.T * sample.weights[_own(sample)]
        for share, own, sample in zip(shares, jacobians, model.samples, strict=True)
    ]
    for column, sample in enumerate(model.samples):
        gamma = sample.gamma[_own(sample), _own(sample)] / shares[column]
        for row, own in enumerate(jacobians):
            left = -own @ inverse @ pulls[column]
            if row == column:
                left = left + np.eye(len(left))
            total += float(np.sum(left.T @ (shares[row] * _normal_weights(implied[row])) @ left * gamma))
    return total


def _normal_weights(implied: Array) -> Array:
    """Return the expected information about correlations of normal variables, Σ⁻¹ᵢₖ Σ⁻¹ⱼₗ + Σ⁻¹ᵢₗ Σ⁻¹ⱼₖ."""
    inverse = np.linalg.inv(implied)
    i, j = np.triu_indices(len(implied), 1)
    return inverse[np.ix_(i, i)] * inverse[np.ix_(j, j)] + inverse[np.ix_(i, j)] * inverse[np.ix_(j, i)]
