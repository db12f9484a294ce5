"""Covariance of the estimates."""

from dataclasses import dataclass

import numpy as np

from isop_analysis.structural.likelihood import Likelihood
from isop_analysis.structural.moments import Array


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
    if np.isnan(information).any():
        return np.full_like(information, np.nan), True
    scale = np.sqrt(np.abs(np.diag(information)))
    safe = np.where(scale > 0, scale, 1.0)
    values, vectors = np.linalg.eigh(information / np.outer(safe, safe))
    if not len(values):
        return np.zeros((0, 0)), False
    if values[0] < 1e-9:
        return np.full_like(information, np.nan), True
    return (vectors / values) @ vectors.T / np.outer(safe, safe), False


def trace(model: Likelihood, theta: Array) -> float:
    """Return tr(H⁻¹ Σ sᵢ sᵢᵀ) with the observed information H: q for normal data, NaN if H is singular."""
    scores = model.scores(theta)
    inverse, _ = _inverse(model.observed_information(theta))
    return float(np.trace(inverse @ (scores.T @ scores)))
