"""A fitted model as score tests see it: by likelihood, or by weighted least squares of ordered answers."""

from dataclasses import dataclass
from typing import Protocol

from isop_analysis.stats.structural.diagnostics.residual_correlations import solved_part
from isop_analysis.stats.structural.evidence import Evidence
from isop_analysis.stats.structural.likelihood import Likelihood, likelihood
from isop_analysis.stats.structural.moments import Array, Places
from isop_analysis.stats.structural.ordinal.model import OrdinalModel, ordinal_model
from isop_analysis.stats.structural.parameter_table import ParameterTable
from isop_analysis.stats.structural.result import StructuralFit
from isop_analysis.stats.structural.tabled import Tabled


@dataclass(frozen=True)
class Scores:
    """What score tests rest on, at one place.

    Attributes:
        model: that it is about.
        gradient: of what the fit maximises (q,).
        information: its expected curvature (q, q).
        spread: covariance of the gradient (q, q); None where it is taken to be the information.
    """

    model: Tabled
    gradient: Array
    information: Array
    spread: Array | None


class Tested(Protocol):
    """A model at its estimates, and scores of others on the same data."""

    @property
    def model(self) -> Tabled:
        """The fitted model."""
        ...

    @property
    def theta(self) -> Array:
        """Its estimates (q,)."""
        ...

    @property
    def limited(self) -> Places:
        """Those of them that stand on a limit."""
        ...

    def scores(self, table: ParameterTable, theta: Array) -> Scores:
        """Return what another table gives on the same data at these parameters."""
        ...


@dataclass(frozen=True)
class TestedLikelihood:
    """A fit by maximum likelihood."""

    __test__ = False
    model: Likelihood
    theta: Array
    limited: Places
    evidence: Evidence

    def scores(self, table: ParameterTable, theta: Array) -> Scores:
        """Return gradient and expected information of the log-likelihood."""
        data = self.evidence
        model = likelihood(table, data.terms, data.exogenous, data.n_units)
        slope = model.slope(theta)
        return Scores(model, slope.gradient, slope.information, None)


@dataclass(frozen=True)
class TestedOrdinal:
    """A fit to ordered answers; `robust` where its errors are."""

    __test__ = False
    model: OrdinalModel
    theta: Array
    limited: Places
    robust: bool

    def scores(self, table: ParameterTable, theta: Array) -> Scores:
        """Return gradient, curvature and spread of minus half the weighted squared distance."""
        model = ordinal_model(table, self.model.samples, self.model.exogenous)
        spread = model.spread(theta) if self.robust else None
        return Scores(model, model.slope(theta).gradient, model.information(theta), spread)


def tested(fitted: StructuralFit) -> Tested:
    """Return the fit as score tests see it; raises Refused for one that has no scores."""
    if fitted.ordinal is not None:
        robust = fitted.estimator != "DWLS"
        return TestedOrdinal(fitted.ordinal, fitted.theta, fitted.limited, robust)
    solved = solved_part(fitted)
    return TestedLikelihood(solved.model, fitted.theta, fitted.limited, solved.evidence)
