"""Covariance of the estimates, and the scaled test."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from isop_analysis.structural.likelihood import Likelihood
from isop_analysis.structural.moments import Array
from isop_analysis.structural.reference_models import ReferenceFit

Information = Literal["expected", "observed"]


@dataclass(frozen=True)
class Covariance:
    """Covariance (q, q) of the free parameters; NaN throughout where the information is singular."""

    matrix: Array
    singular: bool


def model_covariance(information: Array) -> Covariance:
    """Return the inverse of an information matrix."""
    inverse, singular = _inverse(information)
    return Covariance(inverse, singular)


def sandwich_covariance(information: Array, scores: Array) -> Covariance:
    """Return H⁻¹ (Σ sᵢ sᵢᵀ) H⁻¹ (Huber 1967; White 1980), scores (units, q) of independent units."""
    inverse, singular = _inverse(information)
    return Covariance(inverse @ (scores.T @ scores) @ inverse, singular)


def _inverse(information: Array) -> tuple[Array, bool]:
    scale = np.sqrt(np.abs(np.diag(information)))
    safe = np.where(scale > 0, scale, 1.0)
    values, vectors = np.linalg.eigh(information / np.outer(safe, safe))
    if not len(values):
        return np.zeros((0, 0)), False
    if values[0] < 1e-9:
        return np.full_like(information, np.nan), True
    return (vectors / values) @ vectors.T / np.outer(safe, safe), False


def trace(model: Likelihood, theta: Array) -> float:
    """Return tr(H⁻¹ Σ sᵢ sᵢᵀ) with the observed information H: q where the data are normal."""
    scores = model.scores(theta)
    information = model.observed_information(theta)
    return float(np.trace(np.linalg.solve(information, scores.T @ scores)))


def scaling_factor(saturated_trace: float, model_trace: float, df: int) -> float:
    """Return c = (tr₁ − tr₀) / df of the Yuan–Bentler test (Yuan & Bentler 2000; Muthén & Muthén, MLR)."""
    return (saturated_trace - model_trace) / df if df > 0 else np.nan


def reference_trace(fit: ReferenceFit) -> float:
    """Return the trace of a reference model."""
    return trace(fit.model, fit.theta)
