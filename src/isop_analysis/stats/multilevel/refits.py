"""Refits of one design to many outcomes: what bootstraps and power simulations are made of.

The design's cross-products are computed once. With a single variance all outcomes descend at once; otherwise
each starts from the fit it came from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.stats.multilevel.columns import Array
from isop_analysis.stats.multilevel.crossproducts import CrossProducts, outcome_products
from isop_analysis.stats.multilevel.one_variance import descend_together
from isop_analysis.stats.multilevel.optimum import Optimum, checked, identity, minimise
from isop_analysis.stats.multilevel.result import Fit
from isop_analysis.stats.multilevel.solution import Solution


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

    >>> refits = isop.multilevel.refit_many(fitted, [sleep["Reaction"], 2 * sleep["Reaction"]])
    >>> refits.coefficients.round(1).tolist()
    [[251.4, 10.5], [502.8, 20.9]]
    """
    new = _new_outcomes(fitted, outcomes)
    if len(fitted.solution.model.layout.parameters) == 1:
        return _together(fitted, new)
    optima = _one_by_one(fitted, new)
    points = [optimum.point for optimum in optima]
    beta = np.array([point.beta for point in points]).reshape(len(points), -1)
    return Refits(
        fitted.terms,
        (new.base + beta) @ fitted.solution.model.fixed.R_inverse.T,
        np.array([point.theta for point in points]),
        np.array([point.sigma2 for point in points]),
        np.array([point.deviance for point in points]),
        np.array([optimum.convergence.converged for optimum in optima]),
    )


def solve_many(fitted: Fit, outcomes: Array) -> Iterator[Solution]:
    """Yield the solution for each of the outcomes (R, n): what degrees of freedom and tests are made of.

    Raises ValueError where an outcome has another length than the fit has rows.

    >>> [round(one.sigma2, 1) for one in isop.multilevel.solve_many(fitted, [sleep["Reaction"]])]
    [654.9]
    """
    new, model = _new_outcomes(fitted, outcomes), fitted.solution.model
    if len(model.layout.parameters) == 1:
        optima: Iterable[Optimum] = _optima(fitted, new, _together(fitted, new))
    else:
        optima = _one_by_one(fitted, new)
    for place, optimum in enumerate(optima):
        fixed = replace(model.fixed, base=new.base[place], rest=new.rest[place])
        products = new.products(model.products, place)
        own = replace(model, outcome=new.outcomes[place], fixed=fixed, products=products)
        yield Solution(own, optimum, fitted.reml)


@dataclass(frozen=True)
class _Outcomes:
    """Outcomes (R, n) split into Q'y (R, p) and the rest (R, n), with Z'y per block (G, K, R), y'y (R,)."""

    outcomes: Array
    base: Array
    rest: Array
    inner: list[Array]
    squares: Array

    def products(self, products: CrossProducts, place: int) -> CrossProducts:
        """Return the design's cross-products with one of the outcomes."""
        return _with_outcome(products, [one[:, :, place] for one in self.inner], self.squares[place])


def _new_outcomes(fitted: Fit, outcomes: Array) -> _Outcomes:
    model, Y = fitted.solution.model, np.atleast_2d(np.asarray(outcomes, dtype=np.float64))
    if Y.shape[1] != model.n:
        raise ValueError(f"The outcomes have {Y.shape[1]} values each, the fit {model.n} rows.")
    w = model.root_weights
    weighted = Y if w is None else Y * w
    base = weighted @ model.fixed.Q
    rest = weighted - base @ model.fixed.Q.T
    return _Outcomes(Y, base, rest, *outcome_products(model.layout, model.whitenings, rest, w))


def _together(fitted: Fit, new: _Outcomes) -> Refits:
    fixed, criterion = fitted.solution.model.fixed, fitted.solution.model.criterion(fitted.reml)
    found = descend_together(criterion, new.inner[0][:, 0, :], new.rest @ fixed.Q, new.squares)
    coefficients = (new.base + found.beta) @ fixed.R_inverse.T
    return Refits(
        fitted.terms, coefficients, found.theta[:, None], found.sigma2, found.deviance, found.converged
    )


def _one_by_one(fitted: Fit, new: _Outcomes) -> list[Optimum]:
    model = fitted.solution.model
    criterion, start = model.criterion(fitted.reml), _off_the_edge(fitted.solution)
    return [
        minimise(replace(criterion, products=new.products(model.products, place)), start)
        for place in range(len(new.rest))
    ]


def _optima(fitted: Fit, new: _Outcomes, refits: Refits) -> Iterator[Optimum]:
    model = fitted.solution.model
    criterion = model.criterion(fitted.reml)
    for place, theta in enumerate(refits.theta):
        own = replace(criterion, products=new.products(model.products, place))
        yield checked(own, theta, "Newton from a grid, many outcomes at once")


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
