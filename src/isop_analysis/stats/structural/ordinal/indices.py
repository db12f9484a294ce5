"""Tests and indices of fit of ordered answers, by lavaan's conventions.

With U = W − WΔ(ΔᵀWΔ)⁻¹ΔᵀW, chi-square behaves like a sum of chi-squares weighted by the eigenvalues of UΓ.
The mean-adjusted test divides it by tr(UΓ) / df (Satorra & Bentler 1994); the scaled and shifted one is
a χ² + df − a tr(UΓ) with a² = df / tr((UΓ)²) (Asparouhov & Muthén 2010).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.structural.fit_indices import Test, cfi, rmsea, rmsea_interval, saturated_twins, tli
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.ordinal.model import OrdinalModel
from isop_analysis.stats.structural.ordinal.robust import correlation_tests
from isop_analysis.stats.structural.ordinal.sample import OrdinalSample


@dataclass(frozen=True)
class Weighted:
    """A weighted chi-square with its degrees of freedom, tr(UΓ) and tr((UΓ)²)."""

    chi2: float
    df: float
    trace: float
    trace_of_square: float

    @property
    def plain(self) -> Test:
        """The test as if it were a chi-square."""
        return Test(self.chi2, self.df)

    def adjusted(self, shifted: bool) -> "Adjusted":
        """Return the mean-adjusted test, or the scaled and shifted one; the plain one where df is 0."""
        if not self.df:
            return Adjusted(self.plain, np.nan, np.nan)
        if not shifted:
            factor = self.trace / self.df
            return Adjusted(Test(self.chi2 / factor, self.df), factor, np.nan)
        a = float(np.sqrt(self.df / self.trace_of_square))
        shift = self.df - a * self.trace
        return Adjusted(Test(self.chi2 * a + shift, self.df), 1 / a, shift)


@dataclass(frozen=True)
class Adjusted:
    """An adjusted test, what chi-square was divided by, and what was added then."""

    test: Test
    factor: float
    shift: float


def fitted_test(model: OrdinalModel, theta: Array) -> Weighted:
    """Return the test of a fitted model."""
    jacobians, samples = model.jacobians(theta), model.samples
    df = sum(sample.layout.size for sample in samples) - model.n_free
    shares = model.counts / model.counts.sum()
    weighted = [sample.weights[:, None] * own for sample, own in zip(samples, jacobians, strict=True)]
    information = sum(
        share * part.T @ own for share, part, own in zip(shares, weighted, jacobians, strict=True)
    )
    inverse = np.linalg.pinv(np.atleast_2d(information), rcond=1e-14, hermitian=True)
    residual = [
        [
            (np.diag(sample.weights) if row == column else 0.0)
            - share * weighted[row] @ inverse @ weighted[column].T
            for column in range(len(samples))
        ]
        for row, (sample, share) in enumerate(zip(samples, shares, strict=True))
    ]
    blocks = [[part @ samples[column].gamma for column, part in enumerate(row)] for row in residual]
    product = np.block(blocks)
    return Weighted(
        -2 * model.loglik(theta), df, float(np.trace(product)), float((product * product.T).sum())
    )


def baseline_test(samples: Sequence[OrdinalSample]) -> Weighted:
    """Return the test of the model in which nothing goes together but with the predictors."""
    chi2 = trace = square = 0.0
    for sample in samples:
        own = slice(sample.layout.n_margin, None)
        weights, gamma = sample.weights[own], sample.gamma[own, own]
        product = weights[:, None] * gamma
        chi2 += (sample.n - 1) * float(weights @ sample.statistics[own] ** 2)
        trace += float(np.trace(product))
        square += float((product * product.T).sum())
    return Weighted(chi2, float(sum(len(sample.layout.pairs[0]) for sample in samples)), trace, square)


def ordinal_indices(model: OrdinalModel, theta: Array, estimator: str) -> dict[str, float]:
    """Return the indices of fit; scaled and robust twins with "WLSMV" and "WLSM"."""
    fitted, baseline = fitted_test(model, theta), baseline_test(model.samples)
    n, groups = float(model.degrees.sum()), len(model.samples)
    test, base = fitted.plain, baseline.plain
    low, high = rmsea_interval(test, n, groups)
    indices = {
        "chi2": test.chi2,
        "df": float(test.df),
        "p_value": test.p_value,
        "cfi": cfi(test, base),
        "tli": tli(test, base),
        "rmsea": rmsea(test, n, groups),
        "rmsea_ci_low": low,
        "rmsea_ci_high": high,
        "srmr": _srmr(model, theta),
        **dict.fromkeys(("srmr_within", "srmr_between", "aic", "bic", "loglik"), np.nan),
        "n_parameters": float(model.n_free),
        "baseline_chi2": base.chi2,
        "baseline_df": float(base.df),
    }
    if estimator == "DWLS":
        return indices
    if test.df == 0:
        return indices | saturated_twins() | {"shift": np.nan}
    return indices | _twins(model, theta, fitted, baseline, estimator == "WLSMV")


def _twins(
    model: OrdinalModel, theta: Array, fitted: Weighted, baseline: Weighted, shifted: bool
) -> dict[str, float]:
    n, groups = float(model.degrees.sum()), len(model.samples)
    own, base = fitted.adjusted(shifted), baseline.adjusted(shifted)
    nominal = own.test if shifted else Test(fitted.chi2, fitted.trace)
    low, high = rmsea_interval(nominal, n, groups)
    indices = {
        "chi2_scaled": own.test.chi2,
        "df_scaled": float(own.test.df),
        "p_value_scaled": own.test.p_value,
        "scaling_factor": own.factor,
        "shift": own.shift,
        "cfi_scaled": cfi(own.test, base.test),
        "tli_scaled": tli(own.test, base.test),
        "rmsea_scaled": rmsea(nominal, n, groups),
        "rmsea_ci_low_scaled": low,
        "rmsea_ci_high_scaled": high,
    }
    found = correlation_tests(model, theta, fitted.df)
    low, high = rmsea_interval(found.fitted, n, groups)
    return indices | {
        "cfi_robust": cfi(found.fitted, found.baseline),
        "tli_robust": tli(found.fitted, found.baseline),
        "rmsea_robust": rmsea(found.fitted, n, groups),
        "rmsea_ci_low_robust": low,
        "rmsea_ci_high_robust": high,
    }


def _srmr(model: OrdinalModel, theta: Array) -> float:
    """Return the root mean square residual correlation, averaged over groups by rows.

    The sum of squares is divided by p (p − 1) / 2 + p + k, as if the variances of all variables, predictors
    too, were among the residuals (lavaan).
    """
    parts = []
    for sample, off in zip(model.samples, model.residuals(theta), strict=True):
        p, k = len(sample.layout.names), len(sample.layout.predictors)
        first, second = sample.layout.pairs
        sd = np.sqrt(np.diag(sample.covariance))
        residual = off[sample.layout.n_margin :] / (sd[first] * sd[second])
        parts.append(float(np.sqrt(residual @ residual / (len(residual) + p + k))))
    return float(np.average(parts, weights=model.counts))
