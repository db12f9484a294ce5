"""Omega total of a one-factor model, with an interval."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.stats.scales.interval import Interval
from isop_analysis.stats.scales.one_factor import OneFactor, fit_one_factor


@dataclass(frozen=True)
class Omega:
    """Omega total and its fit; the interval is absent where omega leaves (0, 1) or the fit is bad."""

    omega_total: float
    interval: Interval | None
    logit_se: float
    fit: OneFactor


def omega_total(answers: np.ndarray, confidence: float = 0.95) -> Omega:
    """Return (Σλ)²/ΣS of complete (n, p) answers: true-score variance over the observed variance of the sum.

    λ are the loadings of a maximum-likelihood one-factor model (McDonald 1999; the denominator is
    observed, as in semTools' compRelSEM). The interval is Wald's on the logit, the standard error by the
    delta method from the expected information (Raykov 2002; Padilla & Divers 2016).
    """
    covariance = np.cov(answers, rowvar=False, bias=True)
    fit = fit_one_factor(covariance)
    omega = float(fit.loadings.sum() ** 2 / covariance.sum())
    se = _logit_se(fit, np.sqrt(np.diag(covariance)), len(answers))
    usable = fit.converged and not fit.heywood.any() and 0 < omega < 1 and np.isfinite(se)
    return Omega(omega, _logit_interval(omega, se, confidence) if usable else None, se, fit)


def _logit_se(fit: OneFactor, sd: np.ndarray, n: int) -> float:
    """Standard error of log((Σλ)²/Σψ), the logit of the model's omega; NaN where not identified."""
    slopes = np.r_[2 * sd / fit.loadings.sum(), -(sd**2) / fit.uniquenesses.sum()]
    try:
        variance = float(slopes @ np.linalg.solve(fit.information, slopes)) / n
    except np.linalg.LinAlgError:
        return float("nan")
    return variance**0.5 if variance > 0 else float("nan")


def _logit_interval(omega: float, se: float, confidence: float) -> Interval:
    from scipy.special import expit, logit, ndtri

    reach = float(ndtri((1 + confidence) / 2)) * se
    return Interval(float(expit(logit(omega) - reach)), float(expit(logit(omega) + reach)))
