"""A fitted model in which the residuals of two explained variables correlate by a given amount.

An unmeasured cause of both would make them do so. The correlation isn't identified beside the path between
them, so it is fixed: their covariance is ρ√(ψ_m ψ_y), a function of the free residual variances, and the
likelihood is maximised over the others (Imai, Keele & Yamamoto 2010, Statistical Science 25, theorem 2, gives
the solution in closed form where the model is saturated).
"""

from dataclasses import dataclass, replace

import numpy as np

from isop_analysis.base.reasons import Refused
from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.inference import model_covariance, sandwich_covariance
from isop_analysis.stats.structural.likelihood import Likelihood, Slope, likelihood
from isop_analysis.stats.structural.moments import Array
from isop_analysis.stats.structural.optimum import maximise
from isop_analysis.stats.structural.parameter_table import Parameter, ParameterTable
from isop_analysis.stats.structural.result import StructuralFit


@dataclass(frozen=True)
class Correlated:
    """The estimates at one residual correlation: free parameters (q,) and their covariance (q, q)."""

    rho: float
    theta: Array
    covariance: Array


@dataclass(frozen=True)
class _Tied:
    """The likelihood of the other parameters (q,), the covariance of the residuals following from them.

    `model` has that covariance as its last free parameter; `variances` are the places of the residual
    variances, −1 where fixed, and `fixed` their values then.
    """

    model: Likelihood
    rho: float
    variances: tuple[int, int]
    fixed: tuple[float, float]

    @property
    def newton(self) -> bool:
        """Whether the observed information costs little."""
        return True

    def whole(self, theta: Array) -> Array:
        """Return all free parameters (q + 1,); LinAlgError where a residual variance isn't positive."""
        first, second = self._variances(theta)
        if min(first, second) <= 0:
            raise np.linalg.LinAlgError("a residual variance is not positive")
        return np.append(theta, self.rho * np.sqrt(first * second))

    def tangent(self, theta: Array) -> Array:
        """Return the derivatives of all free parameters by the others (q + 1, q)."""
        covariance = self.whole(theta)[-1]
        slope = np.zeros(len(theta))
        for place, value in zip(self.variances, self._variances(theta), strict=True):
            if place >= 0:
                slope[place] += covariance / (2 * value)
        return np.vstack([np.eye(len(theta)), slope])

    def loglik(self, theta: Array) -> float:
        """Return the log-likelihood, −∞ where theta is impossible."""
        try:
            return self.model.loglik(self.whole(theta))
        except np.linalg.LinAlgError:
            return -np.inf

    def slope(self, theta: Array) -> Slope:
        """Return log-likelihood, gradient and information along the tie."""
        at, J = self.model.slope(self.whole(theta)), self.tangent(theta)

        def observed() -> Array:
            return J.T @ at.observed() @ J - at.gradient[-1] * self._bend(theta)

        return Slope(at.loglik, lambda: at.gradient @ J, lambda: J.T @ at.information @ J, observed)

    def _variances(self, theta: Array) -> tuple[float, float]:
        first, second = (
            float(theta[place]) if place >= 0 else value
            for place, value in zip(self.variances, self.fixed, strict=True)
        )
        return first, second

    def _bend(self, theta: Array) -> Array:
        """Return the second derivatives of the covariance by the other parameters (q, q)."""
        covariance = self.whole(theta)[-1]
        first, second = self._variances(theta)
        one, other = self.variances
        bend = np.zeros((len(theta), len(theta)))
        if one >= 0:
            bend[one, one] -= covariance / (4 * first**2)
        if other >= 0:
            bend[other, other] -= covariance / (4 * second**2)
        if one >= 0 and other >= 0:
            bend[one, other] += covariance / (4 * first * second)
            bend[other, one] += covariance / (4 * first * second)
        return bend


@dataclass(frozen=True)
class ResidualCorrelation:
    """A fit that can be found again at any residual correlation of two variables of a block."""

    fitted: StructuralFit
    model: Likelihood
    variances: tuple[int, int]
    fixed: tuple[float, float]

    def at(self, rho: float, start: Array | None = None) -> Correlated | None:
        """Return the estimates at a correlation inside (−1, 1), searched from `start`, if there are any."""
        tied = _Tied(self.model, rho, self.variances, self.fixed)
        try:
            optimum = maximise(tied, self.fitted.theta if start is None else start)
        except Refused:
            return None
        if not optimum.convergence.converged:
            return None
        covariance = self._covariance(tied, optimum.theta, optimum.slope)
        return None if np.isnan(covariance).any() else Correlated(rho, optimum.theta, covariance)

    def _covariance(self, tied: _Tied, theta: Array, slope: Slope) -> Array:
        """Return the covariance by the information that the fit's own errors rest on."""
        robust = self.fitted.estimator == "MLR"
        nested = self.model.table.blocks[0].level is not None
        if not (robust or nested or self.fitted.missing == "fiml"):
            return model_covariance(slope.information).matrix
        if not robust:
            return model_covariance(slope.observed()).matrix
        scores = self.model.scores(tied.whole(theta)) @ tied.tangent(theta)
        return sandwich_covariance(slope.observed(), scores).matrix


def residual_correlation(
    fitted: StructuralFit, mediator: str, outcome: str, block: int
) -> ResidualCorrelation:
    """Return the fit with a residual correlation that can be set.

    Raises Refused for a fit without likelihood or maximum or on a bound, and where the two residuals'
    covariance is in the model already.
    """
    solved = solved_part(fitted)
    if not fitted.convergence.converged:
        raise Refused("fit_varied", inner=fitted.convergence.reason)
    if fitted.on_bound:
        raise Refused("fit_on_bound", parameters=fitted.on_bound)
    table = solved.model.table
    key = Parameter(mediator, "~~", outcome, block)
    if any(row.key == key.key and row.block == block for row in table.parameters):
        raise Refused("covariance_there", first=mediator, second=outcome)
    rows = (*table.parameters, replace(key, free=table.n_free))
    wider = replace(table, parameters=rows, n_free=table.n_free + 1)
    statistics = solved.statistics
    model = likelihood(wider, statistics.terms, statistics.exogenous, statistics.n_units)
    places = (_variance(table, mediator, block), _variance(table, outcome, block))
    values = solved.model.values(fitted.theta)
    first, second = (table.parameters[place].free for place in places)
    return ResidualCorrelation(
        fitted, model, (first, second), (float(values[places[0]]), float(values[places[1]]))
    )


def _variance(table: ParameterTable, name: str, block: int) -> int:
    return next(
        place
        for place, row in enumerate(table.parameters)
        if (row.lhs, row.op, row.rhs, row.block) == (name, "~~", name, block)
    )
