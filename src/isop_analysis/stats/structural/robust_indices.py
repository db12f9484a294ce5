"""Scaled and robust twins of the indices of fit.

- Scaled: χ² / c with c = (tr₁ − tr₀) / df, tr = tr(H⁻¹ Σ sᵢ sᵢᵀ) of the saturated and of the fitted model
  (Yuan & Bentler 2000, Sociological Methodology 30, 165–200, as in Mplus's MLR).
- Robust: population values estimated with c (Brosseau-Liard & Savalei 2014); with missing values, from the
  moments of the saturated model (FIML-C; Zhang & Savalei 2023, Structural Equation Modeling 30, 1–16).
"""

from dataclasses import dataclass, field, replace

import numpy as np

from isop_analysis.stats.structural.fit_indices import (
    Test,
    cfi,
    perfect_indices,
    rmsea,
    rmsea_interval,
    saturated_twins,
    tli,
)
from isop_analysis.stats.structural.gaussian_terms import GaussianTerm, Piece
from isop_analysis.stats.structural.inference import NOBODY, trace
from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.moment_jacobian import moment_jacobian
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.reference_models import ReferenceFit
from isop_analysis.stats.structural.sample_statistics import SampleStatistics


@dataclass(frozen=True)
class Judged:
    """A model at its maximum beside its test against the saturated one; `limited` stand on a limit there."""

    model: Likelihood
    theta: Array
    test: Test
    limited: Places = field(default_factory=lambda: NOBODY)


def scaled_indices(
    fitted: Judged, baseline: Judged, full: ReferenceFit, statistics: SampleStatistics
) -> dict[str, float]:
    """Return chi2_scaled, p_value_scaled, scaling_factor, and cfi, tli and rmsea scaled and robust."""
    if fitted.test.df == 0:
        return saturated_twins()
    most = trace(full.model, full.theta)
    tests = [_scaled(judged, most) for judged in (fitted, baseline)]
    test, base = tests
    n, groups = float(statistics.counts.sum()), len(statistics.counts)
    nominal = Test(test.chi2, test.df * test.scaling)
    low, high = rmsea_interval(nominal, n, groups)
    indices = {
        "chi2_scaled": test.scaled.chi2,
        "df_scaled": float(test.df),
        "p_value_scaled": test.scaled.p_value,
        "scaling_factor": test.scaling,
        "cfi_scaled": cfi(test.scaled, base.scaled),
        "tli_scaled": tli(test.scaled, base.scaled),
        "rmsea_scaled": rmsea(nominal, n, groups),
        "rmsea_ci_low_scaled": low,
        "rmsea_ci_high_scaled": high,
    }
    return indices | robust_indices(test, base, n, groups)


def robust_indices(test: Test, baseline: Test, n: float, groups: int) -> dict[str, float]:
    """Return cfi, tli and rmsea with its interval, robust by the tests' scalings."""
    low, high = rmsea_interval(test, n, groups)
    return {
        "cfi_robust": cfi(test, baseline),
        "tli_robust": tli(test, baseline),
        "rmsea_robust": rmsea(test, n, groups),
        "rmsea_ci_low_robust": low,
        "rmsea_ci_high_robust": high,
    }


def _scaled(judged: Judged, most: float) -> Test:
    own = trace(judged.model, judged.theta, judged.limited)
    return replace(judged.test, scaling=(most - own) / judged.test.df)


def corrected_indices(
    fitted: Judged, baseline: Judged, full: ReferenceFit, statistics: SampleStatistics, scores: bool
) -> dict[str, float]:
    """Return the robust indices of a fit to rows with missing values.

    With `scores` the correction holds for data that aren't normal (version V3), else for normal ones (V6).
    """
    if fitted.test.df == 0:
        return perfect_indices("robust")
    complete = replace(full.model, terms=_completed(statistics))
    weights = _Weights(
        missing=full.model.observed_information(full.theta),
        complete=complete.slope(full.theta).information,
        scores=_crossproducts(full) if scores else None,
    )
    tests = [
        _corrected(judged, full, complete.loglik(full.theta), statistics, weights)
        for judged in (fitted, baseline)
    ]
    return robust_indices(tests[0], tests[1], float(statistics.counts.sum()), len(statistics.counts))


@dataclass(frozen=True)
class _Weights:
    """Information about the saturated moments: observed, of complete rows, and from scores."""

    missing: Array
    complete: Array
    scores: Array | None


def _crossproducts(full: ReferenceFit) -> Array:
    scores = full.model.scores(full.theta)
    return scores.T @ scores


def _completed(statistics: SampleStatistics) -> tuple[GaussianTerm, ...]:
    """Return terms as if the saturated model's moments were those of complete rows."""
    terms = []
    for block, (count, own) in enumerate(zip(statistics.counts, statistics.sample, strict=True)):
        places = np.arange(len(own.mean))
        terms.append(GaussianTerm(float(count), own.mean, own.covariance, (Piece(block, places, places),)))
    return tuple(terms)


def _corrected(
    judged: Judged, full: ReferenceFit, most: float, statistics: SampleStatistics, weights: _Weights
) -> Test:
    """Return the test on the saturated moments with its correction (Zhang & Savalei 2023, eq. 18–20)."""
    complete = replace(judged.model, terms=_completed(statistics))
    chi2 = 2 * (most - complete.loglik(judged.theta))
    delta = moment_jacobian(judged.model, judged.theta, full.model.table)
    delta = delta[:, np.abs(delta).max(axis=0) > 0]
    pulled = weights.missing @ delta
    U = weights.missing - pulled @ np.linalg.solve(delta.T @ pulled, pulled.T)
    inverse = np.linalg.inv(weights.missing)
    middle = inverse @ weights.complete @ inverse
    if weights.scores is None:
        correction = np.trace(middle @ U)
    else:
        correction = np.trace(U @ middle @ U @ inverse @ weights.scores @ inverse)
    return Test(chi2, judged.test.df, float(correction) / judged.test.df)
