"""Covariance of the estimates."""

from dataclasses import dataclass, field

import numpy as np

from isop_analysis.stats.structural.likelihood import Likelihood
from isop_analysis.stats.structural.moments import Array, Places

NOBODY: Places = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True)
class Covariance:
    """Covariance (q, q) of the free parameters; NaN throughout where the information is singular.

    `held` have no error of their own: they stand on a limit, or have no effect beside one that does, and the
    others' errors are given them.
    """

    matrix: Array
    singular: bool
    held: Places = field(default_factory=lambda: NOBODY)


def model_covariance(information: Array, limited: Places = NOBODY) -> Covariance:
    """Return the inverse of an information matrix; `limited` are the parameters that stand on a limit.

    As in lavaan a limit counts for nothing, so long as the information is positive definite. Beyond a limit
    it often isn't; then errors are those given what stands on a limit.
    """
    inverse, singular = _inverse(information)
    if not singular or not len(limited):
        return Covariance(inverse, singular)
    held = np.union1d(limited, np.flatnonzero(np.diag(information) == 0))
    left = np.setdiff1d(np.arange(len(information)), held)
    part, singular = _inverse(information[np.ix_(left, left)])
    matrix = np.full_like(information, np.nan) if singular else np.zeros_like(information)
    matrix[np.ix_(left, left)] = part
    return Covariance(matrix, singular, held)


def sandwich_covariance(information: Array, scores: Array, limited: Places = NOBODY) -> Covariance:
    """Return H⁻¹ (Σ sᵢ sᵢᵀ) H⁻¹ (Huber 1967; White 1980), scores (units, q) of independent units."""
    bread = model_covariance(information, limited)
    return Covariance(bread.matrix @ (scores.T @ scores) @ bread.matrix, bread.singular, bread.held)


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


def trace(model: Likelihood, theta: Array, limited: Places = NOBODY) -> float:
    """Return tr(H⁻¹ Σ sᵢ sᵢᵀ) with the observed information H: q for normal data, NaN if H is singular."""
    scores = model.scores(theta)
    inverse = model_covariance(model.observed_information(theta), limited).matrix
    return float(np.trace(inverse @ (scores.T @ scores)))
