"""Refits of one design to many outcomes: what bootstraps and power simulations are made of.

The design's cross-products are computed once. With a single variance all outcomes descend at once; otherwise
each starts from the fit it came from.
"""

from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.multilevel.columns import Array
from isop_analysis.multilevel.crossproducts import CrossProducts, outcome_products
from isop_analysis.multilevel.one_variance import descend_together
from isop_analysis.multilevel.optimum import identity, minimise
from isop_analysis.multilevel.result import Fit
from isop_analysis.multilevel.solution import Solution


@dataclass(frozen=True)
class Refits:
    """One row an outcome (R): coefficients (R, p), whitened θ (R, m), σ² (R,), deviance (R,), whether
    converged.

    `terms` names the coefficients.
    """

    terms: tuple[str, ...]
    coefficients: Array
    theta: Array
    sigma2: Array
    deviance: Array
    converged: Array


def refit_many(fitted: Fit, outcomes: Array) -> Refits:
    """Refit a model to outcomes (R, n) on its rows, by the fit's own likelihood.

    Raises ValueError where an outcome has another length than the fit has rows.
    """
    model, Y = fitted.solution.model, np.atleast_2d(np.asarray(outcomes, dtype=np.float64))
    if Y.shape[1] != model.n:
        raise ValueError(f"The outcomes have {Y.shape[1]} values each, the fit {model.n} rows.")
    if model.root_weights is not None:
        Y = Y * model.root_weights
    base = Y @ model.fixed.Q
    rest = Y - base @ model.fixed.Q.T
    if len(model.layout.parameters) == 1:
        return _together(fitted, base, rest)
    return _one_by_one(fitted, base, rest)


def _together(fitted: Fit, base: Array, rest: Array) -> Refits:
    model = fitted.solution.model
    inner, squares = outcome_products(model.layout, model.whitenings, rest, model.root_weights)
    criterion = model.criterion(fitted.reml)
    found = descend_together(criterion, inner[0][:, 0, :], rest @ model.fixed.Q, squares)
    coefficients = (base + found.beta) @ model.fixed.R_inverse.T
    return Refits(
        fitted.terms, coefficients, found.theta[:, None], found.sigma2, found.deviance, found.converged
    )


def _one_by_one(fitted: Fit, base: Array, rest: Array) -> Refits:
    model = fitted.solution.model
    inner, squares = outcome_products(model.layout, model.whitenings, rest, model.root_weights)
    start = _off_the_edge(fitted.solution)
    solutions = []
    for place in range(len(rest)):
        products = _with_outcome(model.products, [one[:, :, place] for one in inner], squares[place])
        criterion = replace(model.criterion(fitted.reml), products=products)
        solutions.append(minimise(criterion, start))
    points = [solution.point for solution in solutions]
    beta = np.array([point.beta for point in points]).reshape(len(points), -1)
    return Refits(
        fitted.terms,
        (base + beta) @ model.fixed.R_inverse.T,
        np.array([point.theta for point in points]),
        np.array([point.sigma2 for point in points]),
        np.array([point.deviance for point in points]),
        np.array([solution.convergence.converged for solution in solutions]),
    )


def _off_the_edge(solution: Solution) -> Array:
    """Start at the fit, but away from zero variances, where the deviance is stationary."""
    theta, least = solution.optimum.point.theta, 0.2 * identity(solution.model.layout)
    return np.where(least > 0, np.maximum(theta, least), theta)


def _with_outcome(products: CrossProducts, inner: list[Array], square: float) -> CrossProducts:
    """Put an outcome that is orthogonal to X into the last column of B and C."""
    B, C = products.B.copy(), products.C.copy()
    B[:, :, -1] = inner[0]
    q2 = products.q2
    C[-1, :] = 0.0
    for span, part in zip(products.spans, inner[1:], strict=True):
        C[-1, span.columns] = part.reshape(-1)
    C[-1, q2:-1] = 0.0
    C[-1, -1] = square
    C[:, -1] = C[-1, :]
    return CrossProducts(products.A, B, C, products.spans, products.p, products.n)
